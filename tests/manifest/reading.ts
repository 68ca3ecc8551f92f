import { type ReadResult, readManifest } from '../../src/manifest/read.js';
import type { Finding } from '../../src/model/findings.js';
import type { Capability, ManifestRecord } from '../../src/model/manifest.js';

interface Where {
  source?: string;
  path?: string;
}

/** Reads a text, or bytes, as a file of a source of our own. */
export function read(
  content: string | Uint8Array,
  { source = 'github.com/tin-shop/kettle', path = 'capability.yaml' }: Where = {},
): ReadResult {
  return readManifest({ source, path, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content });
}

/** The records of a text. */
export function records(content: string, where: Where = {}): readonly ManifestRecord[] {
  return read(content, where).manifest?.records ?? [];
}

/** The one capability of a text. */
export function capability(content: string, where: Where = {}): Capability {
  const all = records(content, where);
  const [first] = all;
  if (all.length !== 1 || !first) throw new Error(`${all.length} records: ${JSON.stringify(read(content, where).findings)}`);
  return first.capability;
}

/** `code line:column` of each finding. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

export function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code);
}

/** The finding of this code; fails when there is none. */
export function only(findings: readonly Finding[], code: string): Finding {
  const found = findings.filter((finding) => finding.code === code);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} × ${code} among ${JSON.stringify(findings)}`);
  return found[0];
}

/** A small conformant manifest, with more lines after it. */
export function manifest(more = ''): string {
  return `id: kitchen.kettle.boil\nversion: 1.0.0\nowner: team-hob\nlifecycle_stage: operate\n${more}`;
}
