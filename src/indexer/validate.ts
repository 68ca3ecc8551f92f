import { joinAliases, readManifest } from '../manifest/read.js';
import { compareFindings, finding } from '../model/findings.js';
import type { Finding } from '../model/generated/types.js';
import type { ManifestRecord, ReadManifest } from '../model/manifest.js';
import type { Snapshot } from '../model/source.js';

/** What validating one file gave. */
export interface ValidatedFile {
  /** As the user would write it. */
  readonly path: string;
  readonly manifest: ReadManifest | null;
  readonly findings: readonly Finding[];
  /** Its text, for showing the lines that findings point at; null where it was not read. */
  readonly bytes: Uint8Array | null;
}

/** Reads and validates the manifests of a folder or a single file, `prefix` being what its paths are below. */
export function validateSnapshot(snapshot: Snapshot, prefix: string): ValidatedFile[] {
  const place = (path: string) => (prefix === '' ? path : `${prefix}/${path}`);
  const read = snapshot.files.map((file): ValidatedFile => {
    const path = place(file.path);
    const { manifest, findings } = readManifest({ ...file, path, source: '.' });
    return { path, manifest, findings: [...findings].sort(compareFindings), bytes: file.bytes };
  });
  const skipped = snapshot.skipped.map(({ path, code, args }): ValidatedFile => {
    const at = place(path);
    return { path: at, manifest: null, findings: [finding(code, { source: '.', path: at }, args)], bytes: null };
  });
  return [...read, ...skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The records of all files, with the older names that the files state of one another's capabilities. */
export function recordsOf(files: readonly ValidatedFile[]): (ManifestRecord & { readonly path: string })[] {
  const manifests = joinAliases(files.flatMap(({ path, manifest }) => (manifest === null ? [] : [{ ...manifest, path }])));
  return manifests.flatMap(({ path, records }) => records.map((record) => ({ ...record, path })));
}
