import { ChoraError } from '../../model/errors.js';
import { printable } from '../../model/quote.js';

/**
 * Entries that one list of a metadata file may have, and that its list of targets may have. The models take time by the square of
 * it, before anybody has verified who signed: 3,000 entries take 3 s, and a megabyte of them, which any host could serve, an hour.
 */
const ENTRIES = 1024;
const TARGETS = 4096;
/** Lists in lists; the format itself has 6. */
const DEPTH = 32;

/**
 * Refuses metadata that would take too long to read. What is no JSON is left for others to refuse.
 * @throws ChoraError `tuf/endless-data`
 */
export function refuseCrowded(name: string, bytes: Uint8Array): void {
  const left: { value: unknown; depth: number; key: string }[] = [{ value: parse(bytes), depth: 0, key: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth, key } = next;
    if (typeof value !== 'object' || value === null) continue;
    const entries = Object.entries(value);
    if (depth > DEPTH || entries.length > (depth === 2 && key === 'targets' ? TARGETS : ENTRIES)) throw crowded(name);
    for (const [inner, child] of entries) left.push({ value: child, depth: depth + 1, key: inner });
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // It is no metadata, which tuf-js finds out next, and says.
    return null;
  }
}

function crowded(name: string): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/endless-data',
    `${printable(name)} holds more entries than metadata may have (${ENTRIES}, and ${TARGETS} targets).`,
    'Nothing of it was used. Check the address; if it is right, tell the publisher.',
  );
}
