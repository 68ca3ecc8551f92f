import type { ComponentChild, VNode } from 'preact';
import type { CatalogDocument } from '../../../model/generated/types.js';
import { facts } from '../../components/facts.js';
import { severityCounts, stateCounts } from '../../components/mark.js';
import { counted, grouped } from '../../text.js';
import { OUTCOME_ORDER, OUTCOMES, SOURCE_STATE_ORDER, SOURCE_STATES, TIERS } from '../../words.js';

/** How the catalog is: counts, and what they are made of. */
export function health({ counts }: CatalogDocument): VNode {
  return (
    <div class="health">
      {facts([
        ['Capabilities', figure(counts.capabilities, stateCounts(counts.by_tier, ['conformant', 'indexed'] as const, TIERS))],
        ['Versions', figure(counts.versions, `in ${counted(counts.manifests, 'manifest')}`)],
        [
          'Sources',
          figure(counts.sources, stateCounts(counts.by_source_state, SOURCE_STATE_ORDER, SOURCE_STATES), 'sources.html'),
        ],
        counts.by_provenance === undefined
          ? ['Provenance', null]
          : [
              'Verified',
              figure(counts.by_provenance.verified ?? 0, [
                others(counts.by_provenance),
                <a href="quarantine.html">{counted(counts.quarantined ?? 0, 'manifest')} quarantined</a>,
              ]),
            ],
        [
          'Findings',
          figure(
            counts.findings.error + counts.findings.warning + counts.findings.info,
            severityCounts(counts.findings),
            'findings.html',
          ),
        ],
      ])}
      <p class="detail">
        <a href="about.html#words">What these words mean</a>
      </p>
    </div>
  );
}

/** Outcomes but the one that the figure gives. */
function others(counts: Readonly<Record<string, number>>): ComponentChild {
  const order = OUTCOME_ORDER.filter((outcome) => outcome !== 'verified' && (counts[outcome] ?? 0) > 0);
  return order.length === 0 ? null : stateCounts(counts, order, OUTCOMES);
}

const figure = (count: number, detail: ComponentChild, href?: string): ComponentChild => [
  href ? (
    <a class="figure" href={href}>
      {grouped(count)}
    </a>
  ) : (
    <span class="figure">{grouped(count)}</span>
  ),
  <span class="detail">{detail}</span>,
];
