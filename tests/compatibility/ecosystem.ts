import type { Alias, Capability, Dependency, Entry } from '../../src/model/generated/types.js';
import { entry, withCapability } from '../catalog/entries.js';

export const NOW = new Date('2026-05-04T08:00:00Z');

/** Versions of a capability, the current one first. */
export function versions(id: string, all: readonly (string | null)[], more: Partial<Capability> = {}): Entry[] {
  return all.map((version, place) =>
    withCapability(entry(id, version, { status: place === 0 ? 'current' : 'superseded' }), {
      contact: `${id.split('.')[0]}@example.org`,
      ...more,
    }),
  );
}

/** A consumer with dependencies written as `id range`, or as they are. */
export function consumer(id: string, needs: readonly (string | Dependency)[], more: Partial<Capability> = {}): Entry {
  const dependencies = needs.map((each): Dependency => {
    if (typeof each !== 'string') return each;
    const [target = '', ...range] = each.split(' ');
    return { id: target, ...(range.length === 0 ? {} : { version: range.join(' ') }) };
  });
  return versions(id, ['1.0.0'], { dependencies, ...more })[0] as Entry;
}

export function alias(id: string, sunset?: string): { aliases: Alias[] } {
  return { aliases: [{ id, ...(sunset === undefined ? {} : { sunset }) }] };
}

export function capability(id: string, version: string | null, more: Partial<Capability> = {}): Capability {
  return { id, version, owner: 'team-quay', lifecycle_stage: 'operate', ...more };
}
