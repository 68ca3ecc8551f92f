import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from '@jest/globals';
import { PLAIN_GIT } from './git.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly lines: string[];
  readonly code: number | null;
}

/** The program, compiled for the tests of one file: for what starts threads and processes of its own, which need files to start from. */
export class Built {
  /** Inside the checkout, so that packages are found. */
  readonly folder: string;

  constructor(name: string) {
    this.folder = join(root, 'node_modules/.cache', `chora-${name}-${process.pid}`);
    beforeAll(() => {
      mkdirSync(this.folder, { recursive: true });
      // src/model/generator.ts reads the package's version two folders up.
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ type: 'module', version }));
      execFileSync(
        join(root, 'node_modules/.bin/tsc'),
        ['--project', root, '--outDir', join(this.folder, 'dist'), '--declaration', 'false'],
        { cwd: root },
      );
    }, 60_000);
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** The URL of a compiled file, quoted for a program. */
  place(path: string): string {
    return JSON.stringify(pathToFileURL(join(this.folder, 'dist', path)).href);
  }

  /** Runs a program; gives the lines it wrote and its exit code. */
  async run(program: string, onLine: (line: string, pid: number, kill: () => void) => void = () => undefined): Promise<Outcome> {
    const file = join(this.folder, `program-${Math.round(performance.now() * 1000)}.mjs`);
    writeFileSync(file, program);
    const child = spawn(process.execPath, [file], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...PLAIN_GIT },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        onLine(line, child.pid ?? 0, () => child.kill('SIGKILL'));
      }
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { lines, code };
  }
}
