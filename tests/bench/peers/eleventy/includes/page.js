import { escaped, joined, link, quoted } from '../html.js';

const NAVIGATION = ['Capabilities', 'Search', 'Compatibility', 'Owners', 'Sources', 'Findings', 'Freshness', 'About'];
const LONGEST_DESCRIPTION = 200;

/**
 * A whole document. Of the page: `path` from the top folder, and `root`, which leads there; `section`, its place in the navigation;
 * `search`, the kind of search that it has; `crumbs`, texts and addresses.
 */
export const page = (catalog, its, content) => `<!doctype html>
<html lang="en"><head>${head(catalog, its)}</head>
<body>${header(catalog, its)}<main id="main">${content}</main>${footer(catalog, its)}</body></html>
`;

function head({ name, url, assets, policies }, { root, path, title, description, jsonLd, search = 'none', style }) {
  const site = quoted(name);
  const address = quoted(url + (path === 'index.html' ? '' : path));
  const about = description && quoted(shortened(description));
  return `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policies[search]}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark"><script src="${root}${assets.script}"></script>
${search === 'page' ? `<script defer src="${assets.search}"></script>` : ''}<link rel="stylesheet" href="${root}${assets.style}">
${style ? `<link rel="stylesheet" href="${root}${style}">` : ''}<link rel="icon" type="image/svg+xml" href="${root}${assets.icon}">
<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}feeds/changes.atom">
<link rel="alternate" type="application/feed+json" title="Changes" href="${root}feeds/changes.json">
<meta property="og:type" content="website"><meta property="og:site_name" content="${site}">
<meta property="og:image" content="${url}${assets.preview}"><meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630"><meta property="og:image:alt" content="${site}: a capability catalog">
<meta name="twitter:card" content="summary_large_image">
<title>${title ? `${escaped(title)} · ` : ''}${escaped(name)}</title><meta property="og:title" content="${quoted(title ?? name)}">
${about ? `<meta name="description" property="og:description" content="${about}">` : ''}<meta property="og:url" content="${address}">
<link rel="canonical" href="${address}">${jsonLd ? `<script type="application/ld+json">${scriptJson(jsonLd)}</script>` : ''}`;
}

function header({ name }, { root, path, section, crumbs }) {
  const way = crumbs && joined(crumbs, ([text, href]) => `<li>${link(root + href, text)}</li>`);
  return `<a class="skip" href="#main">Skip to content</a>
<header class="site"><a class="name" dir="auto" href="${root}index.html">${escaped(name)}</a>
<nav aria-label="Site">${joined(NAVIGATION, (text) => {
    const href = text === 'Capabilities' ? 'index.html' : `${text.toLowerCase()}.html`;
    const current = href === path ? ' aria-current="page"' : text === section ? ' aria-current="true"' : '';
    return `<a href="${root}${href}"${current}>${text}</a>`;
  })}</nav></header>
<div class="where">${way ? `<nav class="crumbs" aria-label="Breadcrumb"><ol>${way}</ol></nav>` : ''}
<aside class="age" aria-label="Freshness" data-catalog="true"><a href="${root}freshness.html">How fresh this is</a></aside></div>
`;
}

const SHORTCUT = '<label><input type="checkbox" data-shortcut="true" checked> The key / goes to the search</label>';

const footer = ({ generator }, { root, search }) => `
<footer class="site"><div class="preferences"><fieldset><legend>Theme</legend>
<button type="button" data-choose="auto" aria-pressed="true">auto</button>
<button type="button" data-choose="light" aria-pressed="false">light</button>
<button type="button" data-choose="dark" aria-pressed="false">dark</button></fieldset>${search ? SHORTCUT : ''}</div>
<p>Static pages; every value here is also in <a href="${root}api/v1/catalog.json">api/v1/</a>.</p><p>${generator}</p></footer>`;

/** JSON that cannot end the element it is in. */
const scriptJson = (value) =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

function shortened(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_DESCRIPTION ? line : `${line.slice(0, LONGEST_DESCRIPTION).replace(/\s\S*$/, '')} …`;
}
