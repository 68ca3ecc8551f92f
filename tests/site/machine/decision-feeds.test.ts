import { describe, expect, test } from '@jest/globals';
import { appendDecision, readDecisionLog } from '../../../src/compatibility/decision-log.js';
import { DECISION_FEEDS, decisionFeeds } from '../../../src/site/machine/decision-feeds.js';
import { DECISIONS, LOG } from '../compatibility.js';
import { IDENTITY } from '../fixtures.js';
import { BIDI, MARKUP } from '../hostile.js';
import { elementsOf, parseXml } from './xml.js';

const feedsOf = (decisions = DECISIONS, identity: Parameters<typeof decisionFeeds>[0] = IDENTITY) => {
  const files = new Map(decisionFeeds(identity, decisions));
  const [atom, json] = [files.get(DECISION_FEEDS.atom), files.get(DECISION_FEEDS.json)];
  if (!atom || !json || !('text' in atom) || !('json' in json)) throw new Error('a feed is not there');
  return { atom: parseXml(atom.text), json: json.json as { items: Item[] } & Record<string, unknown> };
};
interface Item {
  readonly id: string;
  readonly title: string;
  readonly content_text: string;
  readonly url?: string;
  readonly tags: readonly string[];
  readonly _chora: object;
}
const textsOf = (root: ReturnType<typeof parseXml>, name: string) => elementsOf(root, name).map(({ text }) => text);

describe('the feeds of the decision log', () => {
  test('tell the newest decision first, with a link to its place on the page', () => {
    const { atom, json } = feedsOf();
    expect(textsOf(atom, 'title')).toEqual([
      'Harbour capabilities: decisions',
      '6. Revocation',
      '5. Waiver: cargo.crane.reserve',
      '4. Waiver: cargo.crane.reserve',
      '3. Waiver: cargo.crane.reserve',
      '2. Deprecation: cargo.crane.reserve',
      '1. Policy',
    ]);
    expect(textsOf(atom, 'updated').slice(0, 2)).toEqual(['2031-02-06T08:00:00Z', '2031-02-06T08:00:00Z']);
    expect(json.items[0]).toMatchObject({
      url: 'https://catalog.harbour.example/decisions.html#decision-6',
      content_text: 'Pilots need no crane. Decided by Harbour stewards.',
      tags: ['revocation'],
      _chora: { sequence: 6, digest: DECISIONS[5]?.digest },
    });
    expect(json.items[1]?.content_text).toContain('Reason: The crane team writes its range down in March.');
  });

  test('keep the ids of their entries when the log grows or the catalog moves, and have another id for another log', () => {
    const ids = (feed: ReturnType<typeof feedsOf>) => feed.json.items.map(({ id }) => id);
    const shorter = feedsOf(DECISIONS.slice(0, 3));
    expect(ids(feedsOf()).slice(-3)).toEqual(ids(shorter));
    expect(textsOf(feedsOf().atom, 'id')[0]).toBe(textsOf(shorter.atom, 'id')[0]);
    const { url: _, ...moved } = IDENTITY;
    expect(ids(feedsOf(DECISIONS, moved))).toEqual(ids(feedsOf()));
    expect(JSON.stringify(feedsOf(DECISIONS, moved).json)).not.toContain('catalog.harbour.example');
    const other = readDecisionLog(appendDecision('', { ...common, summary: 'Another one.' })).decisions;
    expect(textsOf(feedsOf(other).atom, 'id')[0]).not.toBe(textsOf(feedsOf().atom, 'id')[0]);
  });

  const common = { decided_at: '2031-02-07T08:00:00Z', decided_by: 'Harbour stewards', kind: 'other' } as const;

  test('hold a hundred decisions at the most', () => {
    let log = LOG;
    for (let count = 0; count < 120; count += 1) log = appendDecision(log, { ...common, summary: `Decision ${count}.` });
    const { json } = feedsOf(readDecisionLog(log).decisions);
    expect(json.items).toHaveLength(100);
    expect(json.items[0]?.title).toBe('126. Other');
  });

  test('are not there before the first decision', () => expect([...decisionFeeds(IDENTITY, [])]).toEqual([]));

  test('hold strangers’ text as text, and nothing that hides', () => {
    const log = appendDecision('', { ...common, summary: MARKUP, capability: BIDI, decided_by: BIDI });
    const { atom } = feedsOf(readDecisionLog(log).decisions);
    expect(elementsOf(atom, 'script')).toEqual([]);
    expect(textsOf(atom, 'summary')[0]).toContain('<script>window.executed=1</script>');
    for (const text of [...textsOf(atom, 'title'), ...textsOf(atom, 'summary')]) expect(text).not.toMatch(/\p{Cf}/u);
  });
});
