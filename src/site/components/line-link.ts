import { fileNameOf } from '../../model/file-names.js';
import type { Entry, Finding } from '../../model/generated/types.js';
import { capabilityPage, type Root } from '../links.js';

export type Located = Pick<Entry, 'id' | 'source' | 'path' | 'ref'>;

/** Where the line of a finding can be read: on the page of the first capability that was read from that manifest, if there is one. */
export function linkToLine(root: Root, entries: readonly Located[]): (finding: Finding) => string | null {
  const key = ({ source, ref, path }: Pick<Finding, 'source' | 'path'> & { ref?: string | null }) =>
    `${source}\n${ref ?? ''}\n${path ?? ''}`;
  const first = new Map<string, string>();
  for (const entry of entries) if (!first.has(key(entry))) first.set(key(entry), entry.id);
  return (finding) => {
    const id = first.get(key(finding));
    return id === undefined || finding.line === undefined ? null : `${root}${capabilityPage(fileNameOf(id))}#L${finding.line}`;
  };
}
