import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { MANIFEST_CODES } from '../../src/model/finding-codes/manifest.js';
import { validateManifest } from '../../src/model/validators.js';
import { FIELDS } from '../../src/manifest/schema-fields.js';
import { parse } from '../../src/manifest/parse.js';
import { codes, read } from './reading.js';

const schemas = fileURLToPath(new URL('../../schemas/', import.meta.url));
const valid = join(schemas, 'examples/valid');
const invalid = join(schemas, 'examples/invalid');

/** The code that an invalid example is there for: in its first line, in a key, or in a file beside it. */
function expected(name: string): string {
  const beside = join(invalid, `${name}.expect`);
  const text = readFileSync(existsSync(beside) ? beside : join(invalid, name), 'latin1');
  const code = /manifest\/[a-z0-9-]+/.exec(text.split('\n', 1)[0] ?? '')?.[0];
  if (code === undefined) throw new Error(`${name} does not say what it is expected to raise`);
  return code;
}

describe('valid examples', () => {
  for (const name of readdirSync(valid)) {
    test(`${name} is conformant`, () => {
      const { manifest, findings } = read(readFileSync(join(valid, name)), { path: name });
      expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      expect(manifest).toMatchObject({ format: 'chora', records: [{ tier: 'conformant' }] });
    });
  }

  test('the full one uses every field of the schema', () => {
    const used = new Set(Object.keys(parse(readFileSync(join(valid, 'full.yaml'))).documents[0]?.value as object));
    expect(FIELDS['Manifest']?.filter((field) => !used.has(field))).toEqual([]);
  });
});

describe('invalid examples', () => {
  const names = readdirSync(invalid).filter((name) => !name.endsWith('.expect'));
  for (const name of names) {
    const code = expected(name);
    test(`${name} raises ${code}`, () => {
      const { findings } = read(readFileSync(join(invalid, name)), { path: name });
      expect(codes(findings)).toContain(code);
    });
  }

  test('every code has an example, but for the file that would be too large to keep', () => {
    const shown = new Set(names.map(expected));
    expect(Object.keys(MANIFEST_CODES).filter((code) => !shown.has(code))).toEqual(['manifest/too-large']);
  });
});

describe('the schema', () => {
  const schema = JSON.parse(readFileSync(join(schemas, 'manifest.schema.json'), 'utf8')) as {
    properties: object;
    $defs: Record<string, { properties?: object }>;
  };

  test('has the fields that suggestions are taken from', () => {
    const stated = { Manifest: schema, ...schema.$defs };
    const fields = Object.entries(stated).flatMap(([name, part]) => (part.properties ? [[name, Object.keys(part.properties)]] : []));
    expect(FIELDS).toEqual(Object.fromEntries(fields));
  });

  test('accepts a manifest of four fields', () => {
    expect(validateManifest({ id: 'kitchen.kettle.boil', version: '1.0.0', owner: 'team-hob', lifecycle_stage: 'plan' })).toBe(true);
  });
});
