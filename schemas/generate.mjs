// Generates src/model/generated/ from the schemas: TypeScript types, and validators that ajv compiled ahead of time.
// `node schemas/generate.mjs --check` writes nothing and exits 1 when a file is out of date.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../src/model/generated');
const check = process.argv.includes('--check');
const note = '// Generated from schemas/ by `npm run generate`. Do not edit.\n';

/** Validator function → the schema, or the part of one, that it checks. */
const VALIDATORS = {
  validateManifest: 'manifest.schema.json',
  validateCapability: 'capability.schema.json',
  validateCatalogConfig: 'catalog-config.schema.json',
  validatePolicy: 'policy.schema.json',
  validateCatalogDocument: 'catalog-data.schema.json#/$defs/CatalogDocument',
  validateCapabilitiesDocument: 'catalog-data.schema.json#/$defs/CapabilitiesDocument',
  validateCapabilityDocument: 'catalog-data.schema.json#/$defs/CapabilityDocument',
  validateSourcesDocument: 'catalog-data.schema.json#/$defs/SourcesDocument',
  validateFindingsDocument: 'catalog-data.schema.json#/$defs/FindingsDocument',
  validateFreshnessDocument: 'catalog-data.schema.json#/$defs/FreshnessDocument',
  validateQuarantineDocument: 'catalog-data.schema.json#/$defs/QuarantineDocument',
  validateChangesDocument: 'catalog-data.schema.json#/$defs/ChangesDocument',
  validateUnfinishedDocument: 'catalog-data.schema.json#/$defs/UnfinishedDocument',
  validateShardDocument: 'catalog-data.schema.json#/$defs/ShardDocument',
  validateReleaseDocument: 'catalog-data.schema.json#/$defs/ReleaseDocument',
  validateReleaseFreshness: 'catalog-data.schema.json#/$defs/ReleaseFreshness',
  validateShardResult: 'shard-result.schema.json#/$defs/ShardResult',
  validateShardSources: 'shard-result.schema.json#/$defs/ShardSources',
  validateScheduleConfig: 'schedule.schema.json',
  validateScheduleState: 'schedule-state.schema.json',
  validateCompatibilityDocument: 'compatibility.schema.json#/$defs/CompatibilityDocument',
  validateCapabilityCompatibility: 'compatibility.schema.json#/$defs/CapabilityCompatibility',
  validateWaiversDocument: 'compatibility.schema.json#/$defs/WaiversDocument',
  validateWaiver: 'waiver.schema.json',
  validateDecision: 'decision.schema.json',
  validateMirrorConfig: 'mirror.schema.json',
  validateMirrorState: 'mirror-state.schema.json',
  validateMirrorEvent: 'mirror-journal.schema.json',
  validateMirrorRelease: 'mirror-release.schema.json',
  validateMirrorExport: 'mirror-export.schema.json',
  validateMirrorReport: 'mirror-report.schema.json',
};

const files = readdirSync(here).filter((name) => name.endsWith('.schema.json'));
const schemas = files.map((name) => JSON.parse(readFileSync(join(here, name), 'utf8')));

async function types() {
  const all = await compile(
    {
      title: 'Schemas',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(files.map((name) => [name, { $ref: name }])),
    },
    'Schemas',
    { cwd: here, unreachableDefinitions: true, bannerComment: '', style: { singleQuote: true, printWidth: 120 }, format: true },
  );
  return `${note}\n${all}`;
}

async function validators() {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const schema of schemas) ajv.addSchema(schema);
  const refs = Object.fromEntries(Object.entries(VALIDATORS).map(([name, ref]) => [name, `https://chora.dev/schemas/${ref}`]));
  for (const ref of Object.values(refs)) if (!ajv.getSchema(ref)) throw new Error(`no schema at ${ref}`);
  const code = standaloneCode(ajv, refs);
  // ajv's ES module output still calls require() for its run-time helpers: bundling takes them in.
  const bundled = await build({
    stdin: { contents: code, resolveDir: here, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    write: false,
    legalComments: 'none',
    mainFields: ['main'],
  });
  return bundled.outputFiles[0].text;
}

/** What answers of the API may be; targets/ is for those who verify a catalog, and `unfinished` for the indexer. */
const API_DOCUMENTS = {
  'catalog-data.schema.json': [
    'CatalogDocument',
    'CapabilitiesDocument',
    'CapabilityDocument',
    'SourcesDocument',
    'FindingsDocument',
    'QuarantineDocument',
    'FreshnessDocument',
    'ChangesDocument',
  ],
  'compatibility.schema.json': ['CompatibilityDocument', 'CapabilityCompatibility', 'WaiversDocument', 'DecisionLog'],
};

/** Schemas by name, with references as an OpenAPI document has them: those of the API's documents and all that these refer to. */
function apiSchemas() {
  const byName = new Map();
  const add = (file, name, schema) => {
    if (byName.has(name) && byName.get(name).file !== file)
      throw new Error(`${file} and ${byName.get(name).file} both have ${name}`);
    if (byName.has(name)) return;
    byName.set(name, { file });
    byName.get(name).schema = rewrite(schema, file);
  };
  const rewrite = (node, file) => {
    if (Array.isArray(node)) return node.map((each) => rewrite(each, file));
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !['$schema', '$id', '$defs'].includes(key))
        .map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? refer(value, file) : rewrite(value, file)]),
    );
  };
  const refer = (ref, from) => {
    const [file = '', pointer = ''] = (ref.startsWith('#') ? from + ref : ref).split('#');
    const schema = schemas[files.indexOf(file)];
    const name = pointer === '' ? schema.title : pointer.replace('/$defs/', '');
    add(file, name, pointer === '' ? schema : schema.$defs[name]);
    return `#/components/schemas/${name}`;
  };
  for (const [file, names] of Object.entries(API_DOCUMENTS)) for (const name of names) refer(`#/$defs/${name}`, file);
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [name, schema]);
  return `${note}\n/** By name, for the OpenAPI description. */\nexport const API_SCHEMAS: Readonly<Record<string, object>> = ${JSON.stringify(Object.fromEntries(sorted), null, 2)};\n`;
}

/** Files that an operator writes. */
const CONFIGURATIONS = ['catalog-config', 'policy', 'schedule', 'mirror', 'waiver'].map((name) => `${name}.schema.json`);

/** The names of fields and the descriptions of forms of each configuration's schema, for messages about what is wrong in such a file. */
function configurationWords() {
  const wordsOf = (file) => {
    const fields = new Set();
    const forms = new Map();
    const seen = new Set();
    const look = (node, from) => {
      if (node === null || typeof node !== 'object' || seen.has(node)) return;
      seen.add(node);
      if (typeof node.pattern === 'string' && typeof node.description === 'string') forms.set(node.pattern, node.description);
      if (typeof node.$ref === 'string') {
        const [other, pointer = ''] = node.$ref.split('#');
        const target = other === '' ? from : other;
        const schema = schemas[files.indexOf(target)];
        look(pointer === '' ? schema : schema.$defs[pointer.replace('/$defs/', '')], target);
      }
      for (const name of Object.keys(node.properties ?? {})) fields.add(name);
      for (const [key, value] of Object.entries(node)) if (key !== '$defs') look(value, from);
    };
    look(schemas[files.indexOf(file)], file);
    return { fields: [...fields].sort(), forms: Object.fromEntries([...forms].sort()) };
  };
  const all = Object.fromEntries(CONFIGURATIONS.map((file) => [file, wordsOf(file)]));
  return `${note}
/** By schema of a configuration: its fields, and what a text of a form is, by the form's pattern. */
export const CONFIGURATION_WORDS: Readonly<
  Record<string, { readonly fields: readonly string[]; readonly forms: Readonly<Record<string, string>> }>
> = ${JSON.stringify(all, null, 2)};\n`;
}

const outputs = {
  'api-schemas.ts': apiSchemas(),
  'configuration-words.ts': configurationWords(),
  'types.ts': await types(),
  'validators.ts': `${note}// @ts-nocheck: plain JavaScript as ajv wrote it; ../validators.ts gives it its types.\n${await validators()}`,
};

mkdirSync(target, { recursive: true });
let stale = 0;
for (const [name, text] of Object.entries(outputs)) {
  const path = join(target, name);
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (old === text) continue;
  stale += 1;
  if (!check) writeFileSync(path, text);
  console.log(`${check ? 'out of date' : 'wrote'}: src/model/generated/${name}`);
}
if (check && stale > 0) {
  console.error('Run `npm run generate` and commit the result.');
  process.exitCode = 1;
}
