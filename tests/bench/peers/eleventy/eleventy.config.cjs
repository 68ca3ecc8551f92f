// The same site for Eleventy, as far as its readers see it: a page for each one that the catalog has, with the same sections, rows and
// lists of the same data, the same head, and the same drawing of relations. Templates are functions that join strings, the fastest
// kind there is, without a layout and computed data, which would cost each page more; what is counted, grouped, ordered or
// worded beforehand lies ready in one file.
//
// Left out, which is to Eleventy's advantage: 404.html and compatibility.html, whose matrix is drawn in the browser; documents of the
// API, badges, feeds, the sitemap, style and scripts; the search for characters that hide or are read from right to left; pages after
// the first of a list with more than a thousand rows; and whatever these catalogs never have, such as waivers, quarantine or a policy.
const { readFileSync } = require('node:fs');

module.exports = (config) => {
  const data = JSON.parse(readFileSync(process.env.BENCH_SITE_DATA, 'utf8'));
  // What is frozen reaches the templates as it is; of other objects Eleventy makes copies, and a proxy for each page.
  for (const [name, value] of Object.entries(data)) config.addGlobalData(name, Object.freeze(value));
  config.setQuietMode(true);
  return { dir: { input: 'pages', includes: '../includes', output: process.env.BENCH_SITE_OUT } };
};
