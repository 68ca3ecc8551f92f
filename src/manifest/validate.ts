import type { ErrorObject } from 'ajv';
import type { Manifest } from '../model/generated/types.js';
import { validateManifest } from '../model/validators.js';
import type { Path } from './document.js';
import { type Fields, fieldOf, nameOfType } from './fields.js';
import { cleanText, cut, suggest } from './normalize.js';
import { isPlainObject } from './plain.js';
import { checkReferences } from './references.js';
import { FIELDS } from './schema-fields.js';
import { HOLE, remove, setAt, sweep, valueAt } from './tree.js';

export interface ValidatedManifest {
  /** What of the manifest is valid. The required fields may still be missing. */
  readonly manifest: Partial<Manifest>;
  /** Valid as it is. */
  readonly conformant: boolean;
}

/** Checks a canonical manifest against its schema: every error becomes a finding at its place, and its value is left out. */
export function validManifest(fields: Fields): ValidatedManifest {
  const tree = cleanTree(fields, fields.data, fields.path);
  const conformant = validateManifest(tree);
  const errors = conformant ? [] : relevant(validateManifest.errors ?? [], tree);
  for (const error of errors) report(fields, error, tree);
  const numeric = typeof fields.data['version'] === 'number' ? fields.context.document.source(fields.at('version')) : undefined;
  checkReferences(fields, tree);
  for (const error of errors) fix(error, tree);
  sweep(tree);
  // What was left out may be required by what held it; a few rounds reach the root.
  for (let round = 0; round < ROUNDS && !validateManifest(tree); round += 1) {
    for (const error of relevant(validateManifest.errors ?? [], tree)) fix(error, tree);
    sweep(tree);
  }
  if (numeric !== undefined && isPlainObject(tree)) tree['version'] = numeric;
  return { manifest: tree as Partial<Manifest>, conformant };
}

/** The schema nests three levels; each round takes one away. */
const ROUNDS = 6;

/** A copy with trimmed and cleaned texts. */
function cleanTree(fields: Fields, value: unknown, path: Path): unknown {
  if (typeof value === 'string') {
    const { text, changed } = cleanText(value);
    if (changed) fields.context.report('manifest/unclean-text', path, { field: fieldOf(path) });
    return text;
  }
  if (Array.isArray(value)) return value.map((item, index) => cleanTree(fields, item, [...path, index]));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanTree(fields, item, [...path, key])]));
}

/** Where the schema allows a text or a mapping, only the errors that belong to what is there. */
function relevant(errors: readonly ErrorObject[], tree: unknown): ErrorObject[] {
  const either = new Set(errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath));
  if (either.size === 0) return [...errors];
  return errors.filter((error) => {
    if (!either.has(error.instancePath)) return true;
    const value = valueAt(tree, pathOf(error, tree));
    if (typeof value !== 'string' && !isPlainObject(value)) return error.keyword === 'anyOf';
    return error.keyword !== 'anyOf' && error.keyword !== 'type';
  });
}

function report(fields: Fields, error: ErrorObject, tree: unknown): void {
  const path = pathOf(error, tree);
  const field = fieldOf(path);
  const value = valueAt(tree, path);
  const tell = fields.context;
  const at = [...fields.path, ...path];
  const shown = typeof value === 'object' ? nameOfType(value) : String(value);
  switch (error.keyword) {
    case 'required': {
      const missing = String(error.params['missingProperty']);
      // A manifest without id was refused before.
      if (path.length > 0 || missing !== 'id') tell.report('manifest/missing-field', at, { field: fieldOf([...path, missing]) });
      return;
    }
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      tell.report(
        'manifest/unknown-field',
        [...at, key],
        () => ({ field: fieldOf([...path, key]), ...suggest(key, FIELDS[path[0] ?? '']) }),
        'key',
      );
      return;
    }
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).map(String);
      tell.report('manifest/not-allowed-value', at, () => ({
        field,
        value: shown,
        allowed: allowed.join(', '),
        ...suggest(shown, allowed),
      }));
      return;
    }
    case 'maxLength':
      tell.report('manifest/too-long', at, { field, length: shown.length, limit: Number(error.params['limit']) });
      return;
    case 'type':
    case 'anyOf':
      if (field === 'version' && typeof value === 'number')
        tell.report('manifest/numeric-version', at, { version: fields.context.document.source(at) ?? shown });
      else tell.report('manifest/wrong-type', at, { field, expected: expectedType(error), found: nameOfType(value) });
      return;
    default:
      reportForm(fields, at, field, shown);
  }
}

function reportForm(fields: Fields, at: Path, field: string, shown: string): void {
  if (field === 'id') fields.context.report('manifest/id-style', at, { id: shown });
  else if (field === 'version') fields.context.report('manifest/version-not-semver', at, { version: shown });
  else
    fields.context.report('manifest/malformed-value', at, {
      field,
      value: shown,
      expected: FORMS[String(at.at(-1))] ?? 'text that is not empty',
    });
}

const DURATION = 'a number and a unit, such as 60m or 14d';
const FORMS: Readonly<Record<string, string>> = { ttl: DURATION, window: DURATION, sunset: 'a date such as 2026-06-01' };
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
  null: 'empty',
};

function expectedType(error: ErrorObject): string {
  if (error.keyword === 'anyOf') return 'text or a mapping';
  return [error.params['type']]
    .flat()
    .map((type) => TYPES[String(type)] ?? String(type))
    .join(' or ');
}

/** Takes out of the tree what an error is about, so that the rest can be indexed. */
function fix(error: ErrorObject, tree: unknown): void {
  const path = pathOf(error, tree);
  if (error.keyword === 'additionalProperties') remove(tree, [...path, String(error.params['additionalProperty'])]);
  else if (path.length === 0 || valueAt(tree, path) === HOLE) return;
  else if (error.keyword === 'maxLength') setAt(tree, path, cut(String(valueAt(tree, path)), Number(error.params['limit'])));
  // An id or a version of another form is still what the publisher calls it.
  else if (error.keyword === 'pattern' && path.length === 1 && (path[0] === 'id' || path[0] === 'version')) return;
  else remove(tree, path);
}

/** A JSON Pointer as the path that it is in this tree. */
function pathOf(error: ErrorObject, tree: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let at: unknown = tree;
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(at) ? Number(key) : key;
    path.push(step);
    at = valueAt(at, [step]);
  }
  return path;
}
