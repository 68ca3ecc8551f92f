import semver from 'semver';
import { compareText } from '../model/compare-text.js';
import { finding } from '../model/findings.js';
import type { Entry, Finding } from '../model/generated/types.js';

/**
 * Brings together what a source describes now and what it described before.
 *
 * `present` are the entries read at the head (ref null) and at its tags (newest tag first). Of one version the head's is kept,
 * then the newest tag's. The current version of a capability is the head's, unless a tag has a greater one by SemVer. Versions of
 * `before` that are gone while their capability is still described stay as history; capabilities no longer described are gone.
 */
export function joinVersions(present: readonly Entry[], before: readonly Entry[]): { entries: Entry[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const byId = new Map<string, Map<string | null, Entry>>();
  for (const entry of present) {
    const versions = byId.get(entry.id) ?? new Map<string | null, Entry>();
    byId.set(entry.id, versions);
    const kept = versions.get(entry.version);
    if (kept === undefined) versions.set(entry.version, entry);
    else findings.push(...clash(kept, entry));
  }
  for (const old of before) {
    const versions = byId.get(old.id);
    if (versions && old.version !== null && !versions.has(old.version))
      versions.set(old.version, { ...old, status: 'superseded' });
  }
  const describedNow = new Set(present);
  const entries = [...byId.values()].flatMap((versions) => {
    const all = [...versions.values()];
    const current = all.filter((entry) => describedNow.has(entry)).reduce(newer);
    return all.map((entry): Entry => ({ ...entry, status: entry === current ? 'current' : 'superseded' }));
  });
  return { entries: entries.sort(compareEntries), findings };
}

function clash(kept: Entry, other: Entry): Finding[] {
  const { id, version } = other;
  if (kept.ref === null && other.ref === null) {
    const place = { source: other.source, path: other.path, line: other.line };
    return [finding('catalog/duplicate-id', place, { id, version: version ?? 'without version', path: kept.path })];
  }
  if (kept.ref !== null || kept.manifest.digest === other.manifest.digest || version === null) return [];
  const place = { source: kept.source, path: kept.path, line: kept.line };
  return [
    finding('catalog/differs-from-tag', place, {
      id,
      version,
      tag: (other.ref ?? '').replace('refs/tags/', ''),
    }),
  ];
}

/** The head's entry, unless the other has a greater version. Without SemVer nothing is greater. */
function newer(a: Entry, b: Entry): Entry {
  const order = compareVersions(a.version, b.version);
  if (order !== 0) return order > 0 ? a : b;
  return a.ref === null ? a : b.ref === null ? b : a;
}

/** SemVer precedence; versions that are not SemVer are equal to one another and lower than those that are. */
export function compareVersions(a: string | null, b: string | null): number {
  const left = a === null ? null : semver.parse(a);
  const right = b === null ? null : semver.parse(b);
  if (left && right) return semver.compare(left, right);
  return Number(left !== null) - Number(right !== null);
}

/** By id; of one id the current version first, then the greater one. */
export function compareEntries(a: Entry, b: Entry): number {
  return (
    compareText(a.id, b.id) ||
    Number(a.status !== 'current') - Number(b.status !== 'current') ||
    compareVersions(b.version, a.version) ||
    compareText(b.version ?? '', a.version ?? '') ||
    compareText(a.source, b.source)
  );
}
