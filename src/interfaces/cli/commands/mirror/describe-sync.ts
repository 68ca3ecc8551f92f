import type { MirrorSyncReport } from '../../../../model/generated/types.js';
import { printable } from '../../../../model/quote.js';
import { size } from './progress.js';

/** No more of one kind of change is told by name. */
const SHOWN = 20;

/** What a sync did, for people. */
export function describeSync(report: MirrorSyncReport): string[] {
  const { outcome, from, to, generated_at, state, changes, fetched, proofs, seconds } = report;
  const lines: string[] = [];
  if (outcome === 'unchanged') lines.push(`Nothing new: release ${to}, ${state}, confirmed at ${generated_at}.`);
  else {
    lines.push(`${from === null ? `Release ${to}` : `Release ${from} → ${to}`}, ${state}, generated at ${generated_at}.`);
    lines.push(
      `  ${fetched.files} files and ${size(fetched.bytes)} fetched${fetched.resumed > 0 ? `, ${size(fetched.resumed)} were there` : ''}` +
        `${fetched.retries > 0 ? `, ${fetched.retries} tries repeated` : ''}; ${proofs.verified} manifests judged, ${proofs.known} known; ${seconds.toFixed(1)} s`,
    );
    lines.push(...some(changes.added, ({ id, version }) => `  + ${id} ${version ?? '(no version)'}`));
    lines.push(...some(changes.updated, updated));
    lines.push(...some(changes.removed, ({ id, version }) => `  - ${id} ${version ?? '(no version)'}`));
  }
  if (report.held !== null)
    lines.push(`Release ${report.held.release} is held: it is served until there is one newer than ${report.held.from}.`);
  if (report.policy_changed)
    lines.push('The release brought another policy or trusted root than the one before. Look at it: it says who may sign.');
  if (report.site === 'other-generator') lines.push('Another version of chora published it: the two sites were not compared.');
  if (report.partial) lines.push('This mirror holds a part of the catalog.');
  const out = report.judged.filter(({ quarantined }) => quarantined);
  if (out.length > 0) lines.push('Kept out by this mirror’s own policy:');
  lines.push(...some(out, ({ source, path, reason }) => `  ${source} ${path}: ${reason}`));
  if (report.pruned.length > 0) lines.push(`Removed: ${report.pruned.join(', ')}.`);
  return lines.map(printable);
}

function updated({ id, from, to }: MirrorSyncReport['changes']['updated'][number]): string {
  return from === to ? `  ~ ${id} ${to ?? '(no version)'}` : `  ~ ${id} ${from ?? '(no version)'} → ${to ?? '(no version)'}`;
}

function some<T>(items: readonly T[], line: (item: T) => string): string[] {
  const rest = items.length - SHOWN;
  return [...items.slice(0, SHOWN).map(line), ...(rest > 0 ? [`  … and ${rest} more`] : [])];
}
