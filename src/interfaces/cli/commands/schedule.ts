import { Command } from 'commander';
import { readTextFile } from '../../../compose.js';
import type { JobState } from '../../../model/generated/types.js';
import { printable } from '../../../model/quote.js';
import { parseSchedule, type Verbs } from '../../../schedule/config.js';
import { runSchedule } from '../../../schedule/scheduler.js';
import { parseState, startingStates } from '../../../schedule/state.js';
import { jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { table } from '../table.js';

interface Options {
  config: string;
  status?: boolean;
  json?: boolean;
}

export const scheduleCommand: BuildCommand = ({ terminal }) =>
  new Command('schedule')
    .description('index, refresh and sync mirrors by cron expressions, on any host')
    .option('--config <file>', 'what to run, and when', 'schedule.yaml')
    .option('--status', 'show the last result and the next run of each job, and do nothing else')
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLE)
    .action(async ({ config, status, json }: Options, command: Command) => {
      // Only this verb needs cron.
      const { cronProblem, scheduleOps } = await import('../../../compose/schedule.js');
      const schedule = parseSchedule(readTextFile(config), config, verbsOf(command), cronProblem);
      const ops = scheduleOps(config, schedule.state);
      if (status) {
        const state = parseState(ops.readState(), schedule.state);
        const scheduler = ops.lockHolder();
        const jobs = scheduler === null || state === null ? startingStates(schedule.jobs, state) : state.jobs;
        if (json) return terminal.out(JSON.stringify({ scheduler, jobs }));
        for (const line of table(HEADER, jobs.map(rowOf), terminal.width)) terminal.out(line);
        return terminal.err(
          scheduler === null ? 'No scheduler runs.' : `Process ${scheduler.pid} on ${printable(scheduler.host)} runs them.`,
        );
      }
      const stop = new AbortController();
      const onSignal = () => stop.abort();
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      try {
        const tell = (line: string) => terminal.err(`${ops.now().toISOString()} ${line}`);
        await runSchedule(schedule, ops, stop.signal, tell);
      } finally {
        process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
      }
    });

const EXAMPLE = `
Example:
  chora schedule --config schedule.yaml

  with, in schedule.yaml:
    timezone: Europe/Lisbon
    jobs:
      - { run: index, cron: "17 3 * * *", jitter: 10m, options: { config: catalog.yaml, out: dist } }
      - { run: refresh, cron: "13,43 * * * *", jitter: 2m, options: { config: catalog.yaml, out: dist } }
      - { run: mirror-sync, cron: "7,37 * * * *", jitter: 5m, dir: mirror }`;

const HEADER = ['JOB', 'RUNS', 'CRON', 'NEXT', 'LAST', 'ENDED', 'CODE', 'SKIPPED'];

function rowOf({ name, run, cron, timezone, next_run_at, running_since, last, skipped }: JobState): string[] {
  const code = last?.exit_code ?? last?.signal ?? '–';
  const now = running_since === null ? (last?.outcome ?? 'never ran') : 'running';
  return [name, run, `${cron} ${timezone}`, next_run_at ?? '–', now, last?.ended_at ?? '–', String(code), String(skipped)].map(
    printable,
  );
}

/** The verbs of the command line that this one belongs to, with their options. */
function verbsOf(command: Command): Verbs {
  const verbs = new Map<string, ReadonlySet<string>>();
  const enter = (parent: Command, before: string) => {
    for (const each of parent.commands) {
      const name = `${before}${each.name()}`;
      verbs.set(name, new Set(each.options.map(({ long }) => (long ?? '').replace(/^--/, ''))));
      enter(each, `${name} `);
    }
  };
  if (command.parent) enter(command.parent, '');
  return verbs;
}
