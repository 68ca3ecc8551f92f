// Finds uses of the clock, of chance, of the network and of the process where a function should depend on its arguments alone.
// `node tests/checks/outside-world.mjs [root]` prints file:line of each and exits 1 if there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

/** What may not be used, and where it may all the same. Adapters may use everything. */
const EDGE = /^src\/(interfaces\/|bin\.ts$)/;
/** Runs in a reader's browser and never here: the visitor's clock is its subject. */
const BROWSER = /^src\/site\/browser\//;
const RULES = {
  clock: { allowed: [BROWSER], advice: 'take the time as an argument; src/adapters/ has the clock' },
  chance: { allowed: [], advice: 'the same inputs give the same bytes; chance is for src/adapters/' },
  network: { allowed: [BROWSER], advice: 'ask through an operation that src/adapters/ implements' },
  process: { allowed: [EDGE], advice: 'the environment belongs to src/interfaces/; take what you need as an argument' },
  locale: { allowed: [], advice: 'order text with compareText of src/model/findings.ts: the same on every machine' },
};

const MEMBERS = {
  'Date.now': 'clock',
  'performance.now': 'clock',
  'Temporal.Now': 'clock',
  'Math.random': 'chance',
  'crypto.randomUUID': 'chance',
  'crypto.getRandomValues': 'chance',
};
const METHODS = { localeCompare: 'locale', toLocaleLowerCase: 'locale', toLocaleUpperCase: 'locale' };
const GLOBALS = { fetch: 'network', XMLHttpRequest: 'network', WebSocket: 'network', EventSource: 'network', process: 'process' };
const IMPORTS = { randomUUID: 'chance', randomBytes: 'chance', randomInt: 'chance', performance: 'clock' };

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const found = [];
for (const file of sources(join(root, 'src'))) check(file);
for (const { place, what, rule } of found) console.log(`${place}: ${what}: ${RULES[rule].advice}`);
if (found.length > 0) process.exitCode = 1;

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function check(file) {
  const path = relative(root, file).split(sep).join('/');
  if (/^src\/(adapters|model\/generated)\//.test(path)) return;
  const bytes = readFileSync(file);
  // swc counts bytes through all that it ever parsed: an empty text tells where this one starts.
  const start = parseSync('', { syntax: 'typescript' }).span.end;
  const tree = parseSync(bytes.toString('utf8'), { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' });
  visit(tree, (node, rule, what) => {
    if (RULES[rule].allowed.some((allowed) => allowed.test(path))) return;
    const line = bytes
      .subarray(0, Math.max(0, node.span.start - start))
      .toString('utf8')
      .split('\n').length;
    found.push({ place: `${path}:${line}`, what, rule });
  });
}

function visit(node, report) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, report);
    return;
  }
  if (node === null || typeof node !== 'object' || typeof node.type !== 'string') {
    if (node !== null && typeof node === 'object') for (const each of Object.values(node)) visit(each, report);
    return;
  }
  if (node.type.startsWith('Ts') && !/^Ts(As|NonNull|Satisfies|Const|TypeAssertion)/.test(node.type)) return;
  judge(node, report);
  for (const [key, value] of Object.entries(node)) if (!isName(node, key)) visit(value, report);
}

/** Names of properties and of imports are not uses of a global. */
function isName(node, key) {
  if (key === 'span' || key === 'typeAnnotation' || key === 'typeParameters' || key === 'typeArguments') return true;
  if (node.type === 'MemberExpression' && key === 'property') return node.property.type !== 'Computed';
  if (key === 'key') return node.key.type !== 'Computed';
  return node.type === 'ImportDeclaration';
}

function judge(node, report) {
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') {
    const name = `${node.object.value}.${node.property.value}`;
    if (Object.hasOwn(MEMBERS, name)) report(node, MEMBERS[name], name);
    else if (Object.hasOwn(METHODS, node.property.value)) report(node, METHODS[node.property.value], node.property.value);
    else if (node.object.value === 'globalThis' && Object.hasOwn(GLOBALS, node.property.value))
      report(node, GLOBALS[node.property.value], node.property.value);
  }
  if (node.type === 'NewExpression' && node.callee.value === 'Date' && !node.arguments?.length)
    report(node, 'clock', 'new Date()');
  if (node.type === 'CallExpression' && node.callee.value === 'Date') report(node, 'clock', 'Date()');
  if (node.type === 'Identifier' && Object.hasOwn(GLOBALS, node.value)) report(node, GLOBALS[node.value], node.value);
  if (node.type === 'ImportDeclaration' && !node.typeOnly)
    for (const { type, local, imported } of node.specifiers) {
      const name = imported?.value ?? local.value;
      if (type === 'ImportSpecifier' && Object.hasOwn(IMPORTS, name)) report(node, IMPORTS[name], name);
      else if (node.source.value === 'node:process') report(node, 'process', 'node:process');
    }
}
