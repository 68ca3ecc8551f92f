import { readConfiguration } from '../model/configuration.js';
import { parseDuration } from '../model/duration.js';
import type { ScheduleConfig } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { validateScheduleConfig } from '../model/validators.js';
import { argumentsOf, JOB_KINDS, targetOf } from './jobs.js';

/** What a schedule file says, with its defaults. Durations are in milliseconds. */
export interface Schedule {
  readonly jobs: readonly Job[];
  /** Path of the state file, relative to the schedule file. */
  readonly state: string;
  readonly grace: number;
}

export interface Job {
  readonly name: string;
  readonly run: keyof typeof JOB_KINDS;
  readonly cron: string;
  readonly timezone: string;
  readonly jitter: number;
  readonly timeout: number;
  /** Of the command line. */
  readonly args: readonly string[];
  /** Of the jobs with the same one, one runs at a time. */
  readonly target: string;
}

/** The verbs that there are, such as `mirror sync`, with the long names of their options, such as `out`. */
export type Verbs = ReadonlyMap<string, ReadonlySet<string>>;

const DEFAULTS = { timezone: 'UTC', state: 'schedule-state.json', grace: '30s', timeout: '2h' } as const;
const KIND = { code: 'schedule/invalid', validate: validateScheduleConfig, schema: 'schedule.schema.json' } as const;

/**
 * Reads schedule.yaml. `name` is how the file is called in messages.
 * @throws ChoraError `schedule/invalid` with line and column for whatever is wrong in it.
 */
export function parseSchedule(
  text: string,
  name: string,
  verbs: Verbs,
  cronProblem: (expression: string, timezone: string) => string | null,
): Schedule {
  const { value, problem } = readConfiguration<ScheduleConfig>(text, name, KIND);
  const names = new Set<string>();
  const jobs = value.jobs.map((job, index): Job => {
    const { run, cron, dir, options = {}, name: jobName = run, timezone = value.timezone ?? DEFAULTS.timezone } = job;
    const kind = JOB_KINDS[run];
    const verb = kind.verb.join(' ');
    const known = verbs.get(verb);
    if (known === undefined) throw problem(['jobs', index, 'run'], `this version of chora cannot run ${verb}`);
    if (kind.out === null && dir === undefined)
      throw problem(['jobs', index], `${run} does not say which folder`, 'Add `dir`, the folder of the mirror.');
    if (kind.out !== null && dir !== undefined)
      throw problem(['jobs', index, 'dir'], `${run} takes no dir`, 'Where it writes is `out` in `options`.');
    for (const option of Object.keys(options)) {
      if (!known.has(option)) throw problem(['jobs', index, 'options', option], `chora ${verb} has no option --${option}`);
    }
    const trouble = cronProblem(cron, timezone);
    if (trouble !== null) throw problem(['jobs', index, 'cron'], `${quote(`${cron} ${timezone}`)} cannot be used: ${trouble}`);
    if (names.has(jobName))
      throw problem(['jobs', index], `a second job is called ${quote(jobName)}`, 'Give one of them a `name` of its own.');
    names.add(jobName);
    return {
      name: jobName,
      run,
      cron,
      timezone,
      jitter: job.jitter === undefined ? 0 : milliseconds(job.jitter),
      timeout: milliseconds(job.timeout ?? DEFAULTS.timeout),
      args: argumentsOf(kind, options, dir),
      target: targetOf(kind, options, dir),
    };
  });
  return { jobs, state: value.state ?? DEFAULTS.state, grace: milliseconds(value.grace ?? DEFAULTS.grace) };
}

/** The schema lets nothing else through; timers take no more than this. */
function milliseconds(duration: string): number {
  return Math.min(parseDuration(duration) ?? 0, 2 ** 31 - 1);
}
