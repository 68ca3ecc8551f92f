import type { AliasStatement } from '../../model/manifest.js';
import { readOtherId } from '../common.js';
import type { Reading } from '../context.js';
import type { Fields } from '../fields.js';
import { compact } from '../normalize.js';
import { isPlainObject } from '../plain.js';

export function detectAliasMapping(value: unknown): boolean {
  if (!isPlainObject(value) || Object.hasOwn(value, 'id') || !isPlainObject(value['aliases'])) return false;
  return Object.values(value['aliases']).every((item) => isPlainObject(item) && Object.hasOwn(item, 'namespace'));
}

/** capabilities/alias-mapping.json: older names of capabilities that have manifests of their own. */
export function readAliasMapping(root: Fields): Reading {
  const mapping = root.skip('version').child('aliases');
  const aliases = Object.keys(mapping.data).flatMap((name): AliasStatement[] => {
    const item = mapping.child(name);
    const alias = readOtherId(mapping, name, mapping.at(name));
    const id = readOtherId(item, item.raw('namespace'), item.at('namespace'));
    const sunset = item.day('sunset_date');
    // The status of an alias is always that it is old.
    item.skip('status').dropRest('aliases.*.');
    return alias === undefined || id === undefined
      ? []
      : [compact<AliasStatement>({ alias, id, ...(sunset === undefined ? {} : { sunset }) })];
  });
  root.dropRest();
  return { drafts: [], aliases };
}
