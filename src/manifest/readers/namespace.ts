import type { Capability } from '../../model/manifest.js';
import { type Interface, interfaceKind, noteStyle, readId, readVersion } from '../common.js';
import type { Reading } from '../context.js';
import type { Fields } from '../fields.js';
import { compact, isSafeLink, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

/** apiVersion rules out Kubernetes' namespace.yaml. */
export function detectNamespace(value: unknown): boolean {
  return (
    isPlainObject(value) &&
    Object.hasOwn(value, 'namespace') &&
    value['apiVersion'] === undefined &&
    ('domain' in value || 'capability' in value)
  );
}

/** namespace.yaml: a repository says which capability it is. */
export function readNamespace(root: Fields): Reading {
  const id = readId(root, 'namespace');
  if (id === undefined) return { drafts: [] };
  noteStyle(root, id, root.at('namespace'));
  const purpose = root.text('purpose', TEXT.description);
  const repository = root.text('repository');
  const capability = compact<Capability>({
    id,
    version: readVersion(root, ['version'], true),
    owner: root.text('owner', TEXT.owner) ?? null,
    lifecycle_stage: null,
    title: root.text('title', TEXT.title) ?? root.text('name', TEXT.title) ?? root.text('capability', TEXT.title),
    description: root.text('description', TEXT.description) ?? purpose,
    kind: root.text('type', TEXT.word)?.toLowerCase(),
    domain: root.text('domain', TEXT.word),
    tags: root.texts('tags', TEXT.id),
    interfaces: interfaces(root),
    links: repository !== undefined && isSafeLink(repository) ? [{ title: 'Repository', url: repository }] : undefined,
  });
  if (repository !== undefined && !capability.links) root.context.drop('repository');
  root.skip('created', 'name', 'capability').dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

function interfaces(root: Fields): Interface[] | undefined {
  const name = root.text('protocol', TEXT.id);
  return name === undefined ? undefined : [{ kind: interfaceKind(name), name }];
}
