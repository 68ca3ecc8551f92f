import type { SiteIdentity } from '../components/page.js';
import { DECISION_KINDS, decisionPage, type LoggedDecision } from '../decision-words.js';
import { hexOf, prose, readable, visible } from '../text.js';
import { atomText, type Feed, type FeedItem, jsonDocument } from './feed-text.js';
import { uuidOf } from './urn.js';

/** Where the feeds of the decision log lie. */
export const DECISION_FEEDS = { atom: 'feeds/decisions.atom', json: 'feeds/decisions.json' } as const;
/** Decisions in a feed; the log has all. */
const MAX_ITEMS = 100;

/**
 * Both feeds of a log, the newest decision first: path → text or document. A log without a line has none: a feed has to say when it
 * was last written to.
 */
export function* decisionFeeds(
  identity: SiteIdentity,
  decisions: readonly LoggedDecision[],
): Generator<readonly [path: string, content: { readonly text: string } | { readonly json: object }]> {
  const feed = feedOf(decisions);
  if (feed === null) return;
  yield [DECISION_FEEDS.atom, { text: atomText(identity, feed) }];
  yield [DECISION_FEEDS.json, { json: jsonDocument(identity, feed) }];
}

function feedOf(decisions: readonly LoggedDecision[]): Feed | null {
  const [first] = decisions;
  const last = decisions.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    // The first line never changes; a log that has another one is another log.
    id: uuidOf(['decisions', hexOf(first.digest)]),
    subject: 'decisions',
    updatedAt: last.decision.decided_at,
    page: 'decisions.html',
    files: DECISION_FEEDS,
    items: decisions.slice(-MAX_ITEMS).toReversed().map(itemOf),
  };
}

function itemOf({ digest, decision }: LoggedDecision): FeedItem {
  const { sequence, decided_at, decided_by, kind, summary, capability, waiver } = decision;
  const { word } = DECISION_KINDS[kind];
  const reason = waiver === undefined ? '' : ` Reason: ${prose(waiver.reason)}`;
  return {
    id: uuidOf(['decision', hexOf(digest)]),
    title: `${sequence}. ${word}${capability === undefined ? '' : `: ${visible(capability)}`}`,
    text: `${prose(summary)}${reason} Decided by ${readable(decided_by)}.`,
    at: decided_at,
    tags: [kind],
    path: decisionPage(sequence),
    data: { digest, ...decision },
  };
}
