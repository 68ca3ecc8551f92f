import type { AliasStatement, Capability, ReadManifest } from '../model/manifest.js';

/** Adds what the manifests of one snapshot say of each other: aliases go to the records that they name. */
export function joinAliases(manifests: readonly ReadManifest[]): ReadManifest[] {
  const stated = Map.groupBy(
    manifests.flatMap((manifest) => manifest.aliases),
    (statement) => statement.id,
  );
  if (stated.size === 0) return [...manifests];
  return manifests.map((manifest) => ({
    ...manifest,
    records: manifest.records.map((record) => {
      const statements = stated.get(record.capability.id);
      return statements ? { ...record, capability: withAliases(record.capability, statements) } : record;
    }),
  }));
}

/** What the capability says itself of an alias wins. */
function withAliases(capability: Capability, statements: readonly AliasStatement[]): Capability {
  const aliases = new Map((capability.aliases ?? []).map((alias) => [alias.id, alias]));
  for (const { alias, sunset } of statements) {
    aliases.set(alias, { ...(sunset === undefined ? {} : { sunset }), ...aliases.get(alias), id: alias });
  }
  return { ...capability, aliases: [...aliases.values()] };
}
