import { parseRange, statedRange } from '../model/version-range.js';
import type { Path } from './document.js';
import { type Fields, fieldOf } from './fields.js';
import { idProblem, isSafeLink, isSafeReference } from './normalize.js';
import { isPlainObject } from './plain.js';
import { remove, valueAt } from './tree.js';

/** Fields of a canonical manifest that hold a path or an address. */
const REFERENCES: readonly (readonly [list: string, field: string])[] = [
  ['interfaces', 'endpoint'],
  ['behaviors', 'ref'],
  ['value_scenarios', 'guide'],
  ['signals', 'doc'],
];

/** What the schema cannot say: ranges that can be understood, and addresses that are safe to show. Unsafe ones are taken out. */
export function checkReferences(fields: Fields, tree: unknown): void {
  const strip = (path: Path, safe: (text: string) => boolean) => {
    const value = valueAt(tree, path);
    if (typeof value !== 'string' || safe(value)) return;
    fields.context.report('manifest/unsafe-url', [...fields.path, ...path], { url: value });
    remove(tree, path);
  };
  for (const [list, field] of REFERENCES) each(tree, list, (path) => strip([...path, field], isSafeReference));
  each(tree, 'links', (path) => strip([...path, 'url'], isSafeLink));
  each(tree, 'adr_links', (path) => strip(path, isSafeReference));
  each(tree, 'value_scenarios', (path) => {
    const tests = valueAt(tree, [...path, 'tests']);
    if (Array.isArray(tests)) for (const index of tests.keys()) strip([...path, 'tests', index], isSafeReference);
  });
  const documentation = valueAt(tree, ['documentation']);
  if (isPlainObject(documentation)) for (const key of Object.keys(documentation)) strip(['documentation', key], isSafeReference);
  each(tree, 'dependencies', (path) => checkDependency(fields, tree, path));
  each(tree, 'aliases', (path) => checkOtherId(fields, tree, path));
  checkOtherId(fields, tree, ['deprecation'], 'replaced_by');
}

function checkDependency(fields: Fields, tree: unknown, path: Path): void {
  checkOtherId(fields, tree, path);
  const id = valueAt(tree, [...path, 'id']);
  const version = valueAt(tree, [...path, 'version']);
  if (typeof id !== 'string' || (version !== undefined && typeof version !== 'string')) return;
  const { range } = statedRange({ id, ...(version === undefined ? {} : { version }) });
  if (range === undefined) fields.context.noRange(id, [...fields.path, ...path]);
  else if (parseRange(range) === null) {
    fields.context.report('manifest/range-not-understood', [...fields.path, ...path, 'version'], {
      range,
      id: id || fieldOf(path),
    });
  }
}

/** The id of another capability: what is not fit to be an id is left out. */
function checkOtherId(fields: Fields, tree: unknown, path: Path, key = 'id'): void {
  const at = [...path, key];
  const id = valueAt(tree, at);
  if (typeof id !== 'string' || id === '' || idProblem(id) === undefined) return;
  fields.context.report('manifest/malformed-value', [...fields.path, ...at], {
    field: fieldOf(at),
    value: id,
    expected: 'the id of a capability',
  });
  remove(tree, at);
}

function each(tree: unknown, list: string, visit: (path: Path) => void): void {
  const items = valueAt(tree, [list]);
  if (Array.isArray(items)) for (const index of items.keys()) visit([list, index]);
}
