import type { VNode } from 'preact';
import type { QuarantinedManifest } from '../../model/generated/types.js';
import { mark, none } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { code, sourceLink, words } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import type { Root } from '../links.js';
import { OUTCOMES } from '../words.js';

/** quarantine.html: what the trust policy keeps out of every other page. */
export function renderQuarantine({ catalog }: SiteContext, quarantined: readonly QuarantinedManifest[]): string {
  return renderPage(catalog, {
    root: '',
    path: 'quarantine.html',
    title: 'Quarantine',
    section: 'sources',
    crumbs: [{ text: 'Sources', href: 'sources.html' }],
    children: [
      <h1>Quarantine</h1>,
      <p class="lead">Manifests that the trust policy does not admit, and why. No capability of this catalog comes from them.</p>,
      quarantined.length === 0 ? <p class="none">Nothing is quarantined.</p> : quarantineTable('', quarantined, true),
    ],
  });
}

export function quarantineTable(root: Root, quarantined: readonly QuarantinedManifest[], withSource: boolean): VNode {
  return table(
    'Quarantined manifests',
    ['Manifest', 'Outcome', 'Why', 'Claims to be'],
    quarantined.map(({ source, ref, path, capabilities, provenance, reason }) => [
      [
        code(ref === null ? path : `${path} (${ref.replace('refs/tags/', '')})`),
        withSource && <p class="detail">{sourceLink(root, source)}</p>,
      ],
      mark(OUTCOMES[provenance.outcome].tone, OUTCOMES[provenance.outcome].word),
      words(reason),
      capabilities.length === 0
        ? none('nothing')
        : code(capabilities.map(({ id, version }) => (version === null ? id : `${id} ${version}`)).join(', ')),
    ]),
    'quarantined',
  );
}
