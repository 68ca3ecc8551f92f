import type { ErrorObject } from 'ajv';
import { type Document, isMap, isNode, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import { digestOf } from './digest.js';
import { ChoraError } from './errors.js';
import { CONFIGURATION_WORDS } from './generated/configuration-words.js';
import { quote } from './quote.js';
import { nearest } from './suggest.js';
import type { Validator } from './validators.js';

/** What a configuration file says, and a way to point at the places it came from. */
export interface Configuration<T> {
  readonly value: T;
  /** Digest of what the file says: layout and comments do not count. */
  readonly digest: `sha256:${string}`;
  /** The error to throw about the value at `path`, with file, line and column. */
  problem(path: readonly (string | number)[], message: string, hint?: string): ChoraError;
}

/** A kind of configuration file: its code of errors, its schema, and that schema's file name. */
export interface ConfigurationKind {
  readonly code: string;
  readonly validate: Validator;
  readonly schema: string;
  /** What a keyword of the schema means in this file, where the general wording would not help: `<where> <wording>`. */
  readonly wording?: Readonly<Record<string, string>>;
}

/**
 * Reads a YAML file that an operator wrote. `name` is how the file is called in messages.
 * @throws ChoraError of the kind's code with line and column for whatever is wrong in it.
 */
export function readConfiguration<T>(text: string, name: string, kind: ConfigurationKind): Configuration<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
  });
  const problemAt = (offset: number, message: string, hint?: string) => {
    const { line, col } = lines.linePos(offset);
    return new ChoraError('config', kind.code, `${name}:${line}:${col}: ${message}`, hint);
  };
  const [syntax] = document.errors;
  if (syntax) throw problemAt(syntax.pos[0], `not valid YAML: ${syntax.message}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // Aliases that name nothing, or that grow without end.
    throw problemAt(0, `not usable: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!kind.validate(value)) {
    const [error] = mostTelling(kind.validate.errors ?? []);
    const path = error ? segments(error) : [];
    const offset = offsetOf(document, path, error && keyOf(error));
    throw problemAt(offset, error ? describe(error, kind.wording) : 'not valid', hintOf(error, kind));
  }
  return {
    value: value as T,
    digest: digestOf(JSON.stringify(sorted(value))),
    problem: (path, message, hint) => problemAt(offsetOf(document, path.map(String)), message, hint),
  };
}

/**
 * Alternatives report each of their branches; the deepest place is what the author wrote wrong. There, an unknown field tells more
 * than a missing one: it may be the same, misspelt.
 */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject[] {
  const isUnknown = (error: ErrorObject) => Number(keyOf(error) !== undefined);
  return [...errors].sort((a, b) => segments(b).length - segments(a).length || isUnknown(b) - isUnknown(a));
}

function segments(error: ErrorObject): string[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function keyOf(error: ErrorObject): string | undefined {
  return error.keyword === 'additionalProperties' ? String(error.params.additionalProperty) : undefined;
}

function describe(error: ErrorObject, wording: ConfigurationKind['wording'] = {}): string {
  const where = error.instancePath === '' ? 'the file' : quote(segments(error).join('.'));
  const special = wording[error.keyword];
  if (special !== undefined) return `${where} ${special}`;
  switch (error.keyword) {
    case 'type':
      return `${where} must be ${[error.params.type].flat().map(nameOfType).join(' or ')}`;
    case 'additionalProperties':
      return `unknown field ${quote(String(error.params.additionalProperty))}`;
    case 'required':
      return `${where} needs the field ${quote(String(error.params.missingProperty))}`;
    case 'enum':
      return `${where} must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
    case 'minProperties':
    case 'minItems':
      return `${where} is empty`;
    default:
      return `${where} ${error.message ?? 'is not valid'}`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  null: 'empty',
};

function nameOfType(type: unknown): string {
  return TYPES[String(type)] ?? String(type);
}

/** Where the schema is, and what may have been meant: by a field that nobody knows, or what a text of the form is. */
function hintOf(error: ErrorObject | undefined, { schema }: ConfigurationKind): string {
  const words = CONFIGURATION_WORDS[schema];
  const key = error && keyOf(error);
  const [near] = key === undefined ? [] : nearest(key, words?.fields ?? [], 1);
  const form = error?.keyword === 'pattern' ? words?.forms[String(error.params.pattern)] : undefined;
  const meant = near !== undefined ? `Did you mean ${quote(near)}? ` : form !== undefined ? `${form.replace(/\.?$/, '.')} ` : '';
  return `${meant}See schemas/${schema}.`;
}

/** Where the value at `path` (or its key `key`) stands; the nearest thing above it that has a place, if it has none. */
function offsetOf(document: Document, path: readonly string[], key?: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    node = isMap(node)
      ? node.items.find((pair) => nameOf(pair.key) === part)?.value
      : isNode(node) && 'items' in node
        ? (node.items as Node[])[Number(part)]
        : undefined;
    if (node === undefined) return offset;
    offset = startOf(node) ?? offset;
  }
  if (key !== undefined && isMap(node)) offset = startOf(node.items.find((pair) => nameOf(pair.key) === key)?.key) ?? offset;
  return offset;
}

function nameOf(key: unknown): string {
  return isNode(key) && 'value' in key ? String(key.value) : String(key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) && !isPair(node) ? node.range?.[0] : undefined;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
  );
}
