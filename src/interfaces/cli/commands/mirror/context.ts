import { type Command, Option } from 'commander';
import type { FailOn, MirrorConfig } from '../../../../mirror/config.js';
import type { MirrorOps } from '../../../../mirror/ops.js';

/** A mirror that a verb was pointed at. */
export interface OpenMirror {
  readonly folder: string;
  readonly config: MirrorConfig;
  readonly ops: MirrorOps;
}

/** Opens the mirror in a folder. Only these verbs need TUF and what comes with it. */
export async function openMirror(folder: string): Promise<OpenMirror> {
  const { mirrorOps, readMirrorConfig } = await import('../../../../compose/mirror.js');
  const { catalogFormat } = await import('../../../../mirror/catalog-format.js');
  const config = readMirrorConfig(folder);
  return { folder, config, ops: mirrorOps({ folder, config, format: catalogFormat() }) };
}

/** What `--fail-on` may say; mirror.yaml says it otherwise. */
export const FAIL_ON = ['stale', 'alert', 'never'] as const satisfies readonly FailOn[];

/** For a mirror whose clock was ahead once: what was written then would keep it from going on until that time has come. */
export const clockOption = () =>
  new Option('--clock-is-right', 'go on although the journal has a later time than the clock, which was ahead then');

/** Help that every verb of the mirror has: an example, and its exit codes. */
export function withHelp(
  command: Command,
  example: string,
  codes: readonly (readonly [code: number, meaning: string])[],
): Command {
  const lines = codes.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`);
  return command.addHelpText('after', `\nExample:\n  ${example}\n\nExit codes:\n${lines.join('\n')}`);
}
