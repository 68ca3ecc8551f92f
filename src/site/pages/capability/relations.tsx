import type { ComponentChild, VNode } from 'preact';
import type { CapabilityDocument, DependencyLink, DependentLink } from '../../../model/generated/types.js';
import { lifecycle, stability, versionText } from '../../components/capability-table.js';
import { mark, none } from '../../components/mark.js';
import { ownerLink } from '../../components/owner.js';
import { capabilityLink, code, words } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { blob } from '../../links.js';
import { hexOf, shortCommit, visible } from '../../text.js';

export function dependencyTable(dependencies: readonly DependencyLink[]): VNode {
  if (dependencies.length === 0) return <p class="none">None declared.</p>;
  return table(
    'Dependencies of the current version',
    ['Depends on', 'Range', 'Relation', 'In this catalog'],
    dependencies.map((link) => [
      link.target ? capabilityLink('../', link.target.file, link.id) : code(link.id),
      range(link.version),
      relation(link),
      inCatalog(link),
    ]),
  );
}

/** A range that is not stated promises nothing. */
const range = (stated: string | undefined): VNode =>
  stated === undefined ? mark('info', 'no range stated: unknown') : code(stated);

function relation({ type, scope, optional }: DependencyLink): ComponentChild {
  const stated = [type, scope].filter((word) => word !== undefined).join(', ');
  return [
    words(stated || (optional === undefined ? null : optional ? 'optional' : 'required')),
    stated !== '' && optional ? ', optional' : null,
  ];
}

function inCatalog({ id, target }: DependencyLink): ComponentChild {
  if (target === null) return mark('quiet', 'not in this catalog');
  return [
    target.version === null ? none('version not stated') : versionText(target.version),
    target.lifecycle_stage === 'retired' && lifecycle('retired'),
    target.stability === 'deprecated' && stability('deprecated'),
    target.id !== id && <span class="title">as {code(target.id)}</span>,
  ];
}

export function dependentTable(dependents: readonly DependentLink[]): VNode {
  if (dependents.length === 0) return <p class="none">No capability of this catalog declares that it depends on this one.</p>;
  return table(
    'Capabilities whose current version depends on this one',
    ['Capability', 'Its version', 'Asks for', 'Owner'],
    dependents.map((link) => [
      capabilityLink('../', link.file, link.id),
      versionText(link.version),
      [range(link.range), link.optional === true && ', optional'],
      ownerLink('../', link.owner),
    ]),
  );
}

export function versionTable(versions: CapabilityDocument['versions']): VNode {
  return table(
    'Versions that the catalog holds',
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
      <a class="id hash" href={`../${blob(entry.manifest.digest)}`} download title={entry.manifest.digest}>
        {visible(hexOf(entry.manifest.digest).slice(0, 12))}
      </a>,
    ]),
  );
}
