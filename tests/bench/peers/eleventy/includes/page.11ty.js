import { escaped } from '../html.js';

const NAVIGATION = ['index', 'search', 'owners', 'sources', 'findings', 'freshness', 'about'];

/** What every page has around its content. Pagefind reads what is inside of `main` only. */
export function render({ root, name, title, description, jsonLd, crumbs, content }) {
  const shown = typeof title === 'string' ? `${escaped(title)} · ${escaped(name)}` : escaped(name);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shown}</title>${description ? `<meta name="description" content="${escaped(description)}"><meta property="og:description" content="${escaped(description)}">` : ''}
<link rel="stylesheet" href="${root}style.css"><meta property="og:type" content="website"><meta property="og:site_name" content="${escaped(name)}"><meta property="og:title" content="${shown}">
${jsonLd ? `<script type="application/ld+json">${JSON.stringify(jsonLd).replace(/</g, '\\u003c')}</script>` : ''}</head>
<body><a class="skip" href="#main">Skip to content</a><header class="site"><a class="name" href="${root}index.html">${escaped(name)}</a>
<nav aria-label="Site">${NAVIGATION.map((page) => `<a href="${root}${page}.html">${page}</a>`).join('')}</nav></header>
<nav class="crumbs" aria-label="Breadcrumb"><ol>${(crumbs ?? []).map(({ text, href }) => `<li><a dir="auto" href="${root}${href}">${escaped(text)}</a></li>`).join('')}</ol></nav>
<main id="main">${content}</main><footer class="site"><p>Static pages</p></footer></body></html>`;
}
