import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { FreshnessDocument } from '../../src/model/generated/types.js';
import { buildSearch } from '../../src/search/build.js';
import { searchDocumentOf } from '../../src/search/document.js';
import { manyDocuments } from '../search/documents.js';
import { CHROMIUM, launch } from './chromium.js';
import { DOCUMENTS, FINDINGS, MANIFEST, QUARANTINED } from './fixtures.js';
import { BAD_URLS, BIDI, documentFullOf, findingFullOf, LONG, MARKUP, quarantinedFullOf } from './hostile.js';
import { miniSite, pagesOf } from './mini-site.js';

const HOSTILE = [MARKUP, BIDI, LONG, ...BAD_URLS];
const documents = [
  ...DOCUMENTS,
  ...HOSTILE.map((text, index) => documentFullOf(text, index === 2 ? LONG : `hostile.case${index}.run`)),
];
const files = miniSite({
  documents,
  findings: [...FINDINGS, ...HOSTILE.map((text) => findingFullOf(text, 'github.com/harbour-works/pilots'))],
  quarantined: [...QUARANTINED, ...HOSTILE.map(quarantinedFullOf)],
  manifest: [MANIFEST, ...HOSTILE].join('\n'),
});
const FRESHNESS: FreshnessDocument = {
  generated_at: '2031-02-12T06:00:00.000Z',
  ttl: '60m',
  alert_after: '90m',
  exceptions: [
    { source: 'git.north-quay.example/customs/declare', state: 'unreachable', last_confirmed_at: '2031-02-02T06:00:00.000Z' },
    { source: 'github.com/harbour-works/lost', state: 'missing', last_confirmed_at: null },
  ],
};
const FRESHNESS_PATH = 'api/v1/freshness.json';
files.set(FRESHNESS_PATH, JSON.stringify(FRESHNESS));
/** The index of the capabilities that have pages, and of a hundred that have none, so that there is something to choose from. */
const index = new Map<string, Uint8Array>(
  [...buildSearch([...documents.map(({ versions }) => searchDocumentOf(versions[0])), ...manyDocuments(100)])].map(
    ([path, bytes]) => [`search/${path}`, bytes],
  ),
);
export const pages = pagesOf(files).map(([path]) => path);
export const one = (path: string) => pages.find((page) => page.startsWith(path)) ?? path;
export const LOOKED_AT = [
  'index.html',
  'search.html',
  'search.html?q=berth&tier=conformant',
  'search.html?q=hostile',
  'sources.html',
  'findings.html',
  'quarantine.html',
  'owners.html',
  'compatibility.html',
  'compatibility.html?consumer=harbour.berth.allocate&provider=cargo.crane.reserve',
  'decisions.html',
  'freshness.html',
  'about.html',
  one('owners/!terminal'),
  one('domains/harbour'),
  one('sources/github.com~2fharbour-works~2fpilots'),
  one('capabilities/harbour.berth'),
  one('capabilities/cargo.crane'),
  one('capabilities/component'),
  one('capabilities/hostile.case0'),
  one('capabilities/wide.xxx'),
];
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** A small site with strangers' text in it: in a folder, and served under a sub-path, as on a project's own pages of a code host. */
export interface ServedSite {
  readonly browser: Browser;
  readonly folder: string;
  /** With the sub-path and a slash at the end. */
  readonly origin: string;
  /** What is answered for freshness.json, in the test that sets it; undefined for 404. */
  freshness: string | undefined;
  /** Files of the search index that are gone, in the test that sets them. */
  gone: (path: string) => boolean;
}

/** Tests in Chromium; skipped where there is none. */
export function inChromium(tests: (site: ServedSite) => void): void {
  (CHROMIUM ? describe : describe.skip)('in Chromium', () => {
    const site = {} as { -readonly [name in keyof ServedSite]: ServedSite[name] };
    let server: Server;

    beforeAll(async () => {
      site.folder = mkdtempSync(join(tmpdir(), 'chora-site-'));
      for (const [path, text] of [...files, ...index]) {
        mkdirSync(dirname(join(site.folder, path)), { recursive: true });
        writeFileSync(join(site.folder, path), text);
      }
      server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/catalog\//, ''));
        const text =
          path === FRESHNESS_PATH ? site.freshness : site.gone(path) ? undefined : (files.get(path) ?? index.get(path));
        const type = TYPES[extname(path)] ?? 'application/octet-stream';
        response.writeHead(text === undefined ? 404 : 200, { 'content-type': type });
        // Later than the first paint, so that a page that makes no room for the ages is caught moving.
        if (path === FRESHNESS_PATH) setTimeout(() => response.end(text ?? ''), 100);
        else response.end(text ?? '');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/catalog/`;
      site.browser = await launch();
    });

    beforeEach(() => {
      site.freshness = files.get(FRESHNESS_PATH);
      site.gone = () => false;
    });

    afterAll(async () => {
      await site.browser?.close();
      await new Promise((resolve) => server?.close(resolve));
      if (site.folder) rmSync(site.folder, { recursive: true, force: true });
    });

    tests(site);
  });
}
