import { posix } from 'node:path';
import type { ScheduledJob } from '../model/generated/types.js';

type Options = NonNullable<ScheduledJob['options']>;

/** A kind of job: the verb of the command line that does it, what that is always told, and what it works on. */
export interface JobKind {
  readonly verb: readonly string[];
  readonly fixed: readonly string[];
  /** Where it writes unless its option `out` says otherwise; or null where the folder is no option, and has to be named. */
  readonly out: string | null;
}

const CATALOG = 'catalog/dist';

/** Every kind of job, one row for each. */
export const JOB_KINDS: Readonly<Record<ScheduledJob['run'], JobKind>> = {
  index: { verb: ['index'], fixed: ['--rebuild'], out: CATALOG },
  refresh: { verb: ['index'], fixed: [], out: CATALOG },
  'mirror-sync': { verb: ['mirror', 'sync'], fixed: [], out: null },
};

/** The arguments of a job's process. Values stand behind `=`, and the folder behind `--`: none can be taken for an option. */
export function argumentsOf({ verb, fixed }: JobKind, options: Options, dir: string | undefined): string[] {
  const given = Object.entries(options).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`));
  return [...verb, ...fixed, ...given, ...(dir === undefined ? [] : ['--', dir])];
}

/** What a job writes to. Of the jobs that share it, one runs at a time. */
export function targetOf({ out: usual }: JobKind, { out }: Options, dir: string | undefined): string {
  return posix.join(String(dir ?? out ?? usual), '.');
}
