import { createHash } from 'node:crypto';
import type { Catalog, CatalogSource } from '../../src/model/catalog.js';
import { finding } from '../../src/model/findings.js';
import type { Capability, Entry, Finding } from '../../src/model/generated/types.js';

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
export const commitOf = (text: string): string => createHash('sha1').update(text).digest('hex');

/** An entry of the head of a source, with made-up bytes. */
export function entry(id: string, version: string | null, more: Partial<Entry> & { readonly bytes?: string } = {}): Entry {
  const { bytes = `${id}@${version}`, ...rest } = more;
  const capability: Capability = { id, version, owner: 'team-quay', lifecycle_stage: 'operate' };
  return {
    id,
    version,
    status: 'current',
    format: 'chora',
    tier: 'conformant',
    source: 'git.example.org/quay/one',
    commit: commitOf('head'),
    ref: null,
    path: 'capability.yaml',
    line: 1,
    manifest: { digest: digestOf(bytes), size: bytes.length },
    capability,
    ...rest,
  };
}

/** The same at a tag. */
export function tagged(id: string, version: string | null, tag: string, more: Parameters<typeof entry>[2] = {}): Entry {
  return entry(id, version, { commit: commitOf(tag), ref: `refs/tags/${tag}`, ...more });
}

export function withCapability(base: Entry, more: Partial<Capability>): Entry {
  return { ...base, capability: { ...base.capability, ...more } };
}

/** `id version status` of each. */
export function lines(entries: readonly Entry[]): string[] {
  return entries.map(({ id, version, status }) => `${id} ${version} ${status}`);
}

export function source(id: string, entries: readonly Entry[], findings: readonly Finding[] = []): CatalogSource {
  return {
    row: { id, kind: 'git', state: 'ok', commit: commitOf('head'), reading: digestOf('reading'), manifests: entries.length },
    entries: entries.map((each) => ({ ...each, source: id })),
    findings,
    quarantined: [],
  };
}

export function at(path: string, line?: number, ref?: string): Finding {
  return finding(
    'manifest/no-range',
    { source: 'git.example.org/quay/one', path, line, ref },
    { count: line ?? 0, items: `${path}:${line}` },
  );
}

export const IDENTITY: Catalog['identity'] = {
  name: 'Quay',
  generator: { name: 'chora-catalog', version: '0.0.0' },
  configuration: digestOf('configuration'),
  badges: true,
};
