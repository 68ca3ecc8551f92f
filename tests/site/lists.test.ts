import { describe, expect, test } from '@jest/globals';
import type { ChangesDocument, SourceRow } from '../../src/model/generated/types.js';
import {
  renderAbout,
  renderDomain,
  renderFindings,
  renderFreshness,
  renderHome,
  renderOwner,
  renderOwners,
  renderSource,
  renderSources,
  SITE_ASSETS,
} from '../../src/site/render.js';
import { grouped } from '../../src/site/text.js';
import { CHANGES, catalogOf, DOCUMENTS, documentOf, entryOf, FINDINGS, QUARANTINED, SOURCES, TRUST } from './fixtures.js';
import { summaryOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, SOURCES, FINDINGS) };
const summaries = (domains: number, each: number) =>
  Array.from({ length: domains * each }, (_, index) =>
    summaryOf(
      documentOf({ id: `d${index % domains}.c${index}.run`, version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' }),
    ),
  );

describe('home', () => {
  const home = (capabilities: ReturnType<typeof summaries>, changes: ChangesDocument | null = null) =>
    renderHome(context, capabilities, SOURCES, changes);

  test('lists every capability up to 50, beyond them domains only', () => {
    expect(home(summaries(5, 10)).match(/<tr>/g)).toHaveLength(1 + 50);
    const more = home(summaries(3, 17));
    expect(more).not.toContain('<table');
    expect(more).toContain('<a href="domains/d0.html">d0</a> <span class="count">17</span>');
  });
  test('stays small with 10,000 capabilities', () => {
    const html = home(summaries(120, 84));
    expect(html.length).toBeLessThan(30_000);
    expect(html.match(/href="domains\//g)).toHaveLength(120);
  });
  test('is less than 60 KB with all that it loads, whatever the catalog holds', () => {
    for (const many of [summaries(10, 5), summaries(120, 84)]) {
      const html = home(many, CHANGES);
      // The search is loaded by who searches: its script and its worker are named, and not linked.
      const loaded = Object.entries(SITE_ASSETS).filter(
        ([path]) => html.includes(`src="${path}"`) || html.includes(`href="${path}"`),
      );
      expect(loaded.length).toBeGreaterThanOrEqual(3);
      const assets = loaded.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
      expect(Buffer.byteLength(html) + assets).toBeLessThan(60_000);
    }
  });
  test('an empty catalog is a page too', () => {
    expect(renderHome({ catalog: catalogOf([], [], []) }, [], [], null)).toContain('No capabilities yet.');
  });
  test('tells the newest eight changes and links to what is still there', () => {
    const [first] = CHANGES.changes;
    if (!first) throw new Error('the fixtures have it');
    const changes = Array.from({ length: 9 }, (_, index) => ({
      ...first,
      number: 9 - index,
      id: `d0.c${index}.run`,
      file: `d0.c${index}.run`,
    }));
    const html = home(summaries(1, 3), { ...CHANGES, changes });
    expect(html.match(/<span class="mark info">updated<\/span>/g)).toHaveLength(8);
    expect(html).toContain('<a class="id" href="capabilities/d0.c2.run.html">d0.c2.run</a>');
    expect(html).not.toContain('capabilities/d0.c3.run.html');
    expect(html).toContain('<time datetime="2031-02-12T06:00:00.000Z">2031-02-12 06:00 UTC</time>');
  });
  test('counts sources, tiers and outcomes with their marks', () => {
    const catalog = {
      ...context.catalog,
      counts: { ...context.catalog.counts, by_provenance: { verified: 4, invalid: 2, unsigned: 1 }, quarantined: 3 },
    };
    const html = renderHome({ catalog }, summaries(1, 3), SOURCES, null);
    for (const said of ['ok">3 read', 'bad">1 missing', 'warn">1 unreachable', 'quiet">1 unsigned', 'bad">2 invalid'])
      expect(html).toContain(`<span class="mark ${said}</span>`);
    expect(html).toContain('3 manifests quarantined');
  });
});

describe('owners', () => {
  const named = DOCUMENTS.map(summaryOf);

  test('are counted, and what has none is said first', () => {
    const html = renderOwners(context, named);
    expect(html).toContain('<a href="owners/!terminal~20operations.html">Terminal operations</a>');
    expect(html).toContain('1 capability without an owner');
    expect(html).toContain('href="owners/~.html"');
  });
  test('one owner: its capabilities, contacts, domains and sources', () => {
    const own = named.filter(({ owner }) => owner === 'Terminal operations');
    const html = renderOwner(context, 'Terminal operations', own, ['cranes@harbour.example', '#cranes']);
    expect(html).toContain('Answers for 2 capabilities in 1 domain from 1 source.');
    expect(html).toContain('href="mailto:cranes@harbour.example"');
    expect(html).toContain('<li>#cranes</li>');
    expect(html).toContain('<span class="mark warn">2 capabilities</span>');
    expect(html).not.toContain('data-label="Owner"');
  });
  test('nobody is an owner too', () => {
    expect(renderOwner(context, '', [], [])).toContain('<h1 dir="auto">Without an owner</h1>');
  });
});

describe('freshness', () => {
  const html = renderFreshness(context, SOURCES, { ttl: '60m', alert_after: '90m' });

  test('names every source that is listed, with the time to live that holds for it, and no time', () => {
    expect(html.match(/data-source="/g)).toHaveLength(SOURCES.length - 1);
    expect(html).toContain('data-source="git.north-quay.example%2Fcustoms%2Fdeclare" data-ttl="14d"');
    expect(html).toContain('data-label="Fresh for">60 minutes<');
    expect(html).toContain('14 days, its own');
    expect(html).not.toMatch(/<time|20\d\d-/);
  });
  test('says without script where the times are', () => {
    expect(html).toMatch(/<noscript><p[^>]*>Ages need script.*api\/v1\/freshness\.json/);
  });
});

describe('about', () => {
  test('holds the policy in force, its digest, and that of the trusted root with its newest key', () => {
    const html = renderAbout(context, { trust: TRUST });
    for (const said of [TRUST.policy.digest, TRUST.root.digest, context.catalog.configuration.digest, 'chora-catalog 0.1.0'])
      expect(html).toContain(said);
    expect(html).toContain('<bdi id="L1">default: { require: verified }\n</bdi>');
    expect(html).toContain('<time datetime="2031-01-05T00:00:00.000Z">');
    expect(html).toContain('href="targets/policy.yaml"');
  });
  test('says so when there is no policy', () => {
    const html = renderAbout(context, { trust: null });
    expect(html).toContain('No trust policy');
    expect(html).not.toMatch(/policy\.yaml|quarantine\.html/);
  });
});

describe('findings', () => {
  const many = [
    ...Array.from({ length: 2_400 }, (_, index) => ({
      ...FINDINGS[0],
      code: 'manifest/unknown-field',
      severity: 'warning' as const,
      source: 's',
      message: `number ${index}`,
    })),
    ...FINDINGS,
  ];

  const places = (html: string, ...texts: string[]) => texts.map((text) => html.indexOf(text));

  test('of what a source says again and again a few are shown, and its page has all', () => {
    const html = renderFindings(context, many, []);
    const shown = [...html.matchAll(/<p>number (\d+)</g)].map(([, number]) => Number(number));
    expect(shown).toEqual([0, 1, 2, 3, 4]);
    expect(html).toContain('<a href="sources/s.html#findings">All 2,400 of s</a>');
    for (const { message } of FINDINGS) expect(html).toContain(message.replaceAll('<', '&lt;'));
  });
  test('sources with errors come before those with warnings, whatever their names', () => {
    const finding = { code: 'manifest/no-id', message: 'No id.' };
    const html = renderFindings(
      context,
      [
        { ...finding, source: 'dir:a', severity: 'info' },
        { ...finding, source: 'dir:b', severity: 'warning' },
        { ...finding, source: 'dir:c', severity: 'error' },
      ],
      [],
    );
    const [info = -1, warning = -1, error = -1] = places(html, '>dir:a</a></h3>', '>dir:b</a></h3>', '>dir:c</a></h3>');
    expect(error).toBeGreaterThan(-1);
    expect(warning).toBeGreaterThan(error);
    expect(info).toBeGreaterThan(warning);
  });
  test('beyond 2,000 the sources with the gravest come first and the rest is counted', () => {
    const html = renderFindings(
      context,
      Array.from({ length: 2_405 }, (_, index) => ({
        code: 'manifest/unknown-field',
        severity: index === 2_404 ? ('error' as const) : ('warning' as const),
        source: `dir:s${index}`,
        message: `number ${index}`,
      })),
      [],
    );
    expect(html.match(/<p class="head">/g)).toHaveLength(2_000);
    expect(html).toContain('<p>number 2404<');
    expect(html).toContain('405 more sources, whose findings are no graver: <a href="api/v1/findings.json">');
  });
  test('the codes are counted over all of them', () => {
    expect(renderFindings(context, many, [])).toContain('<td class="number" data-label="Findings">2,401</td>');
  });
  test('none is a page too', () => {
    expect(renderFindings(context, [], [])).toContain('<span class="none">none</span>');
  });
});

test.each(SOURCES)('the state of $id is explained', (source) => {
  const html = renderSource(context, { source, capabilities: [], entries: [], findings: [], quarantined: [] });
  expect(html).toMatch(/<p class="lead"><span class="mark \w+">[A-Z][a-z ]+\.<\/span> [A-Z][^<]+\.<\/p>/);
});

test('a source shows its manifests, what is quarantined, and links findings to the lines that they are about', () => {
  const source = SOURCES.find(({ id }) => id === 'github.com/harbour-works/pilots');
  if (!source) throw new Error('the fixtures have it');
  const path = 'services/dispatch/capability.yaml';
  const record = { id: 'harbour.pilot.dispatch', version: '1.0.0', owner: null, lifecycle_stage: null };
  const html = renderSource(context, {
    source,
    capabilities: [],
    entries: [
      entryOf(record, { source: source.id, path }),
      entryOf({ ...record, id: 'harbour.pilot.second' }, { source: source.id, path }),
    ],
    findings: FINDINGS.filter((finding) => finding.source === source.id),
    quarantined: QUARANTINED,
  }).replaceAll('<wbr/>', '');
  expect(html).toMatch(/<code>services\/dispatch\/capability\.yaml<\/code>.*harbour\.pilot\.dispatch.*harbour\.pilot\.second/);
  expect(html).toContain(
    '<a href="../capabilities/harbour.pilot.dispatch.html#L3"><code>services/dispatch/capability.yaml:3:10</code></a>',
  );
  expect(html.match(/#L\d+/g)).toHaveLength(1);
  expect(html).toContain('harbour.pilot.dispatch 9.0.0, harbour.pilot.roster');
});

test('numbers are grouped the same in every locale', () => {
  expect([0, 999, 1000, 12345, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '12,345', '1,234,567']);
});

test('a source leads to its lists', () => {
  const source = { ...(SOURCES[0] as SourceRow), capabilities: 1, findings: { error: 0, warning: 1, info: 0 } };
  const [finding] = FINDINGS;
  const html = renderSource(context, {
    source,
    capabilities: summaries(1, 1),
    entries: [],
    findings: finding === undefined ? [] : [finding],
    quarantined: [],
  });
  for (const id of ['capabilities', 'findings']) {
    expect(html).toContain(`<a href="#${id}">`);
    expect(html).toContain(`<section id="${id}">`);
  }
  expect(html).not.toContain('href="#manifests"');
});

test('sources that could not be read stand before those that were', () => {
  const [first] = SOURCES;
  const row = (id: string, state: SourceRow['state']) => ({ ...(first as SourceRow), id, state });
  const html = renderSources(context, [row('dir:a', 'ok'), row('dir:b', 'empty'), row('dir:c', 'missing')]);
  expect([...html.matchAll(/<th><a[^>]*>(dir:\w)/g)].map(([, id]) => id)).toEqual(['dir:c', 'dir:a', 'dir:b']);
  expect(html).toContain('<span class="mark bad">1 missing</span>');
});

test('what no capability of a list states has no column, and what one states leaves a dash with the others', () => {
  const [one, two] = summaries(1, 2);
  if (one === undefined || two === undefined) throw new Error('two were made');
  const bare = { version: null, lifecycle_stage: null };
  const html = renderDomain(context, 'x', [
    { ...one, ...bare },
    { ...two, ...bare, lifecycle_stage: 'operate' },
  ]);
  expect(html).not.toContain('<th>Version</th>');
  expect(html).toContain('data-label="Lifecycle"><span class="none">–</span>');
  expect(html).not.toContain('not stated');
});

test('domains and owners are listed as people look names up', () => {
  const [one] = summaries(1, 1);
  if (one === undefined) throw new Error('one was made');
  const names = ['beta', 'Zeta', 'Beta', 'alpha'];
  const named = names.map((name) => ({ ...one, id: `${name}.x.y`, owner: name, domain: name }));
  const links = (html: string, folder: string) =>
    [...html.matchAll(new RegExp(`href="${folder}/[^"]*">([^<]+)</a>( <span class="count">|</th>)`, 'g'))].map(
      ([, name]) => name,
    );
  expect(links(renderHome(context, named, SOURCES, null), 'domains')).toEqual(['alpha', 'Beta', 'beta', 'Zeta']);
  expect(links(renderOwners(context, named), 'owners')).toEqual(['alpha', 'Beta', 'beta', 'Zeta']);
});

test('long ids may be broken after their parts, and nowhere else', () => {
  const id = 'chora.awareness.capability_registry_discovery';
  const [one] = summaries(1, 1);
  if (one === undefined) throw new Error('one was made');
  const html = renderDomain(context, 'x', [
    { ...one, id },
    { ...one, id: 'harbour.berth.allocate' },
  ]);
  expect(html).toContain('>chora.awareness.<wbr/>capability_<wbr/>registry_<wbr/>discovery</a>');
  expect(html).toContain('>harbour.berth.allocate</a>');
});
