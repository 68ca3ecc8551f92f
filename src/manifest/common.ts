import type { Capability } from '../model/manifest.js';
import { parseRange, statedRange } from '../model/version-range.js';
import type { Path } from './document.js';
import { type Fields, fieldOf, nameOfType } from './fields.js';
import {
  compact,
  hasStyle,
  idProblem,
  isSemver,
  type Lifecycle,
  STATUSES,
  type Stability,
  splitDependency,
  TEXT,
} from './normalize.js';

export type Dependency = NonNullable<Capability['dependencies']>[number];
export type Interface = NonNullable<Capability['interfaces']>[number];

/** The id in the first of these fields that is set; undefined, with an error, when there is none that may be used. */
export function readId(fields: Fields, ...keys: string[]): string | undefined {
  const key = keys.find((candidate) => isSet(fields.raw(candidate))) ?? keys[0] ?? 'id';
  return checkId(fields, fields.raw(key), fields.at(key), fieldOf(fields.at(key)));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The id of something else than the record: one that may not be used is left out, and the record stays. */
export function readOtherId(fields: Fields, value: unknown, path: Path): string | undefined {
  const id = fields.toText(value, path, TEXT.reference);
  if (id === undefined || idProblem(id) === undefined) return id;
  fields.context.report('manifest/malformed-value', path, {
    field: fieldOf(path),
    value: id,
    expected: 'the id of a capability',
  });
  return undefined;
}

export function checkId(fields: Fields, value: unknown, path: Path, field: string): string | undefined {
  if (!isSet(value)) {
    fields.context.report('manifest/no-id', fields.path, { field });
    return undefined;
  }
  if (typeof value !== 'string') {
    fields.context.report('manifest/id-not-text', path, { field, found: nameOfType(value) });
    return undefined;
  }
  const reason = idProblem(value);
  if (reason === undefined) return value;
  fields.context.report('manifest/hostile-id', path, { id: value, reason });
  return undefined;
}

/** Tells when an id of a format with ids such as domain.capability.action has another form. */
export function noteStyle(fields: Fields, id: string, path: Path = fields.path): void {
  if (!hasStyle(id)) fields.context.report('manifest/id-style', path, { id });
}

/** The version as it is written, or null. */
export function readVersion(fields: Fields, keys: readonly string[], required: boolean): string | null {
  const key = keys.find((candidate) => isSet(fields.raw(candidate)));
  if (key === undefined) {
    if (required) fields.context.report('manifest/missing-field', fields.path, { field: keys[0] ?? 'version' });
    return null;
  }
  const version = fields.text(key, TEXT.version);
  if (version === undefined) return null;
  if (typeof fields.raw(key) === 'number') fields.context.report('manifest/numeric-version', fields.at(key), { version });
  else if (!isSemver(version)) fields.context.report('manifest/version-not-semver', fields.at(key), { version });
  return version;
}

/** A stage in the words of another format. */
export function readStatus(fields: Fields, key: string): { lifecycle: Lifecycle | null; stability?: Stability } {
  const found = fields.choice(key, STATUSES);
  if (!found) return { lifecycle: null };
  const word = String(fields.raw(key)).toLowerCase();
  if (word !== found.lifecycle) {
    fields.context.map(
      `${key} ${word} → lifecycle_stage ${found.lifecycle}${found.stability ? `, stability ${found.stability}` : ''}`,
    );
  }
  return found;
}

/** Checks a dependency's range, and notes when there is none. */
export function checkRange(fields: Fields, dependency: Dependency, path: Path): Dependency {
  const { range } = statedRange(dependency);
  if (range === undefined) fields.context.noRange(dependency.id, path);
  else if (parseRange(range) === null) fields.context.report('manifest/range-not-understood', path, { range, id: dependency.id });
  return dependency;
}

/** A dependency as a mapping with an id, or as one text with its range in it. */
export function readDependency(fields: Fields, value: unknown, path: Path): Dependency | undefined {
  if (typeof value === 'string') {
    const text = fields.toText(value, path, TEXT.reference);
    if (text === undefined) return undefined;
    const { id, version } = splitDependency(text);
    return dependency(fields, { id, version }, path);
  }
  const item = fields.toFields(value, path);
  if (!item) return undefined;
  const id = item.text('id', TEXT.reference);
  if (id === undefined) {
    item.context.report('manifest/missing-field', path, { field: `${fieldOf(path)}.id` });
    return undefined;
  }
  const version = item.text('version', TEXT.id);
  return dependency(
    item,
    { id, version, type: item.text('type', TEXT.word), scope: item.text('scope', TEXT.word), optional: item.flag('optional') },
    path,
    item.at('version'),
  );
}

type DependencyParts = {
  id: string;
  version?: string | undefined;
  type?: string | undefined;
  scope?: string | undefined;
  optional?: boolean | undefined;
};

/** Makes a dependency of its parts (`unversioned`: the format has no ranges); undefined, with a finding, when its id may not be used. */
export function dependency(
  fields: Fields,
  parts: DependencyParts,
  path: Path,
  range: Path | 'unversioned' = path,
): Dependency | undefined {
  const reason = idProblem(parts.id);
  if (reason !== undefined || (parts.version?.length ?? 0) > TEXT.id) {
    fields.context.report('manifest/malformed-value', path, {
      field: fieldOf(path),
      value: parts.id,
      expected: 'the id of a capability',
    });
    return undefined;
  }
  const made = compact<Dependency>({
    id: parts.id,
    version: parts.version,
    type: parts.type,
    scope: parts.scope,
    optional: parts.optional,
  });
  return range === 'unversioned' ? made : checkRange(fields, made, range);
}

/** The kind of interface that a protocol's name speaks of. */
export function interfaceKind(name: string): Interface['kind'] {
  const word = name.toLowerCase();
  if (/\bmcp\b|model context protocol/.test(word)) return 'mcp';
  if (/\bgrpc\b/.test(word)) return 'grpc';
  if (/\b(rest|https?|openapi|api)\b/.test(word)) return 'rest';
  if (/\b(cli|command.line|shell)\b/.test(word)) return 'cli';
  if (/\b(library|sdk|python|node)\b/.test(word)) return 'library';
  return 'other';
}

/** `ghcr.io/owner/name:1.2@sha256:…` → its name and tag. */
export function imagePackage(image: string): { registry: string; name: string; version?: string } {
  const [reference = '', digest] = image.split('@', 2);
  const colon = reference.lastIndexOf(':');
  const tagged = colon > reference.lastIndexOf('/');
  const version = tagged ? reference.slice(colon + 1) : digest;
  return { registry: 'oci', name: (tagged ? reference.slice(0, colon) : reference) || image, ...(version ? { version } : {}) };
}
