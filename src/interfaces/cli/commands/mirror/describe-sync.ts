import { NOTHING_TAKEN } from '../../../../mirror/status.js';
import type { MirrorSyncReport } from '../../../../model/generated/types.js';
import { printable } from '../../../../model/quote.js';
import { count, size } from './progress.js';

/** No more of one kind of change is told by name. */
const SHOWN = 20;

/** What a sync did, for people. */
export function describeSync(report: MirrorSyncReport): string[] {
  const { outcome, from, to, generated_at, state, changes, seconds } = report;
  const lines: string[] = [];
  if (outcome === 'unchanged') lines.push(`Nothing new: release ${to}, ${state}, confirmed at ${generated_at}.`);
  else {
    lines.push(`${from === null ? `Release ${to}` : `Release ${from} → ${to}`}, ${state}, generated at ${generated_at}.`);
    lines.push(`  ${costOf(report)}; ${seconds.toFixed(1)} s`);
    lines.push(...some(changes.added, ({ id, version }) => `  + ${id} ${version ?? '(no version)'}`));
    lines.push(...some(changes.updated, updated));
    lines.push(...some(changes.removed, ({ id, version }) => `  - ${id} ${version ?? '(no version)'}`));
  }
  if (report.held !== null)
    lines.push(
      `Release ${report.held.release} is held since a rollback: it is served until there is one newer than ${report.held.from}.`,
    );
  if (report.policy_changed)
    lines.push('The release brought another policy or trusted root than the one before. Look at it: it says who may sign.');
  if (report.site === 'other-generator') lines.push('Another version of chora published it: the two sites were not compared.');
  if (report.records.state === 'other-generator')
    lines.push('Another version of chora made its records: they were not compared.');
  if (report.records.unconfirmed.length > 0)
    lines.push(`${report.records.unconfirmed.length} records could not be confirmed; chora mirror status tells more.`);
  if (report.partial) lines.push('This mirror holds a part of the catalog, as mirror.yaml says.');
  if (report.partial && report.capabilities === 0) lines.push(NOTHING_TAKEN);
  const out = report.judged.filter(({ quarantined }) => quarantined);
  if (out.length > 0) lines.push('Kept out by this mirror’s own policy:');
  lines.push(...some(out, ({ source, path, reason }) => `  ${source} ${path}: ${reason}`));
  if (report.pruned.length > 0) lines.push(`Old releases removed: ${report.pruned.join(', ')}.`);
  return lines.map(printable);
}

/** What was fetched, and what was judged where there is a policy. */
function costOf({ fetched: { files, bytes, resumed, retries }, proofs }: MirrorSyncReport): string {
  const parts = [`${count(files, 'file')} fetched, ${size(bytes)}`];
  if (resumed > 0) parts[0] += `, and ${size(resumed)} kept from an earlier sync`;
  if (retries > 0) parts[0] += `, with ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
  if (proofs.verified + proofs.known > 0)
    parts.push(`${count(proofs.verified, 'manifest')} checked against the policy, ${proofs.known} known from before`);
  return parts.join('; ');
}

function updated({ id, from, to }: MirrorSyncReport['changes']['updated'][number]): string {
  return from === to ? `  ~ ${id} ${to ?? '(no version)'}` : `  ~ ${id} ${from ?? '(no version)'} → ${to ?? '(no version)'}`;
}

function some<T>(items: readonly T[], line: (item: T) => string): string[] {
  const rest = items.length - SHOWN;
  return [...items.slice(0, SHOWN).map(line), ...(rest > 0 ? [`  … and ${rest} more`] : [])];
}
