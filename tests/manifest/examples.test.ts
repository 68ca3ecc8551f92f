import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from '../../src/manifest/parse.js';
import { FIELDS } from '../../src/manifest/schema-fields.js';
import { MANIFEST_CODES } from '../../src/model/finding-codes/manifest.js';
import { validateManifest } from '../../src/model/validators.js';
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
    expect(FIELDS['']?.filter((field) => !used.has(field))).toEqual([]);
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

interface Part {
  properties?: Record<string, Part>;
  items?: Part;
  anyOf?: Part[];
  $ref?: string;
}

describe('the schema', () => {
  const schema = JSON.parse(readFileSync(join(schemas, 'manifest.schema.json'), 'utf8')) as Part & {
    $defs: Record<string, Part>;
  };

  /** The mapping that a field holds, or a list of it. */
  function mapping(part: Part): Part | undefined {
    const name = part.$ref?.split('/').at(-1);
    const target = name === undefined ? undefined : schema.$defs[name];
    if (target?.properties) return target;
    return [part.items, ...(part.anyOf ?? [])].flatMap((inner) => (inner ? (mapping(inner) ?? []) : []))[0];
  }

  test('has the fields that suggestions are taken from', () => {
    const parts = Object.entries({ '': schema, ...schema.properties }).map(
      ([name, part]) => [name, name === '' ? part : mapping(part)] as const,
    );
    const fields = parts.flatMap(([name, part]) => (part?.properties ? [[name, Object.keys(part.properties)] as const] : []));
    expect(FIELDS).toEqual(Object.fromEntries(fields));
  });

  test('accepts a manifest of four fields', () => {
    expect(validateManifest({ id: 'kitchen.kettle.boil', version: '1.0.0', owner: 'team-hob', lifecycle_stage: 'plan' })).toBe(
      true,
    );
  });
});
