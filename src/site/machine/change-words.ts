import type { Change, ChangesDocument } from '../../model/generated/types.js';
import { readable, visible } from '../text.js';
import { uuidOf } from './urn.js';

/** Changes in a feed. Feed readers ask often; `api/v1/changes.json` has more. */
const MAX_ITEMS = 100;

/** One change as a feed tells it. All text is fit to be shown. */
export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly seenAt: string;
  readonly tags: readonly string[];
  /** The page, from the site's top folder. */
  readonly path: string;
  readonly change: Change;
}

export function feedItems({ started_at, changes }: ChangesDocument): FeedItem[] {
  return changes.slice(0, MAX_ITEMS).map((change) => ({
    id: uuidOf([started_at, change.number, change.kind, change.id, change.source]),
    title: titleOf(change),
    text: sentencesOf(change),
    seenAt: change.seen_at,
    tags: [change.kind, ...(change.owner === undefined ? [] : [readable(change.owner)])],
    path: pathOf(change),
    change,
  }));
}

/** The feed's own id: a history that starts anew is another feed. */
export function feedId({ started_at }: ChangesDocument): string {
  return uuidOf([started_at]);
}

/** When the newest change was seen, or else when the history began. */
export function updatedAt({ started_at, changes }: ChangesDocument): string {
  return changes[0]?.seen_at ?? started_at;
}

function titleOf({ kind, id, from, to }: Change): string {
  const version = to === undefined ? from : to;
  const step = kind === 'updated' && from != null && to != null && from !== to ? `${from} → ${to}` : (version ?? '');
  return visible([id, step, KINDS[kind].word].filter((part) => part !== '').join(' '));
}

function sentencesOf(change: Change): string {
  const { title, id, source, from_source, reason, kind, from } = change;
  const name = title === undefined || title.trim() === '' ? visible(id) : `${readable(title)} (${visible(id)})`;
  const left =
    kind === 'quarantined' && from !== undefined ? ` Version ${visible(from ?? 'without number')} was listed before.` : '';
  return [
    `${name}: ${KINDS[kind].meaning}${left}`,
    from_source === undefined ? `Source: ${visible(source)}.` : `Source: ${visible(source)}, before: ${visible(from_source)}.`,
    ...(reason === undefined ? [] : [readable(reason)]),
  ].join(' ');
}

const KINDS: Readonly<Record<Change['kind'], { readonly word: string; readonly meaning: string }>> = {
  new: { word: 'is new', meaning: 'it was not in the catalog before.' },
  updated: { word: 'updated', meaning: 'its source has another version or description of it.' },
  moved: { word: 'moved', meaning: 'another source holds it now.' },
  deprecated: { word: 'deprecated', meaning: 'its publisher advises against using it from now on.' },
  retired: { word: 'retired', meaning: 'its publisher has ended it.' },
  restored: { word: 'restored', meaning: 'it is listed without reservation again.' },
  removed: { word: 'removed', meaning: 'no source of the catalog describes it any more.' },
  quarantined: { word: 'quarantined', meaning: 'the trust policy does not admit this version from this source.' },
};

function pathOf({ kind, file }: Change): string {
  if (kind === 'quarantined') return 'quarantine.html';
  return file === undefined ? 'index.html' : `capabilities/${encodeURIComponent(file)}.html`;
}
