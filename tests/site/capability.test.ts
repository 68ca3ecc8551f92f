import { describe, expect, test } from '@jest/globals';
import { explain } from '../../src/compatibility/explain.js';
import type { Capability } from '../../src/model/generated/types.js';
import { renderCapability } from '../../src/site/render.js';
import { catalogOf, DOCUMENTS, documentOf, IDENTITY, MANIFEST } from './fixtures.js';
import { compatibilityOf, pageOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, [], []) };
const BARE: Capability = { id: 'a.b.c', version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' };
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
const shown = (capability: Capability, more = {}, rest = {}) => textOf(pageOf(context, documentOf(capability, more, rest)));

test('everything that a full record says is on its page', () => {
  const document = DOCUMENTS.find(({ id }) => id === 'harbour.berth.allocate');
  if (!document) throw new Error('the fixtures have it');
  const html = pageOf(context, document);
  // A titled link has its address in its href.
  const text = textOf(html) + html;
  const { documentation, ttl, interfaces, lifecycle_stage, ...record } = document.versions[0].capability;
  for (const leaf of leaves(record)) expect(text).toContain(leaf.replace(/\s+/g, ' '));
  for (const leaf of leaves(documentation)) expect(text).toContain(leaf);
  for (const said of ['26 hours', 'REST', 'CLI', 'MCP', 'operate', 'berth allocate --ship <imo>']) expect(text).toContain(said);
});

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

test('of the catalog it shows nothing that another document could change', () => {
  const other = { catalog: { ...catalogOf([], [], []), ...IDENTITY, configuration: { digest: `sha256:${'0'.repeat(64)}` } } };
  for (const document of DOCUMENTS) expect(pageOf(other, document)).toBe(pageOf(context, document));
});

describe('banners', () => {
  test('deprecated: since when, until when, and what replaces it', () => {
    const text = shown({ ...BARE, deprecation: { since: '3.0.0', sunset: '2031-09-30', window: '90d', replaced_by: 'a.b.d' } });
    expect(text).toMatch(/Deprecated since 3\.0\.0 sunset 2031-09-30 window of 90 days replaced by a\.b\.d/);
  });
  test('deprecated by its stability alone says that no replacement is stated', () => {
    expect(shown({ ...BARE, stability: 'deprecated' })).toContain('Deprecated no replacement stated');
  });
  test('retired', () => {
    expect(shown({ ...BARE, lifecycle_stage: 'retired' })).toContain('Retired Its manifest says');
  });
  test('none for a capability in use', () => {
    expect(pageOf(context, documentOf(BARE))).not.toContain('class="banner');
  });
});

describe('dependencies', () => {
  const target = { id: 'x.y.z', version: '2.0.0', lifecycle_stage: 'operate', file: 'x.y.z' };

  test('a range that is not stated is unknown, never fine', () => {
    expect(shown(BARE, {}, { dependencies: [{ id: 'x.y.z', target }] })).toContain('no range stated: unknown');
    expect(shown(BARE, {}, { dependents: [{ id: 'x.y.z', version: null, file: 'x.y.z' }] })).toContain(
      'no range stated: unknown',
    );
  });
  test('a range of any version is a stated range', () => {
    expect(shown(BARE, {}, { dependencies: [{ id: 'x.y.z', version: '*', target }] })).not.toContain('unknown');
  });
  test('what the catalog does not have is said in words and is no link', () => {
    const html = pageOf(context, documentOf(BARE, {}, { dependencies: [{ id: 'gone.from.here', target: null }] }));
    expect(html).toContain('not in this catalog');
    expect(html).not.toContain('gone.from.here.html');
  });
  test('what the catalog has is linked, with its version, its state and the id that an alias led to', () => {
    const link = {
      id: 'old.y.z',
      version: '^1',
      optional: true,
      scope: 'test',
      target: { ...target, lifecycle_stage: 'retired', stability: 'deprecated' },
    };
    const html = pageOf(context, documentOf(BARE, {}, { dependencies: [link] }));
    expect(html).toContain('<a class="id" dir="auto" href="../capabilities/x.y.z.html">old.y.z</a>');
    expect(textOf(html)).toMatch(/test , optional 2\.0\.0 retired deprecated as x\.y\.z/);
  });
});

describe('what is not stated', () => {
  test('is said, not left out', () => {
    const text = shown({ id: 'a.b.c', version: null, owner: null, lifecycle_stage: null });
    for (const name of ['Version', 'Owner', 'Lifecycle', 'Stability', 'Security tier'])
      expect(text).toContain(`${name} not stated`);
  });
  test('an empty title leaves the id as the name', () => {
    expect(pageOf(context, documentOf({ ...BARE, title: '  ' }))).toContain('<h1 class="id" dir="auto">a.b.c</h1>');
  });
});

test('the tier is explained, and a claimed signer is a claim', () => {
  expect(shown(BARE)).toContain('conformant The manifest is valid against the canonical manifest schema as it is.');
  expect(shown(BARE, { tier: 'indexed' })).toContain('indexed The manifest was read, but it is not valid');
  expect(shown({ ...BARE, claimed_signer: { issuer: 'https://issuer.example' } })).toContain(
    'The manifest claims this; it is not verified.',
  );
});

describe('the manifest', () => {
  const finding = {
    code: 'manifest/unknown-field',
    severity: 'warning' as const,
    source: 's',
    path: 'capability.yaml',
    line: 2,
    column: 3,
    message: 'm',
  };
  const withManifest = (text: string | null, line = 2) =>
    pageOf(context, documentOf(BARE, {}, { findings: [{ ...finding, line }] }), text);

  test('is shown line by line, as findings count them, and a finding links to its line and quotes it from its column on', () => {
    const html = withManifest('id: a\r\n\townr: <b>\n\nend\n');
    expect(html).toContain(
      '<bdi id="L1">id: a\n</bdi><bdi id="L2" class="found">\townr: &lt;b>\n</bdi><bdi id="L3">\n</bdi><bdi id="L4">end\n</bdi></code>',
    );
    expect(html).toContain('<a href="#L2">line 2, column 3</a>');
    expect(html).toContain('<pre class="excerpt" dir="auto"><code>o<mark dir="auto">wnr: &lt;b></mark></code></pre>');
  });
  test('of a long line shows the part that the finding is about', () => {
    const html = pageOf(
      context,
      documentOf(BARE, {}, { findings: [{ ...finding, line: 1, column: 901 }] }),
      `${'a'.repeat(900)}b${'c'.repeat(900)}`,
    );
    expect(html).toContain(`<code>… ${'a'.repeat(40)}<mark dir="auto">b${'c'.repeat(119)} …</mark></code>`);
  });
  test('too large to show, or no text, can be downloaded; findings then link nowhere', () => {
    const html = withManifest(null);
    expect(textOf(html)).toContain('Too large to show here, or not text: 1,843 bytes.');
    expect(html).not.toContain('#L2');
  });
  test('that is shorter than a finding says is not linked into', () => {
    expect(withManifest('id: a\n', 7)).not.toContain('#L7');
  });
  test('of 30 lines is all there', () => {
    expect(withManifest(MANIFEST).match(/<bdi id="L\d+"/g)).toHaveLength(30);
  });
});

describe('the graph', () => {
  const target = (index: number) => ({ id: `x.y${index}.z`, version: '1.0.0', lifecycle_stage: null, file: `x.y${index}.z` });
  const figure = (rest: object) => /<figure.*<\/figure>/.exec(pageOf(context, documentOf(BARE, {}, rest)))?.[0] ?? '';

  test('stands only where there are relations', () => {
    expect(figure({})).toBe('');
    expect(pageOf(context, documentOf(BARE))).not.toContain('id="relations"');
  });
  test('has dependencies, the capability and its dependents, each linked, in this order', () => {
    const html = figure({
      dependencies: [
        { id: 'x.y1.z', version: '^1', target: target(1) },
        { id: 'gone.z', target: null },
      ],
      dependents: [{ id: 'x.y2.z', version: null, file: 'x.y2.z' }],
    });
    expect(textOf(html)).toMatch(
      /Depends on 2 capabilities; 1 capability depends on it\. x\.y1\.z \^1 gone\.z no range, not in this catalog a\.b\.c this capability x\.y2\.z asks for no range/,
    );
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="../capabilities/x.y1.z.html"', 'href="../capabilities/x.y2.z.html"']);
    expect(html.match(/<svg [^>]*aria-hidden="true"/g)).toHaveLength(2);
  });
  test('shows eight on a side and says how many more the table has', () => {
    const html = figure({
      dependencies: Array.from({ length: 11 }, (_, index) => ({ id: `x.y${index}.z`, target: target(index) })),
    });
    expect(html.match(/class="node"/g)).toHaveLength(8 + 1);
    expect(html).toContain('<a href="#dependencies">and 3 more</a>');
    expect(html.match(/M0 /g)).toHaveLength(9);
  });
});

test('how long its source stays fresh: what the manifest says, else what the configuration says', () => {
  const page = (ttl?: string) => {
    const document = documentOf(ttl ? { ...BARE, ttl } : BARE);
    const compatibility = compatibilityOf(document);
    return renderCapability(context, { document, compatibility, explain, sourceTtl: '14d', manifest: null });
  };
  expect(page()).toContain('data-source="github.com%2Fharbour-works%2Fberths" data-ttl="14d"');
  expect(page('26h')).toContain('data-ttl="26h"');
});

test('findings stand with severity, code, place, message and hint', () => {
  const finding = {
    code: 'manifest/unknown-field',
    severity: 'error',
    source: 's',
    path: 'capability.yaml',
    line: 4,
    column: 9,
    message: 'No such field.',
    hint: 'Remove it.',
  };
  expect(shown(BARE, {}, { findings: [finding] })).toMatch(
    /error manifest\/unknown-field line 4, column 9 No such field\. Remove it\./,
  );
});

describe('a description', () => {
  const description = (text: string) =>
    /<p class="description"[^>]*>([^<]*)</.exec(pageOf(context, documentOf({ ...BARE, description: text })))?.[1];
  const long = 'A line that an editor wrapped when it had come to about eighty characters';

  test('that an editor wrapped is put together again', () => {
    expect(description(`${long},\nand went on.\n\nNext.`)).toBe(`${long}, and went on.\n\nNext.`);
  });
  test('keeps short lines, lists and blank lines', () => {
    for (const text of ['one\ntwo', `${long}:\n- one\n- two`, `${long}:\n1. one`, `${long}\n\n${long}`])
      expect(description(text)).toBe(text);
  });
});

test('a column in which nothing is stated is left out, a gap in one is said', () => {
  const signals = [{ id: 'SIG.a.b.c', status: 'active' }, { id: 'SIG.a.b.d' }];
  const text = shown({ ...BARE, signals });
  expect(text).toContain('Signal Status SIG.a.b.c active SIG.a.b.d not stated');
});
