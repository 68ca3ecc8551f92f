import type { Capability } from '../../model/manifest.js';
import { type Dependency, dependency, readId, readStatus, readVersion } from '../common.js';
import type { Draft, Reading } from '../context.js';
import { type Fields, fieldOf } from '../fields.js';
import { compact, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

export function detectCoordination(value: unknown): boolean {
  return (
    isPlainObject(value) && Object.hasOwn(value, 'repo') && (Array.isArray(value['provides']) || Array.isArray(value['consumes']))
  );
}

/** CAPABILITIES/<repo>.yaml: a record for the repository, which depends on what it consumes, and one for each thing it provides. */
export function readCoordination(root: Fields): Reading {
  const id = readId(root, 'repo');
  if (id === undefined) return { drafts: [] };
  const needed = [...(consumed(root) ?? []), ...ecosystem(root.child('dependencies'))];
  const capability = compact<Capability>({
    id,
    version: readVersion(root, ['version'], true),
    owner: id.slice(0, TEXT.owner).toWellFormed(),
    lifecycle_stage: null,
    title: root.text('name', TEXT.title),
    description: root.text('description', TEXT.description),
    kind: 'repository',
    tags: root.texts('tags', TEXT.id),
    dependencies: root.has('consumes') || needed.length > 0 ? needed : undefined,
    contact: contact(root),
  });
  const provided = root.records('provides', (item) => readProvided(item, capability)) ?? [];
  root.skip('updated').dropRest();
  return { drafts: [{ capability, path: root.path }, ...provided] };
}

function readProvided(item: Fields, repository: Capability): Draft | undefined {
  const id = readId(item, 'id');
  if (id === undefined) return undefined;
  const location = item.reference('location');
  const capability = compact<Capability>({
    id,
    version: readVersion(item, ['version'], true),
    owner: repository.owner,
    lifecycle_stage: item.has('status') ? readStatus(item, 'status').lifecycle : null,
    title: item.text('name', TEXT.title),
    description: item.text('description', TEXT.description),
    part_of: repository.id,
    tags: item.texts('tags', TEXT.id),
    documents: location === undefined ? undefined : [{ type: 'location', path: location }],
    // Placeholders such as “all repos” are what the publisher says; they are kept as words, not read as ids.
    consumers: item.texts('consumers', TEXT.id),
  });
  item.dropRest('provides[].');
  return { capability, path: item.path };
}

function consumed(root: Fields): Dependency[] | undefined {
  return root.records('consumes', (item) => {
    const id = item.text('capability') ?? item.text('repo');
    const type = item.has('capability') ? 'capability' : 'repository';
    const made = needs(item, id, type);
    item.dropRest('consumes[].');
    return made;
  });
}

/** dependencies.required names tools, dependencies.ecosystem other repositories. */
function ecosystem(stated: Fields): Dependency[] {
  const tools = stated.records('required', (item) => needs(item, item.text('name') ?? item.text('id'), 'tool'));
  const repositories = stated.records('ecosystem', (item) => needs(item, item.text('repo') ?? item.text('name'), 'repository'));
  return [...(tools ?? []), ...(repositories ?? [])];
}

function needs(item: Fields, id: string | undefined, type: string): Dependency | undefined {
  if (id === undefined) {
    item.context.report('manifest/missing-field', item.path, { field: `${fieldOf(item.path)}.id` });
    return undefined;
  }
  return dependency(
    item,
    { id, version: item.text('version', TEXT.id), type, optional: item.flag('optional') },
    item.path,
    item.at('version'),
  );
}

/** The first way to reach the repository's people. */
function contact(root: Fields): string | undefined {
  const raw = root.raw('contact');
  if (typeof raw === 'string') return root.text('contact', TEXT.title);
  return root.records('contact', (item) => item.link('url')?.url.slice(0, TEXT.title).toWellFormed())?.[0];
}
