// The same site for Eleventy, as far as its readers see it: pages of capabilities, domains, owners and sources with the same sections
// of the same data, the overviews, and a style. What the catalog has besides is left out, which is to Eleventy's advantage: documents of
// the API, badges, feeds, the sitemap, and the escaping of characters that hide. Templates are functions that join strings, the fastest
// kind there is; the data lies ready in one file. Files are named as the catalog names them.
const { readFileSync } = require('node:fs');

module.exports = (config) => {
  const data = JSON.parse(readFileSync(process.env.BENCH_SITE_DATA, 'utf8'));
  for (const [name, value] of Object.entries(data)) config.addGlobalData(name, value);
  config.setQuietMode(true);
  return { dir: { input: 'pages', includes: '../includes', output: process.env.BENCH_SITE_OUT } };
};
