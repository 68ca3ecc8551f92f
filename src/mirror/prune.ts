import type { MirrorPruneReport, MirrorRelease } from '../model/generated/types.js';
import { validateMirrorRelease } from '../model/validators.js';
import { blobsIn, parseList } from './file-list.js';
import type { ContentKind, MirrorOps, MirrorStore } from './ops.js';
import { compareFolders } from './record.js';
import { unseal } from './sealed.js';
import { tidyUp } from './settle.js';
import { underLock } from './under-lock.js';

/**
 * Removes the oldest releases but for `keep` of them, the served one among these, and all targets and blobs that no kept release
 * needs. A release whose record cannot be read keeps all content: what it needs is not known.
 */
export function pruneReleases(keep: number, store: MirrorStore): MirrorPruneReport {
  const { releases } = store;
  const current = releases.current();
  const folders = [...releases.list()].sort(compareFolders).reverse();
  const others = folders.filter((folder) => folder !== current).slice(0, Math.max(0, keep - (current === null ? 0 : 1)));
  const kept = folders.filter((folder) => folder === current || others.includes(folder)).reverse();
  const removed = folders.filter((folder) => !kept.includes(folder)).reverse();
  for (const folder of removed) releases.remove(folder);
  const needed = contentOf(kept, store);
  const report = { blobs: 0, bytes: 0 };
  for (const kind of ['targets', 'blobs'] as const) {
    for (const [digest, size] of needed === null ? [] : store.contents(kind).sizes) {
      if (needed?.[kind].has(digest)) continue;
      store.removeContent(kind, digest);
      report.blobs += 1;
      report.bytes += size;
    }
  }
  return { releases: removed, kept, ...report };
}

/** What releases need of the content; null where that cannot be told. */
export function contentOf(folders: readonly string[], { releases }: MirrorStore): Record<ContentKind, Set<string>> | null {
  const needed = { targets: new Set<string>(), blobs: new Set<string>() };
  for (const folder of folders) {
    const list = parseList(releases.readList(folder));
    const record = unseal<MirrorRelease>(releases.readRecord(folder), validateMirrorRelease);
    if (list === null || 'wrong' in record) return null;
    for (const { digest } of record.document.targets) needed.targets.add(digest);
    for (const { blobs } of record.document.judged) for (const digest of blobs) needed.blobs.add(digest);
    for (const digest of blobsIn(list)) needed.blobs.add(digest);
  }
  return needed;
}

/** Prunes a mirror, as the only one that changes it. @throws ChoraError `mirror/locked` */
export async function pruneMirror(keep: number, ops: MirrorOps, signal: AbortSignal): Promise<MirrorPruneReport> {
  return await underLock(ops, signal, 'other', (ledger) => {
    tidyUp(ledger, ops.store);
    const report = pruneReleases(keep, ops.store);
    ops.store.dropPartials(new Set());
    if (report.releases.length + report.blobs > 0)
      ledger.note({ event: 'prune', removed: report.releases, blobs: report.blobs, bytes: report.bytes });
    return Promise.resolve(report);
  });
}
