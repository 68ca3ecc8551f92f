import { Command, Option } from 'commander';
import type { FailOn } from '../../../../mirror/config.js';
import { mirrorStatus } from '../../../../mirror/status.js';
import { statusMetrics } from '../../../../mirror/status-metrics.js';
import { ChoraError } from '../../../../model/errors.js';
import type { MirrorStatus } from '../../../../model/generated/types.js';
import { printable } from '../../../../model/quote.js';
import { jsonOption } from '../../options.js';
import type { BuildCommand } from '../../program.js';
import { timeLeft } from '../../progress.js';
import { FAIL_ON, openMirror, withHelp } from './context.js';

interface Options {
  failOn?: FailOn;
  prometheus?: boolean;
  json?: boolean;
}

export const mirrorStatusCommand: BuildCommand = ({ terminal, exit }) =>
  withHelp(
    new Command('status')
      .description('tell how old the mirror is, and until when it may be believed')
      .argument('<dir>', 'folder of the mirror')
      .addOption(new Option('--fail-on <age>', 'exit with 1 from this age on (default: what mirror.yaml says)').choices(FAIL_ON))
      .option('--prometheus', 'print it as OpenMetrics, such as for the textfile collector')
      .addOption(jsonOption()),
    'chora mirror status mirror --fail-on alert',
    [
      [0, 'fresh'],
      [1, 'stale, or so old that it alerts; or there is no release yet'],
      [2, 'wrong use, or no mirror'],
      [4, 'expired, the last sync was refused, the clock is wrong, or the journal was tampered with'],
    ],
  ).action(async (dir: string, { failOn, prometheus, json }: Options) => {
    if (prometheus && json)
      throw new ChoraError('usage', 'usage/one-format', '--json and --prometheus are two formats.', 'Choose one.');
    const { config, ops } = await openMirror(dir);
    const status = await mirrorStatus(config, ops, failOn);
    if (json) terminal.out(JSON.stringify(status));
    else if (prometheus) terminal.out(statusMetrics(status).trimEnd());
    else for (const line of describeStatus(status)) terminal.out(line);
    exit(status.exit_code);
  });

/** No more capabilities are told by name. */
const SHOWN = 20;

function describeStatus(status: MirrorStatus): string[] {
  const { release, expires, next_expiry, manifests, not_fresh, held, trusted } = status;
  const lines = [`${status.state}: ${status.catalog ?? 'no catalog'}${release === null ? '' : `, release ${release.version}`}`];
  const fact = (name: string, value: string) => lines.push(`  ${name.padEnd(19)}${value}`);
  if (release !== null) {
    fact('confirmed at', `${release.generated_at}, ${since(release.age_seconds)} ago`);
    fact('limits', `stale after ${timeLeft(release.ttl_seconds)}, alert after ${timeLeft(release.alert_after_seconds)}`);
  }
  if (next_expiry !== null) {
    const { role, at, in_seconds } = next_expiry;
    fact('next expiry', `${role}, ${at}${in_seconds > 0 ? `, in ${timeLeft(in_seconds)}` : ', which has passed'}`);
  }
  for (const [role, at] of Object.entries(expires)) fact(`${role} expires`, at);
  if (trusted !== null)
    fact(
      'trusted',
      Object.entries(trusted)
        .map(([role, version]) => `${role} ${version}`)
        .join(', '),
    );
  if (release !== null) fact('records', recordsText(release));
  if (held !== null) fact('held', `release ${held.release}, rolled back from ${held.from}`);
  fact(
    'capabilities',
    Object.entries(manifests)
      .map(([state, count]) => `${count} ${state}`)
      .join(', '),
  );
  for (const { id, state, source, age_seconds } of not_fresh.slice(0, SHOWN))
    lines.push(`    ${state} ${id} from ${source}${age_seconds === null ? '' : `, ${since(age_seconds)} old`}`);
  if (not_fresh.length > SHOWN) lines.push(`    … and ${not_fresh.length - SHOWN} more; --json has all`);
  fact('last success', status.last_success_at ?? 'never');
  fact('kept', status.kept.join(', ') || 'none');
  for (const reason of status.reasons) lines.push(`  ! ${reason}`);
  for (const note of status.notes) lines.push(`  ${note}`);
  return lines.map(printable);
}

function since(seconds: number): string {
  return timeLeft(Math.max(0, seconds));
}

function recordsText({ records, generator }: NonNullable<MirrorStatus['release']>): string {
  if (records.state === 'other-generator') return `not compared (made by version ${generator.published})`;
  if (records.state === 'off') return 'not compared';
  const { unconfirmed } = records;
  return `compared with their manifests${unconfirmed.length === 0 ? '' : `, ${unconfirmed.length} not confirmed`}`;
}
