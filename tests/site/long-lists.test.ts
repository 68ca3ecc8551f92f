import { describe, expect, test } from '@jest/globals';
import { fileNameOf, numbered } from '../../src/model/file-names.js';
import { pagesFor, renderDomain, renderOwner } from '../../src/site/render.js';
import { Federation, capabilities as manifests } from '../support/federation.js';
import { catalogOf, DOCUMENTS, documentOf } from './fixtures.js';
import { summaryOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, [], []) };
const summaries = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    summaryOf(documentOf({ id: `quay.c${index}.run`, version: '1.0.0', owner: 'Team Quay', lifecycle_stage: 'operate' })),
  );
const rows = (html: string) => [...html.matchAll(/<th scope="row"><a class="id"[^>]*>([^<]+)/g)].map(([, id]) => id);
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
    expect(pages[1]).toContain(`<a dir="auto" href="../${path}.html">`);
  });
});

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
  const pages = () => [...federation.tree().keys()].filter((path) => /^(domains|owners)\//.test(path)).sort();
  federation.configure({ sources: [federation.folder('quay', manifests(...ids))], badges: false });
  await federation.index();
  expect(pages()).toEqual([
    'domains/quay.html',
    'domains/quay~part2.html',
    'owners/team-quay.html',
    'owners/team-quay~part2.html',
  ]);
  federation.folder('quay', manifests(...ids.slice(1)));
  await federation.index();
  expect(pages()).toEqual(['domains/quay.html', 'owners/team-quay.html']);
}, 60_000);
