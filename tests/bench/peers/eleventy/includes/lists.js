import { cell, counted, escaped, head, idLink, joined, link, mark, none, quoted, table, title } from '../html.js';

export const version = (text) => `<span class="version">${escaped(text)}</span>`;
export const lifecycle = (stage) => (stage === 'retired' ? mark('quiet', stage) : stage);
export const stability = (word) => (word === 'deprecated' ? mark('warn', word) : word);
export const count = (number) => `<span class="count">${number}</span>`;

/** When a source was last confirmed, which script fills in. */
export const confirmed = (root, source) =>
  `<span class="confirmed" data-source="${encodeURIComponent(source)}"><a href="${root}api/v1/freshness.json">in freshness.json</a></span>`;

/** Capabilities in a table, with or without the column of their owners. */
export function capabilityTable(caption, capabilities, withOwner, { tiers }) {
  const headings = ['Capability', 'Version', ...(withOwner ? ['Owner'] : []), 'Lifecycle', 'Stability', 'Tier'];
  return table(
    caption,
    headings,
    capabilities,
    (each) =>
      head(idLink(`../capabilities/${each.file}.html`, each.id) + title(escaped(each.title))) +
      cell('Version', version(each.version)) +
      (withOwner ? cell('Owner', link(`../owners/${each.owner}.html`, each.owner)) : '') +
      cell('Lifecycle', lifecycle(each.lifecycle_stage)) +
      cell('Stability', stability(each.stability)) +
      cell('Tier', mark(tiers[each.tier].tone, each.tier)),
    withOwner ? 'capabilities' : 'capabilities unowned',
  );
}

export const severityMark = (severity, { severities }) => mark(severities[severity].tone, severities[severity].word);

/** How many there are of each severity. */
export function severityCounts(counts, { severities, severityOrder }) {
  const html = joined(severityOrder, (severity) => {
    const { tone, word, many } = severities[severity];
    return counts[severity] > 0 ? mark(tone, counted(counts[severity], word, many)) : '';
  });
  return html === '' ? none('none') : html;
}

/** Findings one under the other. `place` says where each one is; codes and hints stand above where they are the same for all. */
export function findingList(findings, { place, words, withCode = true, withHint = true, lines }) {
  const item = (each) => {
    const code = withCode ? `${severityMark(each.severity, words)} <code>${each.code}</code> ` : '';
    const excerpt = lines ? `<pre class="excerpt"><code>${lines[each.line - 1]}</code></pre>` : '';
    const hint = withHint ? `<p class="hint">${escaped(each.hint)}</p>` : '';
    return `<li><p class="head">${code}<span class="place">${place(each)}</span></p>${excerpt}<p>${escaped(each.message)}</p>${hint}</li>`;
  };
  return `<ul class="findings">${joined(findings, item)}</ul>`;
}

/** The line of a finding, on the page of the capability that was read there. */
export const linePlace =
  (root) =>
  ({ file, path, line }) =>
    `<a href="${root}capabilities/${quoted(file)}.html#L${line}"><code>${escaped(path)}:${line}</code></a>`;
