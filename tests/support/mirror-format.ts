// A format of releases that is as small as can be: entries in shards, a page for each capability. Plain code without imports of tests,
// so that programs of their own can use it too.
import { createHash } from 'node:crypto';
import type { MirrorOps, ReleaseContents } from '../../src/mirror/ops.js';
import type { Catalog } from '../../src/model/catalog.js';
import type { Entry } from '../../src/model/generated/types.js';

type Format = MirrorOps['format'];
type Head = Omit<Catalog, 'entries' | 'trust'> & { readonly trust: boolean };

const digestOf = (bytes: string | Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Path → text of the site of a catalog; `blob` gives the bytes of manifests. */
export function siteOf(catalog: Catalog, blob: (digest: string) => Uint8Array | null): Map<string, string> {
  const files = new Map<string, string>();
  const current = catalog.entries.filter(({ status }) => status === 'current').sort((a, b) => (a.id < b.id ? -1 : 1));
  files.set('index.html', `${catalog.identity.name}: ${current.map(({ id, version }) => `${id} ${version}`).join(', ')}`);
  files.set('api/v1/quarantine.json', JSON.stringify(catalog.quarantined));
  for (const { id, manifest, provenance } of current) {
    const text = Buffer.from(blob(manifest.digest) ?? '').toString('utf8');
    files.set(`capabilities/${id}.html`, `${provenance?.outcome ?? ''} ${text}`);
  }
  return files;
}

export function siteDigest(files: ReadonlyMap<string, string>): { digest: string; files: number } {
  const lines = [...files].sort().map(([path, text]) => `${digestOf(text)} ${path}`);
  return { digest: digestOf(lines.join('\n')), files: files.size };
}

/** Targets of a catalog, and what stands for its site. */
export function targetsOf(
  catalog: Catalog,
  blob: (digest: string) => Uint8Array | null,
  more: { readonly freshness?: Partial<ReleaseContents['freshness']>; readonly site?: string } = {},
): Map<string, string> {
  const shards = new Map<string, Entry[]>();
  for (const entry of catalog.entries) {
    const shard = createHash('sha256').update(entry.source).digest('hex').slice(0, 2);
    shards.set(shard, [...(shards.get(shard) ?? []), entry]);
  }
  const targets = new Map([...shards].map(([shard, entries]) => [`shards/${shard}.json`, JSON.stringify({ entries })]));
  const { entries: _, trust, ...rest } = catalog;
  const site = siteDigest(siteOf(catalog, blob));
  const head = { ...rest, trust: trust !== null };
  targets.set(
    'catalog.json',
    JSON.stringify({ head, site: { ...site, ...(more.site === undefined ? {} : { digest: more.site }) } }),
  );
  targets.set('freshness.json', JSON.stringify({ ttl: '60m', alert_after: '90m', exceptions: [], ...more.freshness }));
  if (trust !== null) targets.set('policy.yaml', trust.policy.text).set('trusted_root.json', trust.root.text);
  return targets;
}

export const TEST_FORMAT: Format = {
  async read(names, read) {
    const text = async (name: string) => Buffer.from((await read(name)) ?? '').toString('utf8');
    const { head, site } = JSON.parse(await text('catalog.json')) as { head: Head; site: ReleaseContents['site'] };
    const entries: Entry[] = [];
    for (const name of names) {
      if (name.startsWith('shards/')) entries.push(...(JSON.parse(await text(name)) as { entries: Entry[] }).entries);
    }
    const policy = await text('policy.yaml');
    const root = await text('trusted_root.json');
    const trust = {
      policy: { text: policy, digest: digestOf(policy) },
      root: { text: root, digest: digestOf(root), newestKeyStart: null },
    };
    return {
      catalog: { ...head, entries, trust: head.trust ? trust : null },
      site,
      decisions: await text('decisions.ndjson'),
      // Formats may carry more than the mirror asks for.
      freshness: { generated_at: '1970-01-01T00:00:00.000Z', ...JSON.parse(await text('freshness.json')) },
    };
  },
  render({ catalog }, generatedAt, store) {
    const files = siteOf(catalog, (digest) => store.readSync(`blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`));
    const there = store.list();
    for (const [path, text] of files) {
      if (!there.has(path) || store.readSync(path)?.toString('utf8') !== text) store.stage(path, text);
    }
    store.stage('api/v1/freshness.json', JSON.stringify({ generated_at: generatedAt }));
    store.publish();
    for (const path of there) if (!files.has(path) && path !== 'api/v1/freshness.json') store.remove(path);
    return { site: siteDigest(files) };
  },
};
