import type { ComponentChild } from 'preact';
import type { CatalogTrust } from '../../model/catalog.js';
import { EXIT } from '../../model/errors.js';
import { EXITS, LEAVING } from '../about-words.js';
import { copyable } from '../components/copyable.js';
import { type Fact, facts } from '../components/facts.js';
import { mark, none, severityCounts, severityMark } from '../components/mark.js';
import { moment } from '../components/moment.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { linesOf, sourceLines } from '../components/source-lines.js';
import { code, titledUrl } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { counted, grouped } from '../text.js';
import {
  OUTCOME_MEANINGS,
  OUTCOME_ORDER,
  OUTCOMES,
  SEVERITY_MEANINGS,
  SEVERITY_ORDER,
  SOURCE_STATE_ORDER,
  SOURCE_STATES,
  TIERS,
} from '../words.js';

const MOST_CHARACTERS = 64 * 1024;

export interface AboutPage {
  /** By what the manifests were judged; null where there is no policy. */
  readonly trust: CatalogTrust | null;
}

/** about.html: how the catalog was made, and by what rules. */
export function renderAbout({ catalog }: SiteContext, { trust }: AboutPage): string {
  const { counts, generator } = catalog;
  return renderPage(catalog, {
    root: '',
    path: 'about.html',
    title: 'About this catalog',
    section: 'about',
    crumbs: [],
    children: [
      <h1>About this catalog</h1>,
      <p class="lead">
        It was made from the manifests of {counted(counts.sources, 'source')}, by rules that are written out here. The same
        sources, configuration and program give the same files, byte for byte.
      </p>,
      section(
        'built',
        'How it was built',
        facts([
          ['Generator', code(`${generator.name} ${generator.version}`)],
          ['Published at', catalog.url === undefined ? null : titledUrl(catalog.url)],
          ['Configuration', copyable('the digest', code(catalog.configuration.digest))],
          ['Capabilities', `${grouped(counts.capabilities)}, in ${counted(counts.versions, 'version')}`],
          ['Manifests', grouped(counts.manifests)],
          ['Sources', grouped(counts.sources)],
          ['Findings', severityCounts(counts.findings)],
          ['As data', [<a href="api/v1/catalog.json">api/v1/catalog.json</a>]],
        ]),
      ),
      section(
        'policy',
        'Policy in force',
        trust === null ? (
          <p>{mark('info', 'No trust policy.')} Manifests are listed whoever signed them, or nobody.</p>
        ) : (
          policy(trust)
        ),
      ),
      section('leaving', 'What leaves the catalog, and when', facts(LEAVING)),
      section('exits', 'How a run ends', [
        <p class="detail">Exit codes of {code('chora index')}</p>,
        facts((Object.keys(EXITS) as (keyof typeof EXIT)[]).map((exit): Fact => [<code>{EXIT[exit]}</code>, EXITS[exit]])),
      ]),
      section('words', 'What the words mean', meanings(trust !== null)),
    ],
  });
}

/** What stands in the lists in one word, said in a sentence. */
function meanings(withTrust: boolean): ComponentChild {
  return [
    <h3>Tier: how close a manifest is to the canonical format</h3>,
    facts(Object.values(TIERS).map(({ tone, word, meaning }): Fact => [mark(tone, word), meaning])),
    withTrust && [
      <h3>Provenance: who signed a manifest</h3>,
      facts(
        OUTCOME_ORDER.map((outcome): Fact => [mark(OUTCOMES[outcome].tone, OUTCOMES[outcome].word), OUTCOME_MEANINGS[outcome]]),
      ),
    ],
    <h3>Findings: what there is to tell about a manifest or a source</h3>,
    facts(SEVERITY_ORDER.map((severity): Fact => [severityMark(severity), SEVERITY_MEANINGS[severity]])),
    <h3>Sources: whether they answer</h3>,
    facts(
      SOURCE_STATE_ORDER.map(
        (state): Fact => [mark(SOURCE_STATES[state].tone, SOURCE_STATES[state].word), SOURCE_STATES[state].meaning],
      ),
    ),
    <p class="more">
      Of ages tells <a href="freshness.html#rules">Freshness</a>, of verdicts{' '}
      <a href="compatibility.html#verdicts">Compatibility</a>.
    </p>,
  ];
}

function policy({ policy, root }: CatalogTrust): ComponentChild {
  const lines = linesOf(policy.text);
  return [
    facts([
      ['Policy', [<a href="targets/policy.yaml">targets/policy.yaml</a>, copyable('the digest', code(policy.digest))]],
      [
        'Trusted root',
        [<a href="targets/trusted_root.json">targets/trusted_root.json</a>, copyable('the digest', code(root.digest))],
      ],
      ['Its newest key', root.newestKeyStart === null ? none('it names nobody') : ['in use since ', moment(root.newestKeyStart)]],
      ['Kept out', <a href="quarantine.html">Quarantine</a>],
    ]),
    policy.text.length <= MOST_CHARACTERS && (
      <details>
        <summary>Show the policy, {counted(lines.length, 'line')}</summary>
        {sourceLines(lines)}
      </details>
    ),
  ];
}
