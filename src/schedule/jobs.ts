import { posix } from 'node:path';
import type { ScheduledJob } from '../model/generated/types.js';

type Options = NonNullable<ScheduledJob['options']>;

/** A kind of job: the verb of the command line that does it, what that is always told, and where it writes unless told. */
export interface JobKind {
  readonly verb: readonly string[];
  readonly fixed: readonly string[];
  readonly out: string;
}

const CATALOG = 'catalog/dist';

/** Every kind of job, one row for each. */
export const JOB_KINDS: Readonly<Record<ScheduledJob['run'], JobKind>> = {
  index: { verb: ['index'], fixed: ['--rebuild'], out: CATALOG },
  refresh: { verb: ['index'], fixed: [], out: CATALOG },
  'mirror-sync': { verb: ['mirror', 'sync'], fixed: [], out: 'mirror' },
};

/** The arguments of a job's process. Values stand behind `=`: none can be taken for an option. */
export function argumentsOf({ verb, fixed }: JobKind, options: Options): string[] {
  const given = Object.entries(options).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`));
  return [...verb, ...fixed, ...given];
}

/** What a job writes to. Of the jobs that share it, one runs at a time. */
export function targetOf({ out: usual }: JobKind, { out = usual }: Options): string {
  return posix.join(String(out), '.');
}
