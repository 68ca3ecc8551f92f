const ENTITIES = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
const entity = (character) => ENTITIES[character];

/** Text of strangers between tags. */
export const escaped = (text) => text.replace(/[&<]/g, entity);
/** The same between quotation marks. */
export const quoted = (text) => text.replace(/[&<"]/g, entity);

/** What `show` gives for each of the items, one after the other. */
export function joined(items, show) {
  let html = '';
  for (const item of items) html += show(item);
  return html;
}

export const grouped = (count) => (count < 1000 ? `${count}` : `${count}`.replace(/\B(?=(\d{3})+$)/g, ','));
export const counted = (count, one, many = `${one}s`) => `${grouped(count)} ${count === 1 ? one : many}`;

export const code = (text) => `<code>${escaped(text)}</code>`;
export const none = (words) => `<span class="none">${words}</span>`;
export const mark = (tone, word) => `<span class="mark ${tone}">${word}</span>`;
export const title = (html) => `<span class="title">${html}</span>`;

export const link = (href, text) => `<a href="${quoted(href)}">${escaped(text)}</a>`;
export const idLink = (href, id) => `<a class="id" href="${quoted(href)}">${escaped(id)}</a>`;
export const outward = (url, text) => `<a href="${quoted(url)}" rel="nofollow">${escaped(text)}</a>`;
export const mail = (address) => outward(`mailto:${address}`, address);

const button = (what) => `<button class="copy" type="button" aria-label="Copy ${what}">Copy</button>`;
export const copyable = (what, html) => `<span class="copyable">${html}${button(what)}</span>`;
export const command = (line) =>
  `<div class="copyable"><pre class="command" dir="ltr"><code>${escaped(line)}</code></pre>${button('the command')}</div>`;

/** Names and values; what is not there is left out. */
export const facts = (rows) =>
  `<dl class="facts">${joined(rows, (row) => (row ? `<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>` : ''))}</dl>`;

export const lines = (items, show) => `<ul class="lines">${joined(items, (item) => `<li>${show(item)}</li>`)}</ul>`;

export const section = (id, heading, html) => `<section id="${id}"><h2>${heading}</h2>${html}</section>`;

/** A heading that begins with `#` is that of a column of numbers. `row` gives the cells of an item. */
export const table = (caption, headings, items, row, kind) =>
  `<table${kind ? ` class="${kind}"` : ''}><caption>${escaped(caption)}</caption><thead><tr>${joined(headings, (heading) =>
    heading.startsWith('#') ? `<th class="number">${heading.slice(1)}</th>` : `<th>${heading}</th>`,
  )}</tr></thead><tbody>${joined(items, (item) => `<tr>${row(item)}</tr>`)}</tbody></table>`;

export const head = (html) => `<th>${html}</th>`;
export const cell = (heading, html) => `<td data-label="${heading}">${html}</td>`;
export const number = (heading, count) => `<td class="number" data-label="${heading}">${grouped(count)}</td>`;
