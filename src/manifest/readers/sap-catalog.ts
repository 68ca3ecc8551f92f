import type { Capability } from '../../model/manifest.js';
import { dependency, readId, readStatus, readVersion } from '../common.js';
import type { Draft, Reading } from '../context.js';
import type { Fields } from '../fields.js';
import { compact, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

export function detectSapCatalog(value: unknown): boolean {
  return isPlainObject(value) && Array.isArray(value['saps']);
}

/** sap-catalog.json: one file, one record for each Skilled Awareness Package. */
export function readSapCatalog(root: Fields): Reading {
  const drafts = root.records('saps', readSap) ?? [];
  root.skip('version', 'updated', 'description', 'total_saps').dropRest();
  return { drafts };
}

function readSap(sap: Fields): Draft | undefined {
  const id = readId(sap, 'id');
  if (id === undefined) return undefined;
  const status = readStatus(sap, 'status');
  const capability = compact<Capability>({
    id,
    version: readVersion(sap, ['version'], true),
    owner: sap.text('author', TEXT.owner) ?? null,
    lifecycle_stage: status.lifecycle,
    title: sap.text('full_name', TEXT.title) ?? sap.text('name', TEXT.title),
    description: sap.text('description', TEXT.description),
    kind: 'sap',
    domain: sap.text('domain', TEXT.word),
    tags: sap.texts('tags', TEXT.id),
    stability: status.stability,
    dependencies: sap.collect('dependencies', (value, path) => {
      const other = sap.toText(value, path, TEXT.reference);
      return other === undefined ? undefined : dependency(sap, { id: other }, path);
    }),
    documents: documents(sap),
    deprecation: deprecation(sap),
  });
  sap.skip('name').dropRest('saps[].');
  return { capability, path: sap.path };
}

/** Each artifact that is there; the files of an SAP are named as its artifacts, with dashes. */
function documents(sap: Fields): Capability['documents'] {
  const location = sap.reference('location')?.replace(/\/+$/, '');
  if (!sap.has('artifacts')) return location === undefined ? undefined : [{ type: 'location', path: location }];
  const artifacts = sap.child('artifacts');
  return Object.keys(artifacts.data).flatMap((name) => {
    const type = name.trim();
    if (artifacts.flag(name) !== true || !type) return [];
    return [
      compact({
        type,
        path: location === undefined || !/^\w+$/.test(type) ? location : `${location}/${type.replaceAll('_', '-')}.md`,
      }),
    ];
  });
}

function deprecation(sap: Fields): Capability['deprecation'] {
  if (!isPlainObject(sap.raw('deprecation'))) return undefined;
  const stated = sap.child('deprecation');
  const since = stated.text('date', TEXT.word);
  const deprecation = compact({
    since,
    sunset: stated.day('support_end_date'),
    replaced_by: stated.text('replacement', TEXT.id),
  });
  stated.dropRest('saps[].deprecation.');
  return deprecation;
}
