import type { Capability } from '../../model/manifest.js';
import { checkId, noteStyle, readDependency, readId, readVersion } from '../common.js';
import type { Draft, Reading } from '../context.js';
import { type Fields, fieldOf } from '../fields.js';
import { compact, LIFECYCLES, SECURITY_TIERS, STABILITIES, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';
import { type Documentation, docs, interfaces } from './star-discovery.js';

/** What only a star manifest has; without any of it, it is a canonical manifest as well. */
export function detectStar(value: unknown): boolean {
  if (!isPlainObject(value) || !Object.hasOwn(value, 'id')) return false;
  const status = value['validation_status'];
  return (
    Array.isArray(value['capabilities']) ||
    Array.isArray(value['features']) ||
    isPlainObject(value['telemetry']) ||
    isPlainObject(value['discovery']) ||
    ['inputs', 'outputs', 'dependencies'].some((key) => hasText(value[key])) ||
    (isPlainObject(status) && Object.hasOwn(status, 'passed'))
  );
}

function hasText(value: unknown): boolean {
  return Array.isArray(value) && value.some((item) => typeof item === 'string');
}

/** star.yaml of both generations: a record for the star, and one for each capability inside it. */
export function readStar(root: Fields): Reading {
  const id = readId(root, 'id');
  if (id === undefined) return { drafts: [] };
  noteStyle(root, id, root.at('id'));
  const discovery = root.child('discovery');
  const documents = docs(discovery);
  const capability = compact<Capability>({
    id,
    version: readVersion(root, ['version'], true),
    owner: required(root, 'owner', root.text('owner', TEXT.owner)),
    lifecycle_stage: required(root, 'lifecycle_stage', root.choice('lifecycle_stage', LIFECYCLES)),
    title: root.text('title', TEXT.title) ?? root.text('name', TEXT.title),
    description: root.text('description', TEXT.description),
    kind: 'star',
    tags: root.texts('tags', TEXT.id),
    stability: root.choice('stability', STABILITIES),
    security_tier: root.choice('security_tier', SECURITY_TIERS),
    inputs: ports(root, 'inputs'),
    outputs: ports(root, 'outputs'),
    dependencies: root.collect('dependencies', (value, path) => readDependency(root, value, path)),
    interfaces: interfaces(discovery),
    behaviors: behaviors(root),
    value_scenarios: scenarios(root),
    signals: signals(root.child('telemetry')),
    adr_links: root.references('adr_links'),
    links: documents.links,
    documentation: documentation(root, documents.documentation),
    validation_status: validation(root),
    compatibility: compatibility(root),
    secrets_required: root.texts('secrets_required', TEXT.id),
  });
  const inner = root.collect('capabilities', (value, path) => innerCapability(root, capability, value, path)) ?? [];
  root.dropRest();
  return { drafts: [{ capability, path: root.path }, ...inner] };
}

function required<T>(fields: Fields, field: string, value: T | undefined): T | null {
  if (value === undefined && (fields.raw(field) ?? null) === null)
    fields.context.report('manifest/missing-field', fields.path, { field });
  return value ?? null;
}

/** A capability that the star lists: what the star says of version, owner and stage holds for it too. */
function innerCapability(root: Fields, star: Capability, value: unknown, path: readonly (string | number)[]): Draft | undefined {
  const item = typeof value === 'string' ? undefined : root.toFields(value, path);
  if (!item && typeof value !== 'string') return undefined;
  const id = item ? readId(item, 'id') : checkId(root, value, path, fieldOf(path));
  if (id === undefined) return undefined;
  const own = star.value_scenarios?.filter((scenario) => scenario.capability === id);
  const capability = compact<Capability>({
    id,
    version: (item?.has('version') ? readVersion(item, ['version'], false) : undefined) ?? star.version,
    owner: star.owner,
    lifecycle_stage: star.lifecycle_stage,
    title: item?.text('title', TEXT.title) ?? item?.text('name', TEXT.title),
    description: item?.text('description', TEXT.description),
    part_of: star.id,
    behaviors: item && behaviors(item),
    value_scenarios: own && own.length > 0 ? own : undefined,
  });
  item?.dropRest('capabilities[].');
  return { capability, path };
}

function ports(root: Fields, key: string): Capability['outputs'] {
  return root.collect(key, (value, path) => {
    if (typeof value !== 'object' || value === null) {
      const name = root.toText(value, path, TEXT.id);
      return name === undefined ? undefined : { name };
    }
    const item = root.toFields(value, path);
    const name = item?.needed('name', TEXT.id);
    if (!item || name === undefined) return undefined;
    const port = compact({ name, type: item.text('type', TEXT.id), description: item.text('description', TEXT.description) });
    const needed = key === 'inputs' ? item.flag('required') : undefined;
    return needed === undefined ? port : { ...port, required: needed };
  });
}

function behaviors(fields: Fields): Capability['behaviors'] {
  return fields.collect('behaviors', (value, path) => {
    if (typeof value === 'string') {
      const id = fields.toText(value, path, TEXT.id);
      return id === undefined ? undefined : { id };
    }
    const item = fields.toFields(value, path);
    const id = item?.needed('id', TEXT.id);
    return item && id !== undefined
      ? compact({ id, ref: item.reference('ref'), status: item.text('status', TEXT.word) })
      : undefined;
  });
}

/** Value scenarios, and the second generation's features, which are the same thing: an id, a guide and a test. */
function scenarios(root: Fields): Capability['value_scenarios'] {
  const stated = root.records('value_scenarios', (item) => {
    const id = item.needed('id', TEXT.id);
    if (id === undefined) return undefined;
    const parts = { title: item.text('title', TEXT.title), guide: item.reference('guide'), tests: item.references('tests') };
    return compact({ id, ...parts, status: item.text('status', TEXT.word), capability: item.text('capability', TEXT.id) });
  });
  const features = root.records('features', (item) => {
    const id = item.needed('id', TEXT.id);
    if (id === undefined) return undefined;
    const test = item.reference('automated_test');
    return compact({
      id,
      title: item.text('description', TEXT.title),
      guide: item.reference('how_to_guide'),
      tests: test === undefined ? undefined : [test],
      status: item.text('status', TEXT.word),
    });
  });
  if (features) root.context.map('features → value_scenarios');
  return stated || features ? [...(stated ?? []), ...(features ?? [])] : undefined;
}

function signals(telemetry: Fields): Capability['signals'] {
  return telemetry.collect('signals', (value, path) => {
    const item = typeof value === 'string' ? undefined : telemetry.toFields(value, path);
    const id = item
      ? item.has('name') && !item.has('id')
        ? item.text('name', TEXT.id)
        : item.needed('id', TEXT.id)
      : telemetry.toText(typeof value === 'string' ? value : undefined, path, TEXT.id);
    if (id === undefined) return undefined;
    if (!item) return { id };
    const parts = { status: item.text('status', TEXT.word), doc: item.reference('doc'), owner: item.text('owner', TEXT.owner) };
    return compact({ id, ...parts, last_update: item.text('last_update', TEXT.word) });
  });
}

function documentation(root: Fields, found: Documentation): Capability['documentation'] {
  const stated = root.child('documentation');
  const own = compact<Documentation>({
    tutorial: stated.reference('tutorial'),
    how_to: stated.reference('how_to'),
    reference: stated.reference('reference'),
    explanation: stated.reference('explanation'),
  });
  const merged = { ...found, ...own };
  return Object.keys(merged).length > 0 ? merged : undefined;
}

function validation(root: Fields): Capability['validation_status'] {
  const raw = root.raw('validation_status');
  if (!isPlainObject(raw)) {
    const result = root.text('validation_status', TEXT.word);
    return result === undefined ? undefined : { result };
  }
  const item = root.child('validation_status');
  const passed = item.flag('passed');
  const result = item.text('result', TEXT.word) ?? (passed === undefined ? undefined : passed ? 'passed' : 'failed');
  if (result === undefined) return undefined;
  const status = compact({ result, last_run: item.text('last_run', TEXT.word), tool: item.text('tool', TEXT.id) });
  return raw['last_run'] === null ? { ...status, last_run: null } : status;
}

function compatibility(root: Fields): Capability['compatibility'] {
  if (!isPlainObject(root.raw('compatibility'))) return undefined;
  const item = root.child('compatibility');
  const back = item.texts('backward_compatible_with');
  return compact({
    backward_compatible_with: back,
    breaks_compatibility_with: item.texts('breaks_compatibility_with'),
    tested_consumers: item.texts('tested_consumers'),
  });
}
