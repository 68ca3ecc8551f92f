import { KIND_ORDER, type Kind, type ShownVerdict, VERDICT_ORDER } from '../../matrix/verdicts.js';

/** What the page shows, all of it in its address: a link to it shows the same. */
export interface MatrixState {
  /** A part of the id of either side. */
  readonly text: string;
  /** None: all of them. */
  readonly verdicts: readonly ShownVerdict[];
  readonly kinds: readonly Kind[];
  /** Also what only older versions need. */
  readonly older: boolean;
  /** Null: whichever. The empty owner is “not stated”. */
  readonly sides: Readonly<Record<SideFilter, string | null>>;
  readonly order: Order;
  /** The cell whose reason is told, by the ids of its row and its column. */
  readonly open: { readonly consumer: string; readonly provider: string } | null;
}

export const SIDE_FILTERS = ['consumer_owner', 'consumer_domain', 'provider_owner', 'provider_domain'] as const;
export type SideFilter = (typeof SIDE_FILTERS)[number];
const ORDERS = ['start', 'id', 'worst'] as const;
export type Order = (typeof ORDERS)[number];

const LONGEST = 300;

/** Of an address such as `?q=berth&verdict=missing&consumer_owner=quay`. What is not understood is left out. */
export function readState(address: string): MatrixState {
  const given = new URLSearchParams(address);
  const among = <T extends string>(known: readonly T[], name: string) => {
    const values = given.getAll(name);
    return known.filter((each) => values.includes(each));
  };
  const [consumer, provider] = [given.get('consumer'), given.get('provider')];
  return {
    text: (given.get('q') ?? '').slice(0, LONGEST).toWellFormed(),
    verdicts: among(VERDICT_ORDER, 'verdict'),
    kinds: among(KIND_ORDER, 'kind'),
    older: given.get('versions') === 'all',
    sides: Object.fromEntries(SIDE_FILTERS.map((name) => [name, given.get(name)])) as MatrixState['sides'],
    order: among(ORDERS, 'order')[0] ?? 'start',
    open: consumer === null || provider === null ? null : { consumer, provider },
  };
}

/** Empty, or with the question mark. The same state always has the same address. */
export function writeState({ text, verdicts, kinds, older, sides, order, open }: MatrixState): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  for (const verdict of verdicts) params.append('verdict', verdict);
  for (const kind of kinds) params.append('kind', kind);
  if (older) params.set('versions', 'all');
  for (const name of SIDE_FILTERS) {
    const value = sides[name];
    if (value !== null) params.set(name, value);
  }
  if (order !== 'start') params.set('order', order);
  if (open !== null) {
    params.set('consumer', open.consumer);
    params.set('provider', open.provider);
  }
  const written = params.toString();
  return written === '' ? '' : `?${written}`;
}
