import { describe, expect, test } from '@jest/globals';
import { MANIFEST_CODES } from '../../src/model/finding-codes/manifest.js';
import { manifest, only, read } from './reading.js';

type Code = keyof typeof MANIFEST_CODES;
interface Case {
  content: string | Uint8Array;
  /** Line and column of the finding. */
  at: [number, number];
  path?: string;
  source?: string;
}

const bytes = (...values: number[]) => new Uint8Array(values);
const text = (value: string) => new TextEncoder().encode(value);
const docker = 'name: Kettle\ntype: server\nabout: {title: Kettle}\nmeta: {category: home}\n';

/** One case for each code, and the exact place it points to. */
const CASES: Record<Code, Case> = {
  'manifest/too-large': { content: 'x'.repeat(1024 * 1024 + 1), at: [1, 1] },
  'manifest/invalid-utf8': { content: bytes(...text('id: a\nowner: J'), 0xf6, ...text('rg\n')), at: [2, 9] },
  'manifest/byte-order-mark': { content: `\ufeff${manifest()}`, at: [1, 1] },
  'manifest/crlf': { content: manifest().replaceAll('\n', '\r\n'), at: [1, 24] },
  'manifest/control-character': { content: 'id: a.b.c\nowner: "x\u0007y"\n', at: [2, 10] },
  'manifest/unclean-text': { content: manifest('title: "Ket\\u0007tle"\n'), at: [5, 8] },
  'manifest/syntax': { content: 'id: a.b.c\nowner: "open\n', at: [3, 1] },
  'manifest/tab-indentation': { content: 'id: a.b.c\nvalidation_status:\n\tresult: ok\n', at: [3, 1] },
  'manifest/duplicate-key': { content: manifest('owner: team-sink\n'), at: [5, 1] },
  'manifest/complex-key': { content: manifest('? [a, b]\n: c\n'), at: [5, 3] },
  'manifest/hostile-key': { content: manifest('tags: [a]\n__proto__:\n  admin: true\n'), at: [6, 1] },
  'manifest/unknown-tag': { content: manifest('title: !shout Kettle\n'), at: [5, 8] },
  'manifest/anchors': { content: manifest('contact: &desk desk@kettle.example\ntitle: *desk\n'), at: [5, 16] },
  'manifest/alias-bomb': { content: bomb(), at: [5, 8] },
  'manifest/too-deep': { content: `id: a.b.c\ninputs: ${'['.repeat(70)}${']'.repeat(70)}\n`, at: [2, 72] },
  'manifest/too-many-nodes': { content: `id: a.b.c\ntags:\n${'- x\n'.repeat(10_001)}`, at: [10_000, 3] },
  'manifest/empty': { content: '# nothing yet\n---\n', at: [1, 1] },
  'manifest/several-documents': { content: `${manifest()}---\n${manifest().replace('boil', 'fill')}`, at: [6, 1] },
  'manifest/not-a-mapping': { content: '# list\n- a\n- b\n', at: [2, 1] },
  'manifest/more-findings': {
    content: manifest(Array.from({ length: 120 }, (_, index) => `zz${index}: 1\n`).join('')),
    at: [1, 1],
  },
  'manifest/not-recognized': { content: '\ncolour: red\n', at: [2, 1] },
  'manifest/template': { content: `id: \${{ values.id }}\nversion: 1.0.0\n`, at: [1, 1] },
  'manifest/not-a-capability': { content: 'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: hob}\n', at: [1, 1] },
  'manifest/no-capability': { content: '{"saps": []}', at: [1, 1] },
  'manifest/dropped-fields': { content: `\n${docker}longLived: true\n`, at: [2, 1] },
  'manifest/mapped-fields': {
    content: 'apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: hob}\nspec: {lifecycle: production}\n',
    at: [1, 1],
  },
  'manifest/backslash-path': {
    content:
      'apiVersion: chora.dev/v1\nmetadata:\n  dc_identifier: chora.home.kettle\n  dc_hasVersion: 1.0.0\ndc_source:\n  ledger: docs\\ledger.md\n',
    at: [6, 11],
  },
  'manifest/id-qualified': { content: docker, at: [1, 7], source: 'github.com/hob/registry' },
  'manifest/no-id': { content: '# a kettle\nversion: 1.0.0\nowner: team-hob\nlifecycle_stage: operate\n', at: [2, 1] },
  'manifest/id-not-text': { content: 'version: 1.0.0\nid: 12\nowner: team-hob\n', at: [2, 5] },
  'manifest/hostile-id': { content: 'version: 1.0.0\nid: ../../etc/passwd\nowner: team-hob\n', at: [2, 5] },
  'manifest/id-style': { content: manifest().replace('kitchen.kettle.boil', 'Kettle'), at: [1, 5] },
  'manifest/unknown-field': { content: manifest('lifecycle: operate\n'), at: [5, 1] },
  'manifest/missing-field': { content: manifest('inputs:\n  - type: water\n'), at: [6, 5] },
  'manifest/wrong-type': { content: manifest('tags: {a: b}\n'), at: [5, 7] },
  'manifest/not-allowed-value': { content: manifest('stability: stabel\n'), at: [5, 12] },
  'manifest/malformed-value': { content: manifest('ttl: soon\n'), at: [5, 6] },
  'manifest/too-long': { content: manifest(`title: ${'x'.repeat(301)}\n`), at: [5, 8] },
  'manifest/numeric-version': { content: manifest().replace('1.0.0', '1.10'), at: [2, 10] },
  'manifest/version-not-semver': { content: manifest().replace('1.0.0', 'v1.0'), at: [2, 10] },
  'manifest/no-range': { content: manifest('dependencies:\n  - id: kitchen.tap.open\n'), at: [6, 5] },
  'manifest/range-not-understood': {
    content: manifest('dependencies:\n  - id: kitchen.tap.open\n    version: newest\n'),
    at: [7, 14],
  },
  'manifest/unsafe-url': { content: manifest('links:\n  - url: javascript:alert(1)\n'), at: [6, 10] },
};

/** Each line holds nine times the one before. */
function bomb(): string {
  const names = [...'abcdefgh'];
  return `${names
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(index === 0 ? 'x' : `*${names[index - 1]}`)
          .join(', ')}]`,
    )
    .join('\n')}\n`;
}

describe('every code is raised at its exact place', () => {
  for (const [code, { content, at, path = 'capability.yaml', source = 'github.com/tin-shop/kettle' }] of Object.entries(CASES)) {
    test(`${code}`, () => {
      const finding = only(read(content, { path, source }).findings, code);
      const row = MANIFEST_CODES[code as Code];
      expect(finding).toMatchObject({ code, severity: row.severity, source, path });
      expect([finding.line, finding.column]).toEqual(code === 'manifest/more-findings' ? [undefined, undefined] : at);
      expect(finding.message).toMatch(/\.$/);
    });
  }
});

describe('the wording of codes', () => {
  test.each(Object.entries(MANIFEST_CODES))('%s says what it is and what follows', (_code, row) => {
    expect(row.title).toMatch(/^[A-Z].*[^.]$/);
    expect(row.explanation).toMatch(/^[A-Z].*\.$/s);
  });
});
