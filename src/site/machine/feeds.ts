import type { ChangesDocument } from '../../model/generated/types.js';
import type { SiteIdentity } from '../components/page.js';
import { feedId, feedItems, updatedAt } from './change-words.js';
import { atomText, type Feed, jsonDocument } from './feed-text.js';

/** Where the feeds lie. */
export const FEEDS = { atom: 'feeds/changes.atom', json: 'feeds/changes.json' } as const;

export function atomFeed(identity: SiteIdentity, changes: ChangesDocument): string {
  return atomText(identity, feedOf(changes));
}

/** The change as `api/v1/changes.json` has it, with the name of its file, is in `_chora`. */
export function jsonFeed(identity: SiteIdentity, changes: ChangesDocument): object {
  return jsonDocument(identity, feedOf(changes));
}

function feedOf(changes: ChangesDocument): Feed {
  return {
    id: feedId(changes),
    subject: 'changes',
    updatedAt: updatedAt(changes),
    page: 'index.html',
    files: FEEDS,
    items: feedItems(changes).map(({ seenAt, change, ...item }) => ({ ...item, at: seenAt, data: change })),
  };
}
