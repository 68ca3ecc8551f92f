import { describe, expect, test } from '@jest/globals';
import { fileNameOf, numbered } from '../../src/model/file-names.js';
import type { Finding } from '../../src/model/generated/types.js';
import { pagesFor, renderDomain, renderOwner, renderSource, sourcePages } from '../../src/site/render.js';
import { Federation, capabilities as manifests } from '../support/federation.js';
import { catalogOf, DOCUMENTS, documentOf, SOURCES } from './fixtures.js';
import { summaryOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, [], []) };
const summaries = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    summaryOf(documentOf({ id: `quay.c${index}.run`, version: '1.0.0', owner: 'Team Quay', lifecycle_stage: 'operate' })),
  );
const rows = (html: string) => [...html.matchAll(/<th><a class="id"[^>]*>([^<]+)/g)].map(([, id]) => id);
const rel = (html: string, which: string) => new RegExp(`<a rel="${which}" href="([^"]+)"`).exec(html)?.[1];

describe.each([
  ['domain', 'domains/quay', (page: number) => renderDomain(context, 'quay', summaries(2_345), page)],
  ['owner', 'owners/!team~20!quay', (page: number) => renderOwner(context, 'Team Quay', summaries(2_345), [], page)],
])('the pages of a %s with 2,345 capabilities', (_, path, render) => {
  const pages = [1, 2, 3].map(render);

  test('hold each capability once, in order, a thousand a page', () => {
    expect(pages.map((html) => rows(html).length)).toEqual([1_000, 1_000, 345]);
    expect(pages.flatMap(rows)).toEqual(summaries(2_345).map(({ id }) => id));
  });
  test('lead on and back without script', () => {
    const later = (page: number) => `../${path}~part${page}.html`;
    expect(pages.map((html) => [rel(html, 'prev'), rel(html, 'next')])).toEqual([
      [undefined, later(2)],
      [`../${path}.html`, later(3)],
      [later(2), undefined],
    ]);
    for (const [index, html] of pages.entries()) {
      expect(html.match(/aria-label="Page \d"/g)).toHaveLength(3);
      expect(html).toMatch(new RegExp(`aria-label="Page ${index + 1}" aria-current="page"`));
    }
  });
  test('say where they are, and the later ones lead to the first', () => {
    expect(pages[1]).toContain('Shown are 1,001 to 2,000 of 2,345.');
    expect(pages[2]).toContain('Shown are 2,001 to 2,345 of 2,345.');
    expect(pages[1]).toMatch(/<title>[^<]+, page 2 · /);
    expect(pages[1]).toContain(`<a href="../${path}.html">`);
  });
});

describe('the pages of a source with 1,500 capabilities and 2,300 findings', () => {
  const source = { ...(SOURCES[0] ?? never()), id: 'dir:quay', file: 'quay' };
  const codes = ['manifest/no-range', 'manifest/unknown-field'] as const;
  const findings = Array.from({ length: 2_300 }, (_, index): Finding => {
    const code = codes[index < 2_000 ? 1 : 0];
    const severity = code === codes[0] ? 'error' : 'warning';
    return { code, severity, source: source.id, path: `c${index}.yaml`, line: 1, message: `number ${index}`, hint: 'Mend it.' };
  });
  const page = { source, capabilities: summaries(1_500), entries: [], findings, quarantined: [] };
  const pages = Array.from({ length: sourcePages(page) }, (_, index) => renderSource(context, page, index + 1));
  const numbers = (html: string) => [...html.matchAll(/<p>number (\d+)</g)].map(([, number]) => Number(number));

  test('hold a thousand rows each: capabilities before findings, each once', () => {
    expect(pages.map((html) => [rows(html).length, numbers(html).length])).toEqual([
      [1_000, 0],
      [500, 500],
      [0, 1_000],
      [0, 800],
    ]);
    expect(pages.flatMap(rows)).toEqual(summaries(1_500).map(({ id }) => id));
    const errors = findings.map((_, index) => index).filter((index) => index >= 2_000);
    expect(pages.flatMap(numbers)).toEqual([...errors, ...findings.keys()].slice(0, 2_300));
  });
  test('group findings by code, the gravest first, with their number and their common hint', () => {
    expect(pages[1]).toMatch(
      /<h3 id="error-manifest\.no-range"><span class="mark bad">error<\/span> <code>manifest\/no-range<\/code> <span class="count">300<\/span><\/h3><p class="hint">Mend it\.<\/p>/,
    );
    expect(pages[1]).toMatch(/<code>manifest\/unknown-field<\/code> <span class="count">2,000<\/span><\/h3>/);
    expect(pages[2]).toMatch(/<span class="count">2,000<\/span>, continued<\/h3>/);
    expect(pages.join('').match(/Mend it/g)).toHaveLength(4);
  });
  test('begin with the state, and with where each code begins', () => {
    for (const [code, count] of [
      ['error-manifest.no-range', '300'],
      ['warning-manifest.unknown-field', '2,000'],
    ]) {
      expect(pages[0]).toContain(`<a href="../sources/quay~part2.html#${code}">`);
      expect(pages[0]).toContain(`<td class="number" data-label="Findings">${count}</td>`);
      expect(pages[1]).toContain(`id="${code}"`);
    }
    for (const later of pages.slice(1)) expect(later).not.toContain('Last confirmed');
  });
  test('say where they are and lead on and back', () => {
    expect(pages[1]).toContain('Page 2 of 4.');
    expect(pages[1]).toContain('1,001 to 1,500 of 1,500');
    expect(pages.map((html) => [rel(html, 'prev'), rel(html, 'next')])).toEqual([
      [undefined, '../sources/quay~part2.html'],
      ['../sources/quay.html', '../sources/quay~part3.html'],
      ['../sources/quay~part2.html', '../sources/quay~part4.html'],
      ['../sources/quay~part3.html', undefined],
    ]);
  });
});

test('a source of nothing is one page that says so', () => {
  const page = { source: SOURCES[0] ?? never(), capabilities: [], entries: [], findings: [], quarantined: [] };
  expect(sourcePages(page)).toBe(1);
  expect(renderSource(context, page)).toContain('The catalog has no capabilities from this source.');
  expect(renderSource(context, { ...page, source: { ...page.source, findings: { error: 0, warning: 0, info: 0 } } })).toContain(
    '<dt>Findings</dt><dd><span class="none">none</span></dd>',
  );
});

function never(): never {
  throw new Error('the fixtures have it');
}

test.each([
  [0, 1],
  [1_000, 1],
  [1_001, 2],
])('%i rows take %i pages', (count, pages) => {
  expect(pagesFor(count)).toBe(pages);
  expect(renderDomain(context, 'quay', summaries(count)).includes('class="pager"')).toBe(pages > 1);
});

test('the name of a later page is that of no id', () => {
  for (const id of ['quay~part2', 'quay', 'QUAY~part2', 'quay.part2']) expect(fileNameOf(id)).not.toBe(numbered('quay', 2));
});

test('a run writes the pages that there are, and takes away those that are not any more', async () => {
  const federation = new Federation();
  const ids = Array.from({ length: 1_001 }, (_, index) => `quay.c${index}.run`);
  const pages = () => [...federation.tree().keys()].filter((path) => /^(domains|owners|sources)\//.test(path)).sort();
  federation.configure({ sources: [federation.folder('quay', manifests(...ids))], badges: false });
  await federation.index();
  expect(pages()).toEqual([
    'domains/quay.html',
    'domains/quay~part2.html',
    'owners/team-quay.html',
    'owners/team-quay~part2.html',
    'sources/dir~3afolders~2fquay.html',
    'sources/dir~3afolders~2fquay~part2.html',
    'sources/dir~3afolders~2fquay~part3.html',
  ]);
  federation.folder('quay', manifests(...ids.slice(1)));
  await federation.index();
  expect(pages()).toEqual([
    'domains/quay.html',
    'owners/team-quay.html',
    'sources/dir~3afolders~2fquay.html',
    'sources/dir~3afolders~2fquay~part2.html',
  ]);
}, 60_000);
