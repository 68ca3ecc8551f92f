import type { Capability } from '../../model/manifest.js';
import { readId } from '../common.js';
import type { Reading } from '../context.js';
import type { Fields } from '../fields.js';
import { compact, SECURITY_TIERS } from '../normalize.js';
import { isPlainObject } from '../plain.js';
import { MANIFEST_FIELDS } from '../schema-fields.js';
import { validManifest } from '../validate.js';

/** Fields that are telling, also without an id. */
const TELLING = ['lifecycle_stage', 'security_tier', 'adr_links', 'value_scenarios'];

/** An id with anything that a manifest has, or, where the id is forgotten, what hardly anything else has. */
export function detectChora(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  const known = keys.filter((key) => MANIFEST_FIELDS.has(key) || key.startsWith('x-'));
  if (!keys.includes('id')) return known.length >= 2 && known.some((key) => TELLING.includes(key));
  return known.length === keys.length || known.some((key) => key === 'version' || key === 'owner' || TELLING.includes(key));
}

/** The canonical manifest: validated as a whole, then brought to the one spelling that records have. */
export function readChora(root: Fields): Reading {
  if (readId(root, 'id') === undefined) return { drafts: [] };
  const { manifest, conformant } = validManifest(root);
  const { $schema, version, owner, lifecycle_stage, security_tier, signals, validation_status, ...same } = manifest;
  const plain = Object.fromEntries(Object.entries(same).filter(([key]) => !key.startsWith('x-'))) as typeof same & { id: string };
  const capability = compact<Capability>({
    ...plain,
    version: version ?? null,
    owner: owner ?? null,
    lifecycle_stage: lifecycle_stage ?? null,
    security_tier: security_tier && SECURITY_TIERS[security_tier],
    signals: signals?.map((signal) => (typeof signal === 'string' ? { id: signal } : signal)),
    validation_status: typeof validation_status === 'string' ? { result: validation_status } : validation_status,
  });
  return { drafts: [{ capability, path: root.path, conformant }] };
}
