// Finds text that only makes sense on one machine: paths of its folders, and hosts that packages were fetched from.
// Prints file:line of each and exits 1 if there is one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Written in pieces, so that this file does not find itself.
const host = (...labels) => labels.join('\\.');
const RULES = [
  { what: 'a path of one machine', pattern: /(?<![\w.~*}-])\/(work|root|home\/[a-z]\w*|Users\/[A-Za-z]\w*)\// },
  { what: 'a path of one machine', pattern: /\b[A-Z]:\\+Users\\/ },
  {
    what: 'a package host',
    pattern: new RegExp(
      [
        host('registry', 'npmjs', 'org'),
        host('registry', 'yarnpkg', 'com'),
        host('registry', 'npmmirror', 'com'),
        host('npm', 'pkg', 'github', 'com'),
        host('files', 'pythonhosted', 'org'),
        host('static', 'crates', 'io'),
        host('proxy', 'golang', 'org'),
        host('deb', 'debian', 'org'),
        host('archive', 'ubuntu', 'com'),
      ].join('|'),
    ),
  },
  { what: 'a host that a package was fetched from', only: /^package-lock\.json$/, pattern: /"resolved": "(https?|git|ssh)/ },
];

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
let found = 0;
for (const file of new Set(files.split('\0').filter((name) => name !== ''))) {
  const text = read(file);
  if (text === null || text.includes('\0')) continue;
  for (const [index, line] of text.split('\n').entries()) {
    for (const { what, pattern, only } of RULES) {
      if (only !== undefined && !only.test(file)) continue;
      const match = pattern.exec(line);
      if (match === null) continue;
      found += 1;
      console.log(`${file}:${index + 1}: ${what}: ${match[0].trim()}`);
    }
  }
}
if (found > 0) process.exitCode = 1;

/** Null for a file that git knows and that is gone. */
function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return null;
    throw error;
  }
}
