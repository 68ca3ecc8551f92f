import { printable } from '../../model/quote.js';
import { size } from '../cli/commands/mirror/progress.js';
import { timeLeft } from '../cli/progress.js';
import type { Terminal } from '../cli/terminal.js';
import type { Mirrored } from './mirrored.js';
import type { Places, Publication } from './publication.js';

/** What was published and mirrored, in the style of a run's report. */
export function printPublication(
  { report, begun, extended }: Publication,
  { report: sync, status, requests, anew }: Mirrored,
  { keys, mirror }: Places,
  terminal: Terminal,
): void {
  terminal.out('');
  terminal.out(terminal.style('bold', 'Published and mirrored on this machine'));
  terminal.out('');
  const [main] = report.views;
  const signed = (main?.sign ?? []).map(({ role, version }) => `${role} ${version}`).join(', ');
  terminal.out(`  Published   ${report.targets} targets; signed: ${signed}`);
  terminal.out(`  Keys        ${keys}, for this machine alone${begun ? ': this catalog begins with version 1' : ''}`);
  if (extended) terminal.out('  Root        signed anew, as it would have expired');
  if (anew) terminal.out('  Mirror      made anew: what it knew belongs to an earlier publication, whose versions went on');
  const { files, bytes } = sync.fetched;
  const came = sync.outcome === 'unchanged' ? 'nothing new' : `release ${sync.to}, ${files} files, ${size(bytes)}`;
  terminal.out(`  Synced      ${came}, in ${requests} requests; ${sync.proofs.verified} manifests verified again`);
  const { release, next_expiry, manifests } = status;
  const limits =
    release === null
      ? ''
      : `: confirmed ${timeLeft(Math.max(0, release.age_seconds))} ago, stale after ${timeLeft(release.ttl_seconds)}`;
  terminal.out(`  Status      ${status.state}${limits}; ${manifests.fresh} capabilities fresh`);
  if (next_expiry !== null) terminal.out(`  Expires     ${next_expiry.role} at ${next_expiry.at}; npm start signs it again`);
  for (const reason of status.reasons) terminal.out(`  ! ${printable(reason)}`);
  terminal.out(`\n  ${mirror}/current/index.html`);
}
