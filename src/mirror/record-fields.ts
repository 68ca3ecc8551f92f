import { canonicalJson } from '../model/canonical-json.js';
import type { Capability, Entry } from '../model/generated/types.js';
import { quote } from '../model/quote.js';

export interface RecordDifference {
  /** joined: nothing but aliases were added, which another file of the source may state. */
  readonly kind: 'differs' | 'joined';
  readonly field: string;
  /** What the record has, and what the manifest gives. */
  readonly says: string;
}

/** Fields of an entry that its manifest decides, besides the record itself. */
const FIELDS = ['version', 'format', 'tier', 'line'] as const;

/** The first thing in which an entry is not what its manifest gives; null where it is one of those. */
export function firstDifference(entry: Entry, given: readonly Entry[]): RecordDifference | null {
  const same = given.filter(({ id }) => id === entry.id);
  if (same.length === 0) return { kind: 'differs', field: 'id', says: 'the manifest describes no such capability' };
  const differences = same.map((each) => differenceOf(entry, each));
  if (differences.includes(null)) return null;
  const joined = differences.find((each) => each?.kind === 'joined');
  if (joined !== undefined && joined !== null) return joined;
  // Of several that a manifest describes by one id, the one of the same version or place is meant.
  const at = same.findIndex(({ version, line }) => version === entry.version && line === entry.line);
  return differences[Math.max(at, 0)] ?? null;
}

function differenceOf(entry: Entry, given: Entry): RecordDifference | null {
  for (const field of FIELDS) if (entry[field] !== given[field]) return differs(field, entry[field], given[field]);
  if (entry.manifest.size !== given.manifest.size) return differs('manifest.size', entry.manifest.size, given.manifest.size);
  const record: Readonly<Record<string, unknown>> = { ...entry.capability };
  const read: Readonly<Record<string, unknown>> = { ...given.capability };
  const names = [...new Set([...Object.keys(record), ...Object.keys(read)])].sort();
  const different = names.filter((name) => textOf(record[name]) !== textOf(read[name]));
  const [first] = different.filter((name) => name !== 'aliases');
  if (first !== undefined) return differs(first, record[first], read[first]);
  if (different.length === 0) return null;
  return hasMoreAliases(entry.capability.aliases, given.capability.aliases)
    ? { kind: 'joined', field: 'aliases', says: '' }
    : differs('aliases', record['aliases'], read['aliases']);
}

/** Whether all aliases that the manifest gives are there, in their order and in front, with nothing but the end of one added. */
function hasMoreAliases(record: Capability['aliases'] = [], read: Capability['aliases'] = []): boolean {
  return read.every(({ id, sunset, ...rest }, at) => {
    const { id: as, sunset: until, ...others } = record[at] ?? { id: '' };
    return as === id && (sunset === undefined || sunset === until) && textOf(rest) === textOf(others);
  });
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

function differs(field: string, record: unknown, read: unknown): RecordDifference {
  return { kind: 'differs', field, says: `the record has ${shown(record)}, the manifest ${shown(read)}` };
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : quote(typeof value === 'string' ? value : textOf(value), 80);
}
