import type { Capability } from '../../model/manifest.js';
import { checkId, type Dependency, dependency, type Interface, readStatus } from '../common.js';
import type { Reading } from '../context.js';
import type { Fields } from '../fields.js';
import { compact, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

export function detectBackstage(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { apiVersion, kind } = value;
  return (
    typeof apiVersion === 'string' &&
    /^([a-z0-9-]+\.)?backstage\.io\//.test(apiVersion) &&
    Object.hasOwn(value, 'kind') &&
    kind !== null
  );
}

/** Kinds that describe people, places and how to make things. */
const NOT_CAPABILITIES = new Set(['group', 'user', 'template', 'location']);

/** catalog-info.yaml, one entity of the Backstage software catalog (backstage.io/docs/features/software-catalog/descriptor-format). */
export function readBackstage(root: Fields): Reading {
  const kind = root.skip('apiVersion').text('kind', TEXT.word)?.toLowerCase();
  const metadata = root.child('metadata');
  const name = metadata.raw('name');
  if (kind === undefined) {
    root.context.report('manifest/missing-field', root.path, { field: 'kind' });
    return { drafts: [] };
  }
  if (NOT_CAPABILITIES.has(kind)) {
    root.context.notCapability(`${kind} ${typeof name === 'string' ? name : ''}`.trim(), root.path);
    return { drafts: [] };
  }
  if (checkId(metadata, name, metadata.at('name'), 'metadata.name') === undefined) return { drafts: [] };
  const id = checkId(
    metadata,
    entityRef(`${metadata.text('namespace') ?? 'default'}/${String(name)}`, kind),
    metadata.at('name'),
    'metadata.name',
  );
  if (id === undefined) return { drafts: [] };
  const spec = root.child('spec');
  const status = spec.has('lifecycle') ? readStatus(spec, 'lifecycle') : { lifecycle: null };
  const type = spec.text('type', TEXT.word);
  const capability = compact<Capability>({
    id,
    version: null,
    owner: owner(spec),
    lifecycle_stage: status.lifecycle,
    title: metadata.text('title', TEXT.title) ?? metadata.text('name', TEXT.title),
    description: metadata.text('description', TEXT.description),
    kind,
    domain: spec.text('domain', TEXT.word) ?? systemName(spec),
    part_of: partOf(spec),
    // Component types (service, library, website …) are what people filter by; the record's kind is the entity's.
    tags: type === undefined ? metadata.texts('tags', TEXT.id) : [...new Set([...(metadata.texts('tags', TEXT.id) ?? []), type])],
    stability: status.stability,
    dependencies: dependencies(spec),
    interfaces: interfaces(spec, kind, type),
    links: metadata.records('links', (link) => link.link('url', link.text('title', TEXT.title))),
    consumers: spec.collect('dependencyOf', (value, path) => reference(spec, value, path, 'component')),
  });
  metadata.dropRest('metadata.');
  spec.dropRest('spec.');
  root.dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

/** An entity reference in full and in lower case, as Backstage compares them: `[kind:][namespace/]name`. */
function entityRef(text: string, defaultKind: string): string {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  const kind = colon < 0 ? defaultKind : text.slice(0, colon);
  return `${kind}:${rest.includes('/') ? rest : `default/${rest}`}`.toLowerCase();
}

/** The owner as people write it: groups of the default namespace by name alone, users as user:name. */
function owner(spec: Fields): string | null {
  const text = spec.text('owner', TEXT.owner);
  return text?.replace(/^group:/i, '').replace(/^(user:)?default\//i, '$1') || null;
}

/** A system stands for what it groups; entities of none are listed by kind. */
function systemName(spec: Fields): string | undefined {
  return spec.has('system') ? spec.text('system', TEXT.word)?.replace(/^.*[:/]/, '') || undefined : undefined;
}

function partOf(spec: Fields): string | undefined {
  const component = spec.raw('subcomponentOf');
  const system = spec.raw('system');
  if (component !== undefined && component !== null) return reference(spec, component, spec.at('subcomponentOf'), 'component');
  return reference(spec, system, spec.at('system'), 'system');
}

function reference(spec: Fields, value: unknown, path: readonly (string | number)[], defaultKind: string): string | undefined {
  const text = spec.toText(value, path, TEXT.id);
  return text === undefined ? undefined : entityRef(text, defaultKind).slice(0, TEXT.id).toWellFormed();
}

function dependencies(spec: Fields): Dependency[] | undefined {
  const lists = (
    [
      ['dependsOn', 'component'],
      ['consumesApis', 'api'],
    ] as const
  ).map(([type, defaultKind]) =>
    spec.collect(type, (value, path) => {
      const id = reference(spec, value, path, defaultKind);
      return id === undefined ? undefined : dependency(spec, { id, type }, path, 'unversioned');
    }),
  );
  return lists.every((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

const API_KINDS: Readonly<Record<string, Interface['kind']>> = { openapi: 'rest', rest: 'rest', grpc: 'grpc', mcp: 'mcp' };

/** The APIs that a component provides; an API is one itself. */
function interfaces(spec: Fields, kind: string, type: string | undefined): Interface[] | undefined {
  if (kind === 'api') {
    const word = type?.toLowerCase() ?? '';
    return [compact<Interface>({ kind: Object.hasOwn(API_KINDS, word) ? (API_KINDS[word] ?? 'other') : 'other', name: type })];
  }
  return spec.collect('providesApis', (value, path): Interface | undefined => {
    const name = reference(spec, value, path, 'api');
    return name === undefined ? undefined : { kind: 'other', name };
  });
}
