import { describe, expect, test } from '@jest/globals';
import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { explain } from '../../src/compatibility/explain.js';
import type { Capability, CapabilityDocument, Dependency } from '../../src/model/generated/types.js';
import { renderCapability } from '../../src/site/render.js';
import { matrixOf } from './compatibility.js';
import { catalogOf, DOCUMENTS, documentOf, entryOf, IDENTITY, MANIFEST } from './fixtures.js';
import { compatibilityOf, pageOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, [], []) };
const BARE: Capability = { id: 'a.b.c', version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' };
const textOf = (html: string) =>
  html
    .replaceAll('<wbr/>', '')
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

const capability = (id: string, more: Partial<Capability> = {}) =>
  documentOf({ id, version: '2.0.0', owner: 'Team', lifecycle_stage: 'operate', ...more });
const needing = (id: string, dependencies: readonly Dependency[]) =>
  documentOf({ ...BARE, id }, {}, { dependencies: dependencies.map((each) => ({ ...each, target: null })) });
/** The page of the first of these capabilities in a catalog of all of them. */
function among(document: CapabilityDocument, ...others: CapabilityDocument[]): string {
  const compatibility = capabilityCompatibilities(matrixOf([document, ...others])).get(document.id)?.();
  if (compatibility === undefined) throw new Error('the matrix has it');
  return renderCapability(context, { document, compatibility, explain, sourceTtl: undefined, manifest: null });
}
const partOf = (html: string, id: string) => new RegExp(`<section id="${id}">.*?</section>`, 's').exec(html)?.[0] ?? '';

describe('dependencies and dependents', () => {
  const target = { id: 'x.y.z', version: '2.0.0', lifecycle_stage: 'operate', file: 'x.y.z' };

  test('stand in one list each: range, verdict, reason and scope', () => {
    const link = { id: 'x.y.z', version: '^2.0.0', type: 'service', scope: 'runtime', target };
    const html = among(
      documentOf(BARE, {}, { dependencies: [link] }),
      capability('x.y.z'),
      needing('n.o.p', [{ id: 'a.b.c', version: '^3.0.0', optional: true }]),
    );
    expect(textOf(partOf(html, 'dependencies'))).toMatch(
      /x\.y\.z now 2\.0\.0 \^2\.0\.0 compatible “2\.0\.0” satisfies “\^2\.0\.0”\. required service, runtime/,
    );
    expect(textOf(partOf(html, 'dependents'))).toMatch(
      /n\.o\.p Team \^3\.0\.0 incompatible No version satisfies “\^3\.0\.0”; the nearest: “1\.0\.0”\. optional/,
    );
    expect(html.match(/<a class="id" href="x\.y\.z\.html">/g)).toHaveLength(1);
    expect(html.match(/<a class="id" href="n\.o\.p\.html">/g)).toHaveLength(1);
  });
  test('none is said', () => {
    const html = among(documentOf(BARE));
    expect(textOf(partOf(html, 'dependencies'))).toContain('None declared.');
    expect(textOf(partOf(html, 'dependents'))).toContain('No capability of this catalog declares that it depends on this one.');
  });
  test('a range that is not stated is unknown, never fine', () => {
    const unknown = /no range stated unknown No range is stated/;
    expect(textOf(among(needing('a.b.c', [{ id: 'x.y.z' }]), capability('x.y.z')))).toMatch(unknown);
    expect(textOf(among(documentOf(BARE), needing('n.o.p', [{ id: 'a.b.c' }])))).toMatch(unknown);
  });
  test('a range of any version is a stated range', () => {
    expect(textOf(among(needing('a.b.c', [{ id: 'x.y.z', version: '*' }]), capability('x.y.z')))).not.toContain('unknown');
  });
  test('what the catalog does not have is said in words and is no link', () => {
    const html = among(needing('a.b.c', [{ id: 'gone.from.here' }]));
    expect(textOf(partOf(html, 'dependencies'))).toContain('missing No capability of the catalog has this id.');
    expect(html).not.toContain('gone.from.here.html');
  });
  test('what is in quarantine alone has no page and is no link', () => {
    const document = needing('a.b.c', [{ id: 'x.y.z', version: '^1' }]);
    const { dependencies, ...rest } = compatibilityOf(document);
    const held = dependencies.map((row) => ({ ...row, verdict: 'untrusted' as const, reason: 'quarantined' as const }));
    const compatibility = { ...rest, dependencies: held };
    const html = renderCapability(context, { document, compatibility, explain, sourceTtl: undefined, manifest: null });
    expect(textOf(html)).toContain('untrusted Only manifests in quarantine describe it.');
    expect(html).not.toContain('x.y.z.html');
  });
  test('an older name leads to the id that it stands for, with its state', () => {
    const ended = { ...target, lifecycle_stage: 'retired', stability: 'deprecated' };
    const html = among(
      documentOf(BARE, {}, { dependencies: [{ id: 'old.y.z', version: '^2', target: ended }] }),
      capability('x.y.z', { aliases: [{ id: 'old.y.z' }], lifecycle_stage: 'retired', stability: 'deprecated' }),
    );
    expect(partOf(html, 'dependencies')).toContain('<a class="id" href="x.y.z.html">x.y.z</a> as <code>old.y.z</code>');
    expect(textOf(partOf(html, 'dependencies'))).toMatch(/now 2\.0\.0 retired deprecated \^2 deprecated Of what satisfies/);
  });
  test('what wants attention stands first, and says whom to tell', () => {
    const dependents = ['^1', '*', '^3'].map((version, index) => needing(`n.o${index}.p`, [{ id: 'a.b.c', version }]));
    for (const { versions } of dependents) Object.assign(versions[0].capability, { contact: 'who@harbour.example' });
    const html = partOf(among(documentOf(BARE), ...dependents), 'dependents');
    expect([...html.matchAll(/<a class="id"[^>]*>([^<]+)/g)].map(([, id]) => id)).toEqual(['n.o2.p', 'n.o0.p', 'n.o1.p']);
    expect(html.match(/mailto:who@harbour\.example/g)).toHaveLength(1);
  });

  describe.each([
    [1, 1, null],
    [30, 30, null],
    [50, 50, null],
    [500, 50, '450 more'],
    [1_200, 50, '950 more'],
  ])('of %i dependents', (count, open, folded) => {
    const others = Array.from({ length: count }, (_, index) => needing(`n.o${index}.p`, [{ id: 'a.b.c', version: '^1' }]));
    const html = among(documentOf(BARE), ...others);
    const [first = '', rest = ''] = partOf(html, 'dependents').split('<details');

    test(`${open} are open, the rest ${folded === null ? 'is none' : 'folds away'}`, () => {
      expect(first.match(/<a class="id"/g)).toHaveLength(open);
      expect(rest.match(/<a class="id"/g)?.length ?? 0).toBe(Math.min(count, 1_000) - open);
      expect(/<summary>([^<]+)/.exec(rest)?.[1] ?? null).toBe(folded);
    });
    test('beyond 1,000 it says where all are', () => {
      const said = textOf(rest).includes('And 200 more: in the matrix and as JSON .');
      expect(said).toBe(count > 1_000);
      expect(rest.includes('href="../compatibility.html?q=a.b.c"')).toBe(said);
      expect(rest.includes('href="../api/v1/compatibility/a.b.c.json"')).toBe(said);
    });
    test('the drawing shows eight at most', () => {
      expect(partOf(html, 'relations').match(/<li><div>/g)).toHaveLength(Math.min(count, 8));
    });
  });
});

describe('a circle', () => {
  const circle = (length: number) =>
    Array.from({ length }, (_, index) => needing(`n.o${index}.p`, [{ id: `n.o${(index + 1) % length}.p`, version: '^1' }]));
  const said = (length: number) => {
    const [first = documentOf(BARE), ...others] = circle(length);
    return textOf(partOf(among(first, ...others), 'relations'));
  };
  test('that is short is told whole', () => {
    expect(said(2)).toContain('In a circle n.o0.p needs n.o1.p needs n.o0.p . All circles');
  });
  test('that is long is counted', () => {
    expect(said(9)).toContain('In a circle 9 capabilities need one another. All circles');
  });
});

describe('versions', () => {
  test('one is said, and the record beside has its commit and its digest', () => {
    expect(textOf(partOf(among(documentOf(BARE)), 'versions'))).toContain('1.0.0 is the only one that this catalog holds.');
  });
  test('one without a number is said, too', () => {
    expect(textOf(partOf(among(documentOf({ ...BARE, version: null })), 'versions'))).toContain(
      'Versions One, without a number.',
    );
  });
  test('several are a table', () => {
    const entry = entryOf({ ...BARE, version: '0.9.0' }, { status: 'superseded', ref: 'refs/tags/v0.9.0' });
    const document = documentOf(BARE);
    const html = partOf(among({ ...document, versions: [document.versions[0], entry] }), 'versions');
    expect(textOf(html)).toMatch(/1\.0\.0 current .* head .* 0\.9\.0 superseded .* v0\.9\.0/);
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
    expect(html).toContain('<pre class="excerpt" dir="auto"><code>o<mark>wnr: &lt;b></mark></code></pre>');
  });
  test('of a long line shows the part that the finding is about', () => {
    const html = pageOf(
      context,
      documentOf(BARE, {}, { findings: [{ ...finding, line: 1, column: 901 }] }),
      `${'a'.repeat(900)}b${'c'.repeat(900)}`,
    );
    expect(html).toContain(`<code>… ${'a'.repeat(40)}<mark>b${'c'.repeat(119)} …</mark></code>`);
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
  const figure = (html: string) => /<figure.*<\/figure>/.exec(html)?.[0] ?? '';

  test('stands only where there are relations', () => {
    const html = among(documentOf(BARE));
    expect(figure(html)).toBe('');
    expect(html).not.toContain('id="relations"');
  });
  test('has dependencies, the capability and its dependents, each linked, in this order', () => {
    const html = figure(
      among(
        needing('a.b.c', [{ id: 'x.y1.z', version: '^2' }, { id: 'gone.z' }]),
        capability('x.y1.z'),
        needing('x.y2.z', [{ id: 'a.b.c' }]),
      ),
    );
    expect(textOf(html)).toMatch(
      /Depends on 2 capabilities; 1 capability depends on it\. gone\.z no range, missing x\.y1\.z \^2 a\.b\.c this capability x\.y2\.z asks for no range, unknown/,
    );
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="x.y1.z.html"', 'href="x.y2.z.html"']);
    expect(html.match(/<svg [^>]*aria-hidden="true"/g)).toHaveLength(2);
  });
  test('shows eight on a side and says how many more the table has', () => {
    const html = figure(
      among(
        needing(
          'a.b.c',
          Array.from({ length: 11 }, (_, index) => ({ id: `x.y${index}.z` })),
        ),
      ),
    );
    expect(html.match(/class="absent"/g)).toHaveLength(8);
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
