import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { API_EXAMPLES } from '../../../src/model/generated/api-examples.js';
import { openApi } from '../../../src/site/machine/openapi.js';
import { IDENTITY } from '../fixtures.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: { readonly pattern: string };
  }[];
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref: string }; readonly example?: unknown }>>;
      }
    >
  >;
}
interface Description {
  readonly openapi: string;
  readonly info: Readonly<Record<string, string>>;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const described = openApi(IDENTITY) as Description;
const REFERENCE = /^#\/components\/schemas\/([A-Za-z]+)$/;

/** Compiles the schemas as they stand in the description, without any other. */
function validators(description: Description): (reference: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: 'description', components: description.components });
  return (reference) => ajv.compile({ $ref: `description${reference}` });
}

/** The answer of a path: its media type, its schema and its example. */
function answerOf({ get }: { readonly get: Operation }): { type: string; reference: string; example: unknown } {
  const [answer] = Object.entries(get.responses['200']?.content ?? {});
  if (answer === undefined) throw new Error(`${get.operationId} has no answer`);
  return { type: answer[0], reference: answer[1].schema.$ref, example: answer[1].example };
}

function pathsFor(file: string, { paths }: Description): string[] {
  return Object.entries(paths)
    .filter(([path, { get }]) => {
      const pattern = get.parameters?.[0]?.schema.pattern.replace(/^\^|\$$/g, '') ?? '';
      const [before = '', after] = path.split('{file}');
      if (after === undefined) return file === path;
      return (
        file.startsWith(before) &&
        file.endsWith(after) &&
        new RegExp(`^${pattern}$`).test(file.slice(before.length, -after.length))
      );
    })
    .map(([path]) => path);
}

describe('the OpenAPI description', () => {
  test('has what OpenAPI 3.1 asks for', () => {
    expect(described.openapi).toMatch(/^3\.1\.\d+$/);
    expect(described.info).toMatchObject({ title: 'Harbour capabilities: API', version: '0.1.0' });
    expect(described.servers.map(({ url }) => url)).toEqual(['../..', 'https://catalog.harbour.example']);
    const operations = Object.entries(described.paths);
    for (const [path, { get }] of operations) {
      expect(path).toMatch(/^\/api\/v1\/[a-z/{}.]+$/);
      expect(get.summary).not.toBe('');
      expect(get.responses['200']?.description).toBeTruthy();
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect((get.parameters ?? []).map(({ name }) => name)).toEqual(inPath);
      for (const parameter of get.parameters ?? []) expect(parameter).toMatchObject({ in: 'path', required: true });
    }
    expect(new Set(operations.map(([, { get }]) => get.operationId)).size).toBe(operations.length);
  });

  test('refers only to schemas that it holds, and holds none that nothing refers to', () => {
    const references = new Set<string>();
    JSON.stringify(described, (key, value: unknown) => {
      if (key === '$ref') references.add(REFERENCE.exec(String(value))?.[1] ?? `not of this document: ${value}`);
      return value;
    });
    expect([...references].sort()).toEqual(Object.keys(described.components.schemas).sort());
  });

  test('leads from where it lies to where the documents lie, wherever the catalog is', () => {
    const [server] = described.servers;
    for (const place of ['https://catalog.harbour.example/', 'https://mirror.example/a/b/', 'file:///srv/catalog/']) {
      const here = new URL('api/v1/openapi.json', place);
      expect(new URL(`${server?.url}/api/v1/catalog.json`, here).href).toBe(`${place}api/v1/catalog.json`);
    }
  });

  test('is the same for every catalog but for name, address and version', () => {
    const { url: _url, ...other } = { ...IDENTITY, name: 'Other', generator: { name: 'chora-catalog', version: '9.9.9' } };
    const { info, servers, ...rest } = openApi(other) as Description;
    expect(rest).toEqual({ openapi: described.openapi, paths: described.paths, components: described.components });
    expect(info['title']).toBe('Other: API');
    expect(servers).toHaveLength(1);
  });

  test('has an example for every document but itself, which is what its schema says', () => {
    const compile = validators(described);
    for (const path of Object.values(described.paths)) {
      const { reference, example } = answerOf(path);
      const itself = reference.endsWith('/OpenApiDescription');
      expect({ reference, has: example !== undefined }).toEqual({ reference, has: !itself });
      if (itself) continue;
      const validate = compile(reference);
      expect({ reference, valid: validate(example), errors: validate.errors ?? null }).toEqual({
        reference,
        valid: true,
        errors: null,
      });
    }
  });
});

describe('the real output of the example federation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chora-openapi-'));
  let out = '';
  /** Of a file of lines, the list of them. */
  const document = (name: string): unknown => {
    const text = readFileSync(join(out, name), 'utf8');
    if (!name.endsWith('.ndjson')) return JSON.parse(text);
    return text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  };
  beforeAll(async () => {
    // The same that made the examples. It runs what `npm run build` made, as `npm test` does before.
    const { makeExampleCatalog } = (await import(pathToFileURL(join(process.cwd(), 'docs/example-catalog.mjs')).href)) as {
      makeExampleCatalog(folder: string): string;
    };
    out = makeExampleCatalog(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has no file below api/v1 without a path, no path without a file, and each is what its path says', () => {
    const description = document('api/v1/openapi.json') as Description;
    const compile = validators(description);
    const files = readdirSync(join(out, 'api/v1'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length));
    const used = new Set<string>();
    const compiled = new Map<string, ValidateFunction>();
    for (const file of files) {
      const paths = pathsFor(file, description);
      expect({ file, paths: paths.length }).toEqual({ file, paths: 1 });
      for (const path of paths) {
        used.add(path);
        const item = description.paths[path];
        if (item === undefined) throw new Error(`${path} is not described`);
        const { reference } = answerOf(item);
        const validate = compiled.get(reference) ?? compile(reference);
        compiled.set(reference, validate);
        expect({ file, valid: validate(document(file)), errors: validate.errors ?? null }).toEqual({
          file,
          valid: true,
          errors: null,
        });
      }
    }
    expect([...used].sort()).toEqual(Object.keys(description.paths).sort());
  });

  test('is where the examples come from', () => {
    expect(API_EXAMPLES['CatalogDocument']).toEqual(document('api/v1/catalog.json'));
    expect(API_EXAMPLES['CapabilityDocument']).toEqual(document('api/v1/capabilities/lending.loan.renew.json'));
    expect(API_EXAMPLES['CompatibilityDocument']).toEqual(document('api/v1/compatibility.json'));
    expect(API_EXAMPLES['DecisionLog']).toEqual(document('api/v1/decisions.ndjson'));
    const { changes, ...rest } = document('api/v1/changes.json') as { changes: unknown[] };
    expect(API_EXAMPLES['ChangesDocument']).toEqual({ ...rest, changes: changes.slice(0, 3) });
  });

  test('fails the check when a document is not what its path says', () => {
    const compile = validators(document('api/v1/openapi.json') as Description);
    const validate = compile('#/components/schemas/ChangesDocument');
    expect(validate({ started_at: 'yesterday', changes: [] })).toBe(false);
  });
});
