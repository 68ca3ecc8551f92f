import type { Capability } from '../../model/manifest.js';
import {
  type Dependency,
  dependency,
  type Interface,
  interfaceKind,
  noteStyle,
  readId,
  readOtherId,
  readStatus,
  readVersion,
} from '../common.js';
import type { Reading } from '../context.js';
import { type Fields, fieldOf, union } from '../fields.js';
import { compact, STABILITIES, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

/** Some files leave out apiVersion and kind; the Dublin Core identifier tells them too. */
export function detectChoraDev(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion === 'string' && apiVersion.startsWith('chora.dev/')) return kind === undefined || kind === 'Capability';
  return apiVersion === undefined && isPlainObject(metadata) && Object.hasOwn(metadata, 'dc_identifier');
}

/** chora.dev/v1, kind Capability: Dublin Core metadata, relations, and a service or pattern part. */
export function readChoraDev(root: Fields): Reading {
  root.skip('apiVersion', 'kind', 'chora_namespace');
  const metadata = root.child('metadata').skip('dc_date', 'dc_format', 'chora_namespace');
  const id = readId(metadata, 'dc_identifier');
  if (id === undefined) return { drafts: [] };
  noteStyle(metadata, id, metadata.at('dc_identifier'));
  const status = readStatus(metadata.has('chora_status') ? metadata : root, 'chora_status');
  const service = root.child('chora_service');
  const capability = compact<Capability>({
    id,
    version: version(root, metadata),
    owner: metadata.text('dc_creator', TEXT.owner) ?? null,
    lifecycle_stage: status.lifecycle,
    title: metadata.text('dc_title', TEXT.title),
    description: metadata.text('dc_description', TEXT.description),
    kind: metadata.text('dc_type', TEXT.word)?.toLowerCase(),
    domain: id.startsWith('chora.') ? id.split('.')[1] : undefined,
    tags: union(metadata.texts('dc_subject', TEXT.id), metadata.texts('chora_tags', TEXT.id), root.texts('tags', TEXT.id)),
    stability: metadata.choice('chora_maturity', STABILITIES) ?? status.stability,
    dependencies: relations(root),
    interfaces: interfaces(service),
    documents: documents(root),
    packages: packages(service),
    aliases: aliases(root, metadata),
    contact: contact(root),
  });
  metadata.dropRest('metadata.');
  service.dropRest('chora_service.');
  root.dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

function version(root: Fields, metadata: Fields): string | null {
  const outside = !metadata.has('dc_hasVersion') && !metadata.has('chora_version') && root.has('chora_version');
  return outside ? readVersion(root, ['chora_version'], true) : readVersion(metadata, ['dc_hasVersion', 'chora_version'], true);
}

/** Relations other than these two are helpful, not needed. */
const NEEDED = new Set(['requires', 'extends']);

function relations(root: Fields): Dependency[] | undefined {
  if (!root.has('dc_relation')) return undefined;
  const relation = root.child('dc_relation');
  return Object.keys(relation.data).flatMap(
    (name) =>
      relation.collect(name, (value, path) => {
        if (typeof value === 'string')
          return dependency(
            relation,
            { id: value.trim(), type: cutWord(name), optional: NEEDED.has(name) ? undefined : true },
            path,
          );
        const item = relation.toFields(value, path);
        if (!item) return undefined;
        const id = item.text('capability') ?? item.text('namespace');
        if (id === undefined) {
          root.context.report('manifest/missing-field', path, { field: `${fieldOf(path)}.capability` });
          return undefined;
        }
        const type = item.text('relationship', TEXT.word) ?? cutWord(name);
        return dependency(
          item,
          { id, version: item.text('version', TEXT.id), type, optional: NEEDED.has(name) ? undefined : true },
          path,
          item.at('version'),
        );
      }) ?? [],
  );
}

function cutWord(name: string): string | undefined {
  return name.trim().slice(0, TEXT.word).toWellFormed() || undefined;
}

function interfaces(service: Fields): Interface[] | undefined {
  const stated = service.collect('interfaces', (value, path): Interface | undefined => {
    const name = service.toText(value, path, TEXT.id);
    if (name === undefined) return undefined;
    const kind = interfaceKind(name);
    return kind === name.toLowerCase() ? { kind } : { kind, name };
  });
  const endpoint = service.child('health').reference('endpoint');
  if (endpoint === undefined) return stated;
  return [...(stated ?? []), { kind: 'rest', name: 'health', endpoint }];
}

/** Three spellings: a list in the pattern part, a mapping of mappings, a mapping of paths. */
function documents(root: Fields): Capability['documents'] {
  const listed = root
    .child('chora_pattern')
    .records('artifacts', (item) => document(item.needed('type', TEXT.word), item.reference('path')));
  const named = ['artifacts', 'dc_source'].flatMap((key) => {
    const raw = root.raw(key);
    if (!isPlainObject(raw))
      return raw === undefined
        ? []
        : (root.records(key, (item) => document(item.needed('type', TEXT.word), item.reference('path'))) ?? []);
    const group = root.child(key);
    return Object.keys(raw).flatMap((type) => {
      const path = isPlainObject(raw[type]) ? group.child(type).reference('path') : group.reference(type);
      return document(type.trim(), path) ?? [];
    });
  });
  return listed === undefined && named.length === 0 ? undefined : [...(listed ?? []), ...named];
}

function document(type: string | undefined, path: string | undefined): NonNullable<Capability['documents']>[number] | undefined {
  return type === undefined ? undefined : compact({ type, path });
}

function packages(service: Fields): Capability['packages'] {
  if (!service.has('distribution')) return undefined;
  const distribution = service.child('distribution');
  return Object.keys(distribution.data).flatMap((registry) => {
    const item = distribution.child(registry);
    const key = ['image', 'name'].find((other) => item.has(other) && !item.has('package_name')) ?? 'package_name';
    const name = item.needed(key, TEXT.reference);
    return name === undefined
      ? []
      : [compact({ registry: registry.trim() || 'other', name, version: item.text('version', TEXT.version) })];
  });
}

function aliases(root: Fields, metadata: Fields): Capability['aliases'] {
  const places = [
    [metadata, 'dc_identifier_legacy'],
    [metadata, 'chora_legacy_id'],
    [metadata, 'chora_legacy_identifier'],
    [root, 'chora_legacy_identifier'],
    [root, 'chora_legacy_id'],
    [root, 'chora_sap_id'],
  ] as const;
  const ids = places.flatMap(([fields, key]) => readOtherId(fields, fields.raw(key), fields.at(key)) ?? []);
  return ids.length === 0 ? undefined : [...new Set(ids)].map((id) => ({ id }));
}

function contact(root: Fields): string | undefined {
  const text = root.child('maintainer').text('contact', TEXT.title);
  return text === undefined || /^(tbd|todo|n\/a|none)$/i.test(text) ? undefined : text;
}
