// Runs the scripts of workflows and manifests as their runners do, with commands of a test in front of the machine's.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../src/interfaces/cli/program.js';
import { ROOT } from '../interfaces/cli.js';

/** A folder with commands: `chora` and `npx chora` are the built command line, others are given as shell scripts. */
export function commands(folder: string, scripts: Readonly<Record<string, string>> = {}): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const chora = `exec '${process.execPath}' '${ROOT}dist/bin.js' "$@"`;
  const all = { chora, npx: `[ "$1" = chora ] || exit 99\nshift\n${chora}`, ...scripts };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

export function runScript(
  shell: readonly [string, ...string[]],
  text: string,
  { cwd, bin, env }: { cwd: string; bin: string; env: Readonly<Record<string, string>> },
): { code: number | null; out: string; err: string } {
  const [program, ...args] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...args, text], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', PATH: `${bin}:${process.env['PATH']}`, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** Uses of `chora` in a script whose verb or options the command line does not have. */
export function unknownUses(script: string): string[] {
  const program = buildProgram(
    {
      out: () => undefined,
      err: () => undefined,
      log: () => undefined,
      style: (_, text) => text,
      progress: () => undefined,
      watched: false,
      width: 80,
    },
    () => undefined,
  );
  const unknown: string[] = [];
  for (const [use, rest = ''] of script.replaceAll('\\\n', ' ').matchAll(/(?<![\w./-])chora ((?:[^\n|;&]|\|(?!\|))*)/g)) {
    const words = rest.split(/\s+/);
    let command: Command = program;
    while (command.commands.length > 0) {
      const next: Command | undefined = command.commands.find((each) => each.name() === words[0]);
      if (!next) break;
      command = next;
      words.shift();
    }
    if (command === program) {
      unknown.push(use);
      continue;
    }
    for (const word of words) {
      if (word === '--') break;
      if (word.startsWith('--') && !command.options.some(({ long }) => long === word.split('=', 1)[0]))
        unknown.push(`${command.name()} ${word}`);
    }
  }
  return unknown;
}
