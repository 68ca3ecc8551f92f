import { capabilityTable, escaped } from '../html.js';

export const data = {
  layout: 'page.11ty.js',
  pagination: { data: 'owners', size: 1, alias: 'each' },
  permalink: ({ each }) => `owners/${each.name}.html`,
  root: '../',
  eleventyComputed: { title: ({ each }) => each.name },
};

export const render = ({ each: { name, members } }) =>
  `<h1>${escaped(name)}</h1><p class="lead">${members.length} capabilities.</p>${capabilityTable('../', `Capabilities of ${name}`, members)}`;
