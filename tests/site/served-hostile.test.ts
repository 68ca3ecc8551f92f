import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { parseAllDocuments, stringify } from 'yaml';
import { filled, listened, violations, widest } from './chromium.js';
import { addressOf, type ServedCatalog, servedInChromium } from './served.js';

const PWNED = 'window.__pwned=1';
/** What strangers might write wherever they may write something. */
const HOSTILE: Readonly<Record<string, string>> = {
  markup: `</title></textarea></style></noscript>"'><script>${PWNED}</script><img src=x onerror="${PWNED}"><svg onload=${PWNED}>`,
  'end of script': `</script><script>${PWNED}</script><!--<script>`,
  'script link': `javascript:${PWNED}`,
  'hidden script link': `JaVa\tScRiPt:${PWNED}//https://known.example/`,
  'data link': `data:text/html,<script>${PWNED}</script>`,
  'other host': 'https://elsewhere.example/track.png',
  'other host, hidden': '//elsewhere.example/track.png',
  template: `{{constructor.constructor('${PWNED}')()}} \${${PWNED}} <%= ${PWNED} %>`,
  'cdata and entities': `]]>&lt;script&gt;${PWNED}&#x3c;script&#x3e; <?xml-stylesheet href="https://elsewhere.example/x"?>`,
  'bidirectional overrides': 'paid\u202egnp.exe\u2066\u2067\u2068safe\u2069',
  'control characters': 'a\u0000b\u0007c\u001b[31md\u0085e\u2028f\u2029g\u200bh\ufeffi',
  'a very long word': 'x'.repeat(5_000),
  'a very long line': 'word '.repeat(2_000),
  'right to left': 'נמל הספינות (רציף 7) — مرسى السفن ١٢٣',
  'marks upon marks': `Z${'\u0315\u0321\u0334\u0347'.repeat(60)}algo`,
  'look-alike': 'Рaymеnts',
  prototype: '__proto__',
  path: '../../../../etc/passwd',
};
const STRANGE_LINKS = '[...document.links].map(({ protocol }) => protocol).filter((each) => !/^(https?|mailto):$/.test(each))';
/** Keys whose values say which format it is: without them nobody reads the rest. */
const KEPT = new Set(['apiVersion', 'kind', '$schema', 'id', 'version', 'lifecycle_stage']);
const FORMATS = new URL('../golden/formats/sources/1/', import.meta.url);
const EXAMPLES: Readonly<Record<string, URL>> = {
  'capability.yaml': new URL('../../schemas/examples/valid/full.yaml', import.meta.url),
  'catalog-info.yaml': new URL('counter/catalog-info.yaml', FORMATS),
  'server.json': new URL('counter/server.json', FORMATS),
  'sap-catalog.json': new URL('ovens/sap-catalog.json', FORMATS),
  'manifests/star.yaml': new URL('ovens/manifests/star.yaml', FORMATS),
};

/** The same with `text` for each text in it; ids get `name`, so that each manifest describes something of its own. */
function poisoned(value: unknown, text: string, name: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, text, name, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([each, inner]) => [each, poisoned(inner, text, name, each)]));
  if (typeof value !== 'string') return value;
  if (key === 'id') return `${value}-${name}`;
  return KEPT.has(key) ? value : text;
}

/** The canonical format in each case, and one of the others in turn. */
function formatsOf(index: number): string[] {
  const [canonical = '', ...others] = Object.keys(EXAMPLES);
  return [canonical, others[index % others.length] ?? canonical];
}

function poisonedFile(path: string, text: string, name: string): string {
  const documents = parseAllDocuments(readFileSync(EXAMPLES[path] ?? '', 'utf8')).map((each) => each.toJS() as unknown);
  const all = documents.map((each) => poisoned(each, text, name));
  return path.endsWith('.json') ? JSON.stringify(all[0]) : all.map((each) => stringify(each)).join('---\n');
}

servedInChromium(
  (federation) => {
    const sources = Object.entries(HOSTILE).map(([name, text], index) =>
      federation.folder(
        `case-${index}`,
        Object.fromEntries([
          ...formatsOf(index).map((path) => [path, poisonedFile(path, text, `case${index}`)]),
          // The id itself; the version and the owner go into file names, feeds and badges.
          [
            'capabilities/own.yaml',
            JSON.stringify({ id: text, version: text, owner: text, lifecycle_stage: 'operate', title: `pwned ${name} ${text}` }),
          ],
        ]),
      ),
    );
    federation.configure({ name: `Hostile </title><script>${PWNED}</script>`, url: 'https://catalog.example/x/', sources });
  },
  (site) => {
    const visit = async (
      options: Parameters<ServedCatalog['browser']['newContext']>[0],
      paths: readonly string[],
      look: (page: Page, path: string) => Promise<void>,
    ) => {
      const complaints: unknown[] = [];
      const context = await site.browser.newContext(options);
      await context.addInitScript(
        'addEventListener("securitypolicyviolation", (e) => console.error("violation " + e.violatedDirective + " " + e.blockedURI))',
      );
      const page = await listened(context, site.origin, complaints);
      for (const path of paths) {
        await page.goto(site.origin + addressOf(path));
        await filled(page);
        await look(page, path);
        expect([path, await page.evaluate('typeof window.__pwned')]).toEqual([path, 'undefined']);
      }
      await context.close();
      expect(complaints).toEqual([]);
    };

    test('there is a page for each of the cases, and of every kind', () => {
      const of = (folder: string) => site.pages.filter((path) => path.startsWith(folder)).length;
      expect(of('sources/')).toBe(Object.keys(HOSTILE).length);
      expect(of('capabilities/')).toBeGreaterThan(Object.keys(HOSTILE).length * 2);
      expect([of('domains/'), of('owners/')].every((count) => count > 10)).toBe(true);
      const poisonous = [...site.federation.tree()].filter(([path, text]) => path.endsWith('.html') && text.includes(PWNED));
      expect(poisonous.length).toBeGreaterThan(site.pages.length / 2);
    });

    test(
      'on every page nothing runs, nothing leaves the site, everything fits, and axe has nothing to say',
      () =>
        visit({ viewport: { width: 360, height: 800 } }, site.pages, async (page, path) => {
          await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
          expect([path, await widest(page)]).toEqual([path, 360]);
          expect([path, await page.evaluate(STRANGE_LINKS)]).toEqual([path, []]);
          expect([path, await violations(page)]).toEqual([path, []]);
        }),
      300_000,
    );

    /** The first page of each folder, those of the top, and the longest of each folder. */
    const some = () =>
      [...Map.groupBy(site.pages, (path) => path.split('/').slice(0, -1).join('/'))].flatMap(([folder, paths]) =>
        folder === '' ? paths : [...paths.slice(0, 1), ...longest(paths, site)],
      );
    test.each([
      ['dark', 900],
      ['dark', 360],
      ['light', 1600],
    ] as const)(
      'in the %s theme at %d px the most hostile pages of each kind are as good',
      (colorScheme, width) =>
        visit({ colorScheme, viewport: { width, height: 800 } }, some(), async (page, path) => {
          expect([path, await widest(page)]).toEqual([path, width]);
          expect([path, await violations(page)]).toEqual([path, []]);
        }),
      120_000,
    );

    test('searching for them shows them and does nothing', async () => {
      const complaints: unknown[] = [];
      const context = await site.browser.newContext({ viewport: { width: 360, height: 800 } });
      const page = await listened(context, site.origin, complaints);
      for (const path of ['search.html', 'index.html']) {
        await page.goto(site.origin + path);
        for (const text of ['pwned', ...Object.values(HOSTILE)]) {
          await page.getByRole('searchbox').fill(text.slice(0, 290));
          await page
            .locator('[data-said]')
            .filter({ hasText: /capabilit|Nothing|No / })
            .waitFor();
          expect([path, text, await widest(page)]).toEqual([path, text, 360]);
          expect(await page.evaluate('typeof window.__pwned')).toBe('undefined');
        }
      }
      await page.goto(`${site.origin}search.html?q=pwned`);
      await page.getByRole('status').filter({ hasText: 'capabilities found' }).waitFor();
      await filled(page);
      expect(await page.locator('.results a.id').count()).toBeGreaterThan(10);
      expect(await violations(page)).toEqual([]);
      await context.close();
      expect(complaints).toEqual([]);
    }, 120_000);

    test('manifests, documents, feeds and badges that are opened by themselves run nothing', async () => {
      const complaints: unknown[] = [];
      const context = await site.browser.newContext();
      const page = await listened(context, site.origin, complaints);
      const paths = [...site.federation.tree().keys()];
      const opened = paths.filter((path) => /^(blobs|badges|feeds)\/|^llms\.txt$|^api\/v1\/[a-z]+\.json$/.test(path));
      const kinds = Map.groupBy(opened, (path) => path.split('/', 1)[0]);
      for (const path of [...kinds.values()].flatMap((each) => each.slice(0, 25))) {
        // What a browser does not show, it downloads.
        const response = await page.goto(site.origin + addressOf(path)).catch((error: Error) => {
          expect(error.message).toContain('Download is starting');
          return null;
        });
        if (response) expect(await page.evaluate('typeof window.__pwned')).toBe('undefined');
      }
      await context.close();
      expect(complaints).toEqual([]);
    }, 120_000);
  },
);

/** The three longest of some pages. */
function longest(paths: readonly string[], { federation }: ServedCatalog): string[] {
  const size = (path: string) => statSync(join(federation.out, path)).size;
  return [...paths].sort((a, b) => size(b) - size(a)).slice(0, 3);
}
