import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!CHROMIUM)
  process.stderr.write(
    'tests/site: no Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome; the browser tests are skipped.\n',
  );

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** When all that script fills in is there. */
export async function filled(page: Page): Promise<void> {
  await page.locator('[data-catalog] .mark').first().waitFor();
  if ((await page.locator('.matrix').count()) > 0)
    await page.locator('.matrix:not(:has([aria-busy])):not([aria-busy])').waitFor();
  if ((await page.locator('.finder').count()) > 0) await page.locator('.finder:not([aria-busy]):not(:has(.waiting))').waitFor();
}

/** A page that notes errors, violations of its policy, dialogs, failed requests and requests that leave the site at `origin`. */
export async function listened(context: BrowserContext, origin: string, complaints: unknown[]): Promise<Page> {
  const page = await context.newPage();
  const complain = (what: string) => complaints.push([page.url(), what]);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(message.text()));
  page.on('pageerror', (error) => complain(error.message));
  page.on('dialog', (dialog) => {
    complain(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('file:')) complain(url);
  });
  page.on('response', (response) => response.status() >= 400 && complain(`${response.status()} ${response.url()}`));
  return page;
}

const AXE = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds. It runs through the debugger, which the page's policy does not hold back. */
export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary)]))`,
  );
}

export const widest = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

/** What moved since the page was first painted, after two more frames. */
export const SHIFTS = `new Promise((resolve) => {
  const shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.textContent)]);
  }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(shifts), 50)));
})`;
