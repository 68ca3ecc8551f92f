import { compareText } from '../model/compare-text.js';
import { finding } from '../model/findings.js';
import type { Entry, Finding } from '../model/generated/types.js';
import { imitatesLatin, skeletonOf } from './skeleton.js';

/**
 * Finds ids that look like an id of another source, and titles that imitate another source's title with letters of other scripts.
 * Both sides of a pair of ids are told: which of the two is the imitation, a catalog cannot know, and each has to watch out for the
 * other. Within one source nobody deceives anybody. Only what is current counts.
 */
export function findLookAlikes(entries: readonly Entry[]): Finding[] {
  const current = entries.filter(({ status }) => status === 'current');
  return [...similarIds(current), ...imitatedTitles(current)];
}

function* similarIds(entries: readonly Entry[]): Generator<Finding> {
  for (const group of alike(entries, ({ id }) => id)) {
    for (const entry of group) {
      const other = firstOf(group, (each) => each.source !== entry.source && each.id !== entry.id);
      if (other) yield finding('catalog/confusable-id', placeOf(entry), { id: entry.id, other: other.id, holder: other.source });
    }
  }
}

function* imitatedTitles(entries: readonly Entry[]): Generator<Finding> {
  const titled = entries.filter(({ capability: { title } }) => title !== undefined && title.trim() !== '');
  for (const group of alike(titled, titleOf)) {
    for (const entry of group) {
      if (!imitatesLatin(titleOf(entry))) continue;
      const other = firstOf(group, (each) => each.source !== entry.source && !imitatesLatin(titleOf(each)));
      if (!other) continue;
      const args = { title: titleOf(entry), other: other.id, holder: other.source };
      yield finding('catalog/confusable-title', placeOf(entry), args);
    }
  }
}

/** Entries of several sources under names that look the same, but are not. */
function alike(entries: readonly Entry[], nameOf: (entry: Entry) => string): Entry[][] {
  const groups = Map.groupBy(entries, (entry) => skeletonOf(nameOf(entry)));
  return [...groups.values()].filter(
    (group) => group.length > 1 && new Set(group.map(nameOf)).size > 1 && new Set(group.map(({ source }) => source)).size > 1,
  );
}

/** The first by id and source: the same whatever the order they came in. */
function firstOf(group: readonly Entry[], wanted: (entry: Entry) => boolean): Entry | undefined {
  return group.filter(wanted).sort((a, b) => compareText(a.id, b.id) || compareText(a.source, b.source))[0];
}

const titleOf = ({ capability: { title = '' } }: Entry): string => title.trim();
const placeOf = ({ source, path, line }: Entry) => ({ source, path, line });
