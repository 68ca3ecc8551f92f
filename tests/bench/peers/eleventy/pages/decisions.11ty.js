import { command, none, section } from '../html.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'decisions.html' };

export const render = ({ catalog }) =>
  page(
    catalog,
    {
      root: '',
      path: 'decisions.html',
      title: 'Decisions',
      description: `What the stewards of ${catalog.name} decided, in a log that only grows.`,
      section: 'Compatibility',
      crumbs: [['Compatibility', 'compatibility.html']],
      style: catalog.assets.matrixStyle,
    },
    `<h1>Decisions</h1><p class="lead">What the stewards of this catalog decided, newest first: waivers, deprecations, policy. The log only grows. To undo a decision, another one is logged.</p><p class="more">${none('Nothing was decided yet.')}</p>${section(
      'verify',
      'Why this cannot be rewritten',
      `<p class="description">Each line of the log names the SHA-256 digest of the line before, so that no line can be changed, taken out or put in between without changing all that follow. A run, and every mirror, refuses a log that does not begin with the one that it knew.</p><p class="detail more">In a working copy of the catalog’s repository, against what is published:</p>${command(`chora decision verify --against ${catalog.url}`)}`,
    )}`,
  );
