// Generates src/site/generated/: the scripts of src/site/browser/ as text, because no step reads files.
// `node src/site/generate.mjs --check` writes nothing and exits 1 when they are out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
/** Bytes that the scripts of one page may have together, gzipped. */
const PAGES = [
  { asset: 'search page', of: ['site', 'search', 'search-worker'], most: 30 * 1024 },
  { asset: 'matrix page', of: ['site', 'matrix'], most: 24 * 1024 },
];
const LUNR = '/*! with lunr 2.3.9, (c) Oliver Nightingale, MIT: https://github.com/olivernn/lunr.js/blob/v2.3.9/LICENSE */';

/** `most`: bytes, gzipped. */
const SCRIPTS = [
  { from: 'main.ts', to: 'browser.ts', name: 'SCRIPT', asset: 'site', most: 4096 },
  { from: 'search/main.ts', to: 'search.ts', name: 'SEARCH_SCRIPT', asset: 'search', most: 7168 },
  { from: 'search/worker.ts', to: 'search.ts', name: 'SEARCH_WORKER', asset: 'search-worker', most: 20480, banner: LUNR },
  { from: 'matrix/main.ts', to: 'matrix.ts', name: 'MATRIX_SCRIPT', asset: 'matrix', most: 20480 },
];
/** What is imported only defines things, so what is not used of it is left out; the entries are what does something. */
const DEFINITIONS = {
  name: 'definitions',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === DEFINITIONS || kind === 'entry-point') return undefined;
      return { ...(await resolve(path, { importer, resolveDir, kind, pluginData: DEFINITIONS })), sideEffects: false };
    });
  },
};

const bundles = await Promise.all(SCRIPTS.map(bundle));
const pages = PAGES.map((page) => ({
  ...page,
  gzipped: sum(bundles.filter(({ asset }) => page.of.includes(asset)).map(({ gzipped }) => gzipped)),
}));
const files = Map.groupBy(bundles, ({ to }) => to);
for (const { asset, gzipped, most } of [...bundles, ...pages])
  if (gzipped > most) {
    console.error(`Scripts of the site, ${asset}: ${gzipped} bytes gzipped, more than ${most}.`);
    process.exitCode = 1;
  }
for (const [to, contents] of process.exitCode ? [] : files) {
  const target = join(here, 'generated', to);
  const constants = contents.map(
    ({ asset, name, script }) => `/** assets/${asset}.<digest>.js */\nexport const ${name} = ${JSON.stringify(script)};\n`,
  );
  const text = `// Generated from src/site/browser/ by \`npm run generate\`. Do not edit.\n\n${constants.join('\n')}`;
  if (process.argv.includes('--check')) {
    if (read(target) === text) continue;
    console.error(`src/site/generated/${to} is out of date: run \`npm run generate\`.`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    for (const { asset, script, gzipped } of contents) console.log(`${asset}: ${script.length} bytes, ${gzipped} gzipped`);
  }
}

/** A classic script: browsers do not load modules from a folder. */
async function bundle(script) {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'browser', script.from)],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    ...(script.banner ? { banner: { js: script.banner } } : {}),
    tsconfigRaw: {},
    plugins: [DEFINITIONS],
    write: false,
  });
  const { text } = outputFiles[0];
  return { ...script, script: text, gzipped: gzipSync(text, { level: 9 }).length };
}

function sum(numbers) {
  return numbers.reduce((all, each) => all + each, 0);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
