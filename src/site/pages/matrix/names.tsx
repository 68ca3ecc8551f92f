import type { ComponentChild, VNode } from 'preact';
import { compareText } from '../../../model/compare-text.js';
import type { CompatibilityDocument } from '../../../model/generated/types.js';
import { lines } from '../../components/lines.js';
import { mark, none } from '../../components/mark.js';
import { moment } from '../../components/moment.js';
import { capabilityLink, code } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { holdsUntil, verdictMark } from '../../components/verdict.js';
import type { Root } from '../../links.js';
import { dependenciesOf } from '../../matrix/dependencies.js';
import { counted, grouped } from '../../text.js';

/** Where a capability's page is, if it has one. */
export type FileOf = (id: string) => string | undefined;

const MOST_IN_A_ROW = 8;
const MOST_ROWS = 200;

/** A link where the id has a page. */
export function named(root: Root, id: string, fileOf: FileOf): VNode {
  const file = fileOf(id);
  return file === undefined ? code(id) : capabilityLink(root, file, id);
}

/** Capabilities that all need one another: none can be started, or changed, alone. */
export function circles({ cycles, capabilities }: CompatibilityDocument, fileOf: FileOf): VNode {
  const idAt = (place: number) => capabilities[place]?.id ?? '';
  return lines(
    cycles,
    ({ circle, members }) => {
      const ids = circle.map(idAt);
      const rest = members.length - circle.length;
      return [
        <span class="circle">
          {ids.map((id) => [named('', id, fileOf), ' needs '])}
          {named('', ids[0] ?? '', fileOf)}
        </span>,
        rest > 0 && <span class="title">and {grouped(rest)} more need one another with them</span>,
      ];
    },
    MOST_ROWS,
  );
}

/** Ids that are asked for and that no manifest describes, or only such as are in quarantine; null where there are none. */
export function strangeIds(document: CompatibilityDocument, fileOf: FileOf): ComponentChild {
  const askedBy = new Map<string, Set<string>>();
  for (const { provider, consumer } of dependenciesOf(document)) {
    if (provider.standing !== 'missing' && provider.standing !== 'untrusted') continue;
    askedBy.set(provider.id, (askedBy.get(provider.id) ?? new Set()).add(consumer.id));
  }
  const strange = document.capabilities.filter(({ id }) => askedBy.has(id));
  if (strange.length === 0) return null;
  return [
    table(
      'Ids that somebody depends on and nobody describes',
      ['Id', 'Verdict', 'Perhaps this was meant', 'Asked for by'],
      strange.slice(0, MOST_ROWS).map(({ id, standing, asked }) => {
        const meant = asked.find(({ suggestions }) => suggestions !== undefined)?.suggestions ?? [];
        return [
          code(id),
          verdictMark(standing === 'untrusted' ? 'untrusted' : 'missing'),
          meant.length === 0 ? none('nothing is called like it') : lines(meant, (each) => named('', each, fileOf)),
          lines([...(askedBy.get(id) ?? [])].sort(compareText), (each) => named('', each, fileOf), MOST_IN_A_ROW),
        ];
      }),
      'strange',
    ),
    more(strange.length),
  ];
}

/** Older names of capabilities, and how long they may still be used. */
export function olderNames({ aliases, capabilities }: CompatibilityDocument, fileOf: FileOf): ComponentChild {
  return [
    table(
      'Older names',
      ['Older name', 'Now called', 'Sunset', 'State'],
      aliases
        .slice(0, MOST_ROWS)
        .map(({ id, capability, sunset }) => [
          code(id),
          named('', capabilities[capability]?.id ?? '', fileOf),
          sunset === undefined ? none('none') : moment(sunset),
          sunset === undefined ? mark('ok', 'holds') : holdsUntil(sunset, { during: 'holds', after: 'gone' }),
        ]),
      'aliases',
    ),
    more(aliases.length),
  ];
}

/** What can be started after what. */
export function startOrder({ start_order: order, capabilities }: CompatibilityDocument, fileOf: FileOf): ComponentChild {
  if (order.length === 0) return none('Nothing to start.');
  return [
    <p class="detail">
      Each stands after all that its current version requires; members of a circle stand together. Of one capability:{' '}
      <code>chora order &lt;id&gt;</code>.
    </p>,
    <details>
      <summary>Show the order of {counted(order.length, 'capability', 'capabilities')}</summary>
      <ol class="order">
        {order.slice(0, MOST_ROWS).map((place) => (
          <li>{named('', capabilities[place]?.id ?? '', fileOf)}</li>
        ))}
      </ol>
      {more(order.length)}
    </details>,
  ];
}

const more = (all: number): ComponentChild =>
  all > MOST_ROWS && (
    <p class="more">
      and {grouped(all - MOST_ROWS)} more in <a href="api/v1/compatibility.json">api/v1/compatibility.json</a>.
    </p>
  );
