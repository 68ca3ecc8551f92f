import { cell, grouped, head, idLink, joined, number, section, table } from '../html.js';
import { findingList, linePlace, severityCounts, severityMark } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'findings.html' };

const HEADINGS = ['Code', 'Severity', '#Findings', '#Sources'];

export function render({ catalog, findings, words }) {
  const { codes, shown, left, bySource } = findings;
  const some = `<p>The gravest ${grouped(shown)} are shown, ${grouped(left)} more are not. <a href="api/v1/findings.json">api/v1/findings.json</a> has all of them.</p>`;
  return page(
    catalog,
    { root: '', path: 'findings.html', title: 'Findings', section: 'Findings' },
    `<h1>Findings</h1><p class="lead">What there is to tell about sources and their manifests.</p><p class="marks">${severityCounts(catalog.counts.findings, words)}</p>${section(
      'codes',
      'By code',
      table('Findings by code', HEADINGS, codes, (each) => codeRow(each, words), 'short'),
    )}${section(
      'all',
      'By source',
      (left > 0 ? some : '') +
        joined(
          bySource,
          ({ id, file, findings: own }) =>
            `<div class="group"><h3>${idLink(`sources/${file}.html`, id)}</h3>${findingList(own, { place: linePlace(''), words })}</div>`,
        ),
    )}`,
  );
}

const codeRow = ({ code, severity, count, sources }, words) =>
  head(`<code>${code}</code>`) +
  cell('Severity', severityMark(severity, words)) +
  number('Findings', count) +
  number('Sources', sources);
