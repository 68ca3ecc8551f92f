import { printable } from '../../model/quote.js';
import type { ExpiryWarning } from '../../publish/expiry.js';
import type { InitReport } from '../../publish/init.js';
import type { InstallReport } from '../../publish/install.js';
import type { Reason, ViewPlan } from '../../publish/plan.js';
import type { ProposalReport } from '../../publish/propose.js';
import type { PublishReport } from '../../publish/release.js';
import type { PublishStatus } from '../../publish/status.js';
import { annotation } from './annotations.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** Names of one kind of change that are shown; the rest is counted. */
const SHOWN = 10;
/** Digits of a key id that are shown; files of keys are named by as many. */
const ID_DIGITS = 12;

const REASONS: Readonly<Record<Reason, string>> = {
  first: 'nothing is published yet',
  targets: 'targets changed',
  snapshot: 'the snapshot changed',
  expires: 'less than half of its life is left',
  lifetime: 'it would outlive its lifetime',
  keys: 'its keys changed',
  restart: 'its versions start again',
  time: 'the time of the catalog',
};

export function printPublished(report: PublishReport, out: string, terminal: Terminal): void {
  const { dry_run, catalog, generated_at, targets, views, pruned } = report;
  const what = dry_run ? 'would be published' : 'published';
  terminal.out(terminal.style('bold', `${catalog}, generated ${generated_at}: ${targets} targets ${what}`));
  for (const view of views) printView(view, terminal);
  if (pruned > 0) terminal.out(`  ${pruned} files of older releases removed`);
  if (dry_run) terminal.out('\n  Nothing was written: --dry-run.');
  else terminal.out(`\n  ${out}/metadata/timestamp.json`);
}

function printView({ view, targets, sign }: ViewPlan, terminal: Terminal): void {
  terminal.out('');
  const { added, changed, removed } = targets;
  terminal.out(`  ${viewName(view)}: ${added.length} targets added, ${changed.length} changed, ${removed.length} removed`);
  if (view === 'main') for (const line of changeLines(targets)) terminal.out(`    ${line}`);
  for (const line of signLines(sign, terminal.width - 4)) terminal.out(`    ${line}`);
}

function changeLines({ added, changed, removed }: ViewPlan['targets']): string[] {
  const lines = [
    ...added.map((name) => `+ ${name}`),
    ...changed.map((name) => `~ ${name}`),
    ...removed.map((name) => `- ${name}`),
  ];
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more`];
}

function signLines(sign: ViewPlan['sign'], width: number): string[] {
  if (sign.length === 0) return [];
  const rows = sign.map(({ role, from, version, expires, why }) => [
    role,
    from === null ? `${version}` : `${from} → ${version}`,
    expires,
    why.map((reason) => REASONS[reason]).join(', '),
  ]);
  return table(['ROLE', 'VERSION', 'EXPIRES', 'SIGNED BECAUSE'], rows, width);
}

export function printInit({ keys, roots, expires }: InitReport, folder: string, out: string, terminal: Terminal): void {
  terminal.out(terminal.style('bold', `Root version 1 in ${out}, good until ${expires}`));
  for (const { role, key_id } of keys) terminal.out(`  ${role.padEnd(17)}${folder}/${role}-${key_id.slice(0, ID_DIGITS)}.pem`);
  terminal.out('');
  terminal.out(`  Operators of mirrors pin ${roots.map((path) => `${out}/${path}`).join(' or ')}.`);
  terminal.out(
    '  Take the root keys off this machine: publishing needs the others alone. Each holder keeps one file, and nobody two.',
  );
}

export function printNewKey({ role, key_id }: { role: string; key_id: string }, folder: string, terminal: Terminal): void {
  const file = `${folder}/${role}-${key_id.slice(0, ID_DIGITS)}`;
  terminal.out(`${file}.pem is yours alone; hand over ${file}.pub.pem.`);
}

export function printInstalled(
  { views, keys }: InstallReport & { keys?: RotatedKeys },
  folder: string | undefined,
  terminal: Terminal,
): void {
  for (const { view, changes, sign } of views) {
    terminal.out(terminal.style('bold', `New root of the ${viewName(view)}`));
    for (const change of changes) terminal.out(`  ${change}`);
    for (const line of signLines(sign, terminal.width - 2)) terminal.out(`  ${line}`);
  }
  for (const { role, key_id } of keys ?? [])
    terminal.out(
      `  The key of ${role} is ${folder ?? ''}/${role}-${key_id.slice(0, ID_DIGITS)}.pem; the file of the old one can go.`,
    );
}
type RotatedKeys = readonly { readonly role: string; readonly key_id: string }[];

export function printProposals(reports: readonly ProposalReport[], terminal: Terminal): void {
  for (const { view, changes, current, next } of reports) {
    terminal.out(terminal.style('bold', `Proposed root of the ${viewName(view)}`));
    for (const change of changes) terminal.out(`  ${change}`);
    terminal.out(
      `  signed by ${current.have} of ${current.need} keys of the root in force, ${next.have} of ${next.need} of its own`,
    );
  }
}

export function printStatus({ views }: PublishStatus, terminal: Terminal): void {
  if (views.length === 0) terminal.out('Nothing is set up; chora publish init makes the keys and the root.');
  for (const { view, generated_at, targets, roles } of views) {
    const what = generated_at === null ? 'nothing is published' : `${targets} targets, generated ${printable(generated_at)}`;
    terminal.out(terminal.style('bold', `${viewName(view)}: ${what}`));
    const rows = roles.map(({ role, version, expires, key_ids, threshold }) => [
      role,
      String(version),
      expires,
      `${threshold} of ${key_ids.length}: ${key_ids.map((id) => id.slice(0, ID_DIGITS)).join(' ')}`,
    ]);
    for (const line of table(['ROLE', 'VERSION', 'EXPIRES', 'KEYS'], rows, terminal.width - 2)) terminal.out(`  ${line}`);
  }
}

/** Warnings go to standard error, also with --json; on GitHub they are annotations. */
export function printWarnings(warnings: readonly ExpiryWarning[], onGitHub: boolean, terminal: Terminal): void {
  for (const { message, hint, expired } of warnings) {
    if (onGitHub) terminal.err(annotation(expired ? 'error' : 'warning', 'expiry', `${message} ${hint}`));
    else terminal.err(`${terminal.style('yellow', 'warning')} ${message}\n  ${hint}`);
  }
}

function viewName(view: ViewPlan['view']): string {
  return view === 'main' ? 'main view' : 'air-gap view';
}
