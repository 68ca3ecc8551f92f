import { matchesAny } from './pattern.js';
import type { Namespace, Policy } from './policy.js';

/**
 * Whether a source may claim a capability id: true, or the patterns of those who may. The longest prefix decides, so that a
 * part of a namespace can be given away. Ids are compared without regard to case: `MCP.search` is no way around `mcp.`.
 */
export function mayClaim(
  policy: Policy,
  id: string,
  source: string,
): true | { readonly prefix: string; readonly holders: readonly string[] } {
  const folded = id.toLowerCase();
  let holder: Namespace | undefined;
  for (const namespace of policy.namespaces) {
    if (!folded.startsWith(namespace.prefix.toLowerCase())) continue;
    if (holder === undefined || namespace.prefix.length > holder.prefix.length) holder = namespace;
  }
  if (holder === undefined || matchesAny(holder.sources, source)) return true;
  return { prefix: holder.prefix, holders: holder.sources };
}
