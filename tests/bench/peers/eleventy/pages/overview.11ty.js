import { escaped, link, table } from '../html.js';

export const data = {
  layout: 'page.11ty.js',
  pagination: { data: 'overviews', size: 1, alias: 'each' },
  permalink: ({ each }) => `${each.file}.html`,
  root: '',
  eleventyComputed: { title: ({ each }) => each.file },
};

export const render = ({ each: { file, rows } }) =>
  `<h1>${escaped(file)}</h1>${table(
    file,
    ['Name', 'Count'],
    rows.map(({ href, text, count }) => [link(href, text), count]),
  )}`;
