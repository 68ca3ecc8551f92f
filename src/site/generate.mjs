// Generates src/site/generated/browser.ts: the script of src/site/browser/ as text, because no step reads files.
// `node src/site/generate.mjs --check` writes nothing and exits 1 when it is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MOST_BYTES_GZIPPED = 4096;
const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, 'generated/browser.ts');

// A classic script: browsers do not load modules from a folder.
const bundle = await build({
  entryPoints: [join(here, 'browser/main.ts')],
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  tsconfigRaw: {},
  write: false,
});
const script = bundle.outputFiles[0].text;
const gzipped = gzipSync(script, { level: 9 }).length;
const text = `// Generated from src/site/browser/ by \`npm run generate\`. Do not edit.\n\n/** assets/site.<digest>.js */\nexport const SCRIPT = ${JSON.stringify(script)};\n`;

if (gzipped > MOST_BYTES_GZIPPED) {
  console.error(`The script of the site has ${gzipped} bytes gzipped, more than ${MOST_BYTES_GZIPPED}.`);
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  if (read(target) !== text) {
    console.error('src/site/generated/browser.ts is out of date: run `npm run generate`.');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`src/site/generated/browser.ts: ${script.length} bytes, ${gzipped} gzipped`);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
