import type { ComponentChild, VNode } from 'preact';
import type { Change, ChangesDocument } from '../../../model/generated/types.js';
import { mark } from '../../components/mark.js';
import { moment } from '../../components/moment.js';
import { capabilityLink, code, sourceLink } from '../../components/strangers.js';
import { FEEDS } from '../../machine/feeds.js';
import type { Tone } from '../../words.js';

const SHOWN = 8;

const KINDS: Record<Change['kind'], { readonly word: string; readonly tone: Tone }> = {
  quarantined: { word: 'quarantined', tone: 'bad' },
  removed: { word: 'removed', tone: 'warn' },
  retired: { word: 'retired', tone: 'quiet' },
  deprecated: { word: 'deprecated', tone: 'warn' },
  restored: { word: 'restored', tone: 'ok' },
  moved: { word: 'moved', tone: 'info' },
  updated: { word: 'updated', tone: 'info' },
  new: { word: 'new', tone: 'ok' },
};

/** The newest changes. `here`: file names of the capabilities that there are now. */
export function recentChanges({ changes }: ChangesDocument, here: ReadonlySet<string>): VNode {
  return (
    <div>
      {changes.length === 0 ? <p class="none">Nothing since the first run.</p> : changeList(changes, here)}
      <p class="more">
        All changes: <a href={FEEDS.atom}>Atom</a>, <a href={FEEDS.json}>JSON Feed</a>,{' '}
        <a href="api/v1/changes.json">api/v1/changes.json</a>
      </p>
    </div>
  );
}

const changeList = (changes: readonly Change[], here: ReadonlySet<string>): VNode => (
  <ul class="changes">
    {changes.slice(0, SHOWN).map((change) => (
      <li>
        {mark(KINDS[change.kind].tone, KINDS[change.kind].word)}{' '}
        {change.file !== undefined && here.has(change.file) ? capabilityLink('', change.file, change.id) : code(change.id)}{' '}
        {versions(change)}
        <span class="detail">{moment(change.seen_at)}</span>
      </li>
    ))}
  </ul>
);

function versions({ from, to, from_source, source }: Change): ComponentChild {
  if (from_source !== undefined) return ['from ', sourceLink('', from_source), ' to ', sourceLink('', source)];
  if (to && from && to !== from) return [code(from), ' → ', code(to)];
  return to ? code(to) : null;
}
