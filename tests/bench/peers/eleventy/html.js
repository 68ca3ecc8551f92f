/** Text of strangers as text of HTML. */
export const escaped = (text) => String(text ?? '').replace(/[&<>"]/g, (character) => ENTITIES[character]);
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const code = (text) => `<code dir="auto">${escaped(text)}</code>`;
export const stated = (text) => (text ? `<bdi>${escaped(text)}</bdi>` : '<span class="none">not stated</span>');
export const link = (href, text) => `<a class="id" dir="auto" href="${escaped(href)}">${escaped(text)}</a>`;
export const outward = (url, text) =>
  `<a dir="auto" href="${escaped(url)}" rel="nofollow noopener noreferrer">${escaped(text)}</a>`;

export const facts = (rows) =>
  `<dl class="facts">${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;

export const section = (id, title, content) =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;

/** The first cell of a row is its heading. */
export const table = (caption, headings, rows) =>
  `<table><caption>${escaped(caption)}</caption><thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      ([first, ...others]) =>
        `<tr><th scope="row">${first}</th>${others.map((cell, at) => `<td data-label="${headings[at + 1]}">${cell}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table>`;

export const capabilityTable = (root, caption, capabilities) =>
  table(
    caption,
    ['Capability', 'Version', 'Owner', 'Lifecycle', 'Stability', 'Tier'],
    capabilities.map(({ id, file, title, version, owner, lifecycle_stage, stability, tier }) => [
      `${link(`${root}capabilities/${file}.html`, id)}<span class="title">${escaped(title)}</span>`,
      stated(version),
      link(`${root}owners/${owner}.html`, owner),
      stated(lifecycle_stage),
      stated(stability),
      `<span class="mark ok">${tier}</span>`,
    ]),
  );
