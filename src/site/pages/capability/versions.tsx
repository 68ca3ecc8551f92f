import type { VNode } from 'preact';
import type { CapabilityDocument } from '../../../model/generated/types.js';
import { versionText } from '../../components/capability-table.js';
import { mark, none } from '../../components/mark.js';
import { code } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { blob } from '../../links.js';
import { hexOf, shortCommit, visible } from '../../text.js';

/** Every version that the catalog holds. Where there is one, the record beside says all of it. */
export function versionTable(versions: CapabilityDocument['versions']): VNode {
  if (versions.length === 1) {
    const [{ version }] = versions;
    return (
      <p class="none">
        {version === null ? 'One, without a number.' : [versionText(version), ' is the only one that this catalog holds.']}
      </p>
    );
  }
  return table(
    'Versions',
    ['Version', 'Status', 'Commit', 'Ref', 'Manifest', 'Digest'],
    versions.map((entry) => [
      versionText(entry.version),
      entry.status === 'current' ? mark('ok', 'current') : mark('quiet', 'superseded'),
      entry.commit === null ? (
        none('folder')
      ) : (
        <code class="hash" title={entry.commit}>
          {shortCommit(entry.commit)}
        </code>
      ),
      entry.ref === null ? none('head') : code(entry.ref.replace(/^refs\/tags\//, '')),
      code(entry.path),
      <a class="id hash" href={`../${blob(entry.manifest.digest)}`} download>
        {visible(hexOf(entry.manifest.digest).slice(0, 12))}
      </a>,
    ]),
  );
}
