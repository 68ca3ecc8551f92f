import { describe, expect, test } from '@jest/globals';
import { renderFindings, renderHome, renderSource } from '../../src/site/render.js';
import { grouped } from '../../src/site/text.js';
import { catalogOf, DOCUMENTS, documentOf, FINDINGS, SOURCES } from './fixtures.js';
import { summaryOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, SOURCES, FINDINGS) };
const summaries = (domains: number, each: number) =>
  Array.from({ length: domains * each }, (_, index) =>
    summaryOf(
      documentOf({ id: `d${index % domains}.c${index}.run`, version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' }),
    ),
  );

describe('home', () => {
  test('shows 25 capabilities of a domain and where all of them are', () => {
    const html = renderHome(context, summaries(2, 26), SOURCES);
    expect(html.match(/<tr>/g)).toHaveLength(2 * (1 + 25));
    expect(html).toContain('<a href="domains/d0.html">All 26 in <bdi>d0</bdi></a>');
  });
  test('lists domains only when there are more than 40 or more than 2,000 capabilities', () => {
    for (const many of [summaries(41, 1), summaries(2, 1001)]) expect(renderHome(context, many, SOURCES)).not.toContain('<table');
    expect(renderHome(context, summaries(40, 50), SOURCES)).toContain('<table');
  });
  test('stays small with 10,000 capabilities', () => {
    const html = renderHome(context, summaries(120, 84), SOURCES);
    expect(html.length).toBeLessThan(30_000);
    expect(html.match(/href="domains\//g)).toHaveLength(120);
  });
  test('an empty catalog is a page too', () => {
    expect(renderHome({ catalog: catalogOf([], [], []) }, [], [])).toContain('No capabilities yet.');
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

  test('beyond 2,000 the gravest come first and the rest is counted', () => {
    const html = renderFindings(context, many);
    expect(html).toContain('The gravest 2,000 are shown, 405 more are not.');
    expect(html).toContain('href="api/v1/findings.json"');
    expect(html.match(/<p class="head">/g)).toHaveLength(2_000);
    expect(html).toContain('“latest” is not a SemVer version');
    expect(html).not.toContain('Nothing in this catalog is called');
  });
  test('the codes are counted over all of them', () => {
    expect(renderFindings(context, many)).toContain('<td class="number" data-label="Findings">2,401</td>');
  });
  test('none is a page too', () => {
    expect(renderFindings(context, [])).toContain('<span class="none">none</span>');
  });
});

test.each(SOURCES)('the state of $id is explained', (source) => {
  const html = renderSource(context, source, [], []);
  expect(html).toMatch(/<p class="lead"><span class="mark \w+">[A-Z][a-z ]+\.<\/span> [A-Z][^<]+\.<\/p>/);
});

test('numbers are grouped the same in every locale', () => {
  expect([0, 999, 1000, 12345, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '12,345', '1,234,567']);
});
