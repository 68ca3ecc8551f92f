import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ROOT } from '../interfaces/cli.js';
import { Federation } from '../support/federation.js';
import { CHROMIUM, launch } from './chromium.js';

/** A catalog that the indexer made of a federation, served by `chora serve`, and a browser to look at it. */
export interface ServedCatalog {
  readonly browser: Browser;
  readonly federation: Federation;
  /** With a slash at the end. */
  readonly origin: string;
  /** Every page, by its path; the one for what is not there is left out. */
  readonly pages: readonly string[];
}

/** Tests in Chromium of what `build` puts into a federation; skipped where there is no Chromium. */
export function servedInChromium(
  build: (federation: Federation) => void | Promise<void>,
  tests: (site: ServedCatalog) => void,
): void {
  const federation = new Federation();
  (CHROMIUM ? describe : describe.skip)('served by chora serve, in Chromium', () => {
    const site = { federation } as { -readonly [name in keyof ServedCatalog]: ServedCatalog[name] };
    let server: ChildProcess | undefined;

    beforeAll(async () => {
      await build(federation);
      await federation.index();
      site.pages = [...federation.tree().keys()].filter((path) => path.endsWith('.html') && path !== '404.html').sort();
      server = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), 'serve', federation.out, '--port', '0', '--json'], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const line = await new Promise<string>((resolve) => server?.stdout?.setEncoding('utf8').once('data', resolve));
      site.origin = (JSON.parse(line) as { url: string }).url;
      site.browser = await launch();
    }, 60_000);

    afterAll(async () => {
      await site.browser?.close();
      const ended = new Promise((resolve) => (server ? server.on('close', resolve) : resolve(null)));
      server?.kill('SIGTERM');
      await ended;
    });

    tests(site);
  });
}

/** The address of a page: file names hold `~` and `!`, which stay, and `%`, which none does. */
export const addressOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
