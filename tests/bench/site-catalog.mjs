// A catalog of any size for the benchmark of the site: names and summaries as search-corpus.mjs has them, and around each of them a
// manifest of ordinary length with dependencies, interfaces, links and versions.
import { createHash } from 'node:crypto';
import { lasting } from '../../dist/indexer/settle.js';
import { finding } from '../../dist/model/findings.js';
import { makeDocuments } from './search-corpus.mjs';

const PER_SOURCE = 10;
const STAGES = ['plan', 'build', 'validate', 'release', 'operate', 'operate', 'operate', 'retired'];
const STABILITY = ['experimental', 'beta', 'stable', 'stable'];
const TIERS = ['low', 'moderate', 'high'];

const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const commitOf = (text) => createHash('sha1').update(text).digest('hex');

/**
 * What an indexer knows once it has read all sources. `changed`: 'nothing', or what was released since in every hundredth
 * capability, each in a source of its own as far as there are enough: a 'version', or a 'text' (another description, too).
 * @returns `sources`, as the indexer settles them, `blobs`, the bytes of the manifests by their digests, and what the `text` is from.
 */
export function makeSources(size, changed = 'nothing') {
  const { documents, text } = makeDocuments(size);
  const ids = documents.map((document, index) => idOf(document, index));
  const blobs = new Map();
  const sources = new Map();
  for (const [index, { description }] of documents.entries()) {
    const released = index % 100 === 0 && changed !== 'nothing';
    const more = released && changed === 'text' ? ' Now with a paragraph that explains it.' : '';
    const record = { ...recordOf(ids, index), description: description + more, version: released ? '1.3.0' : '1.2.0' };
    const number = index % Math.max(1, Math.ceil(size / PER_SOURCE));
    const source = `git.example.org/org-${number % 50}/service-${number}`;
    const path = `capabilities/${index}.yaml`;
    const entries = [entryOf(record, source, path, null, blobs)];
    // One in four has an older release, which hangs on a tag.
    if (index % 4 === 0) entries.push(entryOf({ ...record, version: '1.1.0' }, source, path, 'refs/tags/v1.1.0', blobs));
    sources.set(source, [...(sources.get(source) ?? []), ...entries]);
  }
  return { text, blobs, sources: [...sources].map(([id, entries]) => sourceOf(id, entries)) };
}

/** A hundred domains, whatever the size. */
const idOf = ({ id }, index) => `area-${(index * 13) % 100}.${slugOf(id)}.n${index}`;
const slugOf = (name) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function recordOf(ids, index) {
  const id = ids[index];
  const [, name] = id.split('.');
  const other = (step) => ids[(index * 7 + step * 101) % ids.length];
  const team = `team-${(index * 31) % 400}`;
  return {
    id,
    owner: team,
    lifecycle_stage: STAGES[index % STAGES.length],
    title: name.replaceAll('-', ' '),
    stability: STABILITY[index % STABILITY.length],
    security_tier: TIERS[index % TIERS.length],
    tags: [id.split('.')[0], `group-${index % 100}`],
    inputs: [
      { name: 'request', type: 'application/json', required: true },
      { name: 'locale', type: 'string' },
    ],
    outputs: [{ name: 'result', type: 'application/json' }],
    dependencies: [
      { id: other(1), version: '>=1.0.0 <2.0.0', type: 'service', scope: 'runtime' },
      { id: other(2), version: '^1.0.0' },
      ...(index % 5 === 0 ? [{ id: 'outside.of.this.catalog' }] : []),
    ].filter((each) => each.id !== id),
    interfaces: [
      { kind: 'rest', endpoint: `https://${name}.example.org/v1/act` },
      { kind: 'cli', command: `${name} act --help` },
    ],
    adr_links: ['docs/decisions/0001-shape.md'],
    links: [{ title: 'Runbook', url: `https://docs.example.org/${name}/act` }],
    contact: `${team}@example.org`,
  };
}

function entryOf(record, source, path, ref, blobs) {
  const text = manifestText(record);
  const digest = digestOf(text);
  blobs.set(digest, text);
  return {
    id: record.id,
    version: record.version,
    status: ref === null ? 'current' : 'superseded',
    format: 'chora',
    tier: 'conformant',
    source,
    commit: commitOf(`${source} ${ref}`),
    ref,
    path,
    line: 1,
    manifest: { digest, size: Buffer.byteLength(text) },
    capability: record,
  };
}

/** As people write it; a JSON string is a YAML string, too. */
function manifestText(record) {
  const lines = [];
  for (const [key, value] of Object.entries(record)) {
    if (!Array.isArray(value)) lines.push(`${key}: ${JSON.stringify(value)}`);
    else if (typeof value[0] === 'string') lines.push(`${key}: [${value.map((each) => JSON.stringify(each)).join(', ')}]`);
    else {
      lines.push(`${key}:`);
      for (const item of value)
        lines.push(
          ...Object.entries(item).map(([name, each], at) => `${at === 0 ? '  - ' : '    '}${name}: ${JSON.stringify(each)}`),
        );
    }
  }
  return `${lines.join('\n')}\n`;
}

function sourceOf(id, entries) {
  const versions = entries.map(({ version }) => version).join(' ');
  const tagged = entries.some(({ ref }) => ref !== null);
  return {
    row: {
      id,
      kind: 'git',
      url: `https://${id}`,
      state: 'ok',
      commit: commitOf(`${id} ${versions}`),
      ...(tagged ? { tags: { 'refs/tags/v1.1.0': commitOf(`${id} refs/tags/v1.1.0`) } } : {}),
      reading: digestOf('reading'),
      manifests: entries.filter(({ ref }) => ref === null).length,
    },
    entries,
    findings: entries
      .filter(({ ref }, index) => ref === null && index % 7 === 0)
      .map(({ path }) => finding('manifest/no-range', { source: id, path, line: 20 }, { count: 1, items: `${path}:20` })),
    quarantined: [],
  };
}

/** Of sources that stand where they stood, what the previous catalog holds: a run takes it over from there. */
export function keepUnchanged(sources, { entries, findings }) {
  return sources.map((source) => {
    const { id } = source.row;
    const old = entries.get(id);
    return old !== undefined && digestsOf(old) === digestsOf(source.entries)
      ? { ...source, entries: old, findings: lasting(findings.get(id)) }
      : source;
  });
}

const digestsOf = (entries) =>
  entries
    .map(({ manifest }) => manifest.digest)
    .sort()
    .join(' ');
