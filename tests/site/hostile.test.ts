import { describe, expect, test } from '@jest/globals';
import { renderFindings, renderOwner, renderSource } from '../../src/site/render.js';
import { catalogOf, documentOf, SOURCES, TRUST } from './fixtures.js';
import {
  BAD_URLS,
  BIDI,
  changesFullOf,
  documentFullOf,
  findingFullOf,
  LONG,
  MARKUP,
  quarantinedFullOf,
  recordFullOf,
} from './hostile.js';
import { miniSite, pageOf, pagesOf, summaryOf } from './mini-site.js';

const context = { catalog: catalogOf([], [], []) };
const hrefs = (html: string) => [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href);
const hostileSite = (text: string) => {
  const source = {
    ...SOURCES[0],
    id: text,
    url: text,
    kind: 'git',
    state: 'ok',
    commit: text,
    reading: null,
    tags: { [text]: text },
    ttl: text,
    manifests: 1,
    capabilities: 1,
    findings: { error: 0, warning: 1, info: 0 },
    file: 'hostile',
  } as const;
  const document = documentFullOf(text, `${text}.id`);
  document.versions[0].source = text;
  document.versions[0].provenance = { outcome: 'invalid', admitted: true, rule: text, reason: text, time: text };
  return pagesOf(
    miniSite({
      documents: [document],
      sources: [source],
      findings: [findingFullOf(text)],
      changes: changesFullOf(text),
      quarantined: [quarantinedFullOf(text)],
      trust: { ...TRUST, policy: { text: `${text}\n${text}`, digest: text } },
      manifest: `id: a\n${text}\n${text}`,
    }),
  );
};

test('markup in every field stays text on every page', () => {
  const pages = hostileSite(MARKUP);
  expect(pages.length).toBeGreaterThan(10);
  for (const [path, html] of pages) {
    expect(html.match(/<script(?! type="application\/ld\+json">[^<]*<\/script>)[^>]*>[^<]*/gi)).toEqual([
      expect.stringMatching(/^<script src="(\.\.\/)?assets\/site\.\w+\.js">$/),
      ...(path === 'search.html' ? [expect.stringMatching(/^<script defer src="assets\/search\.\w+\.js">$/)] : []),
      ...(path === 'compatibility.html' ? [expect.stringMatching(/^<script defer src="assets\/matrix\.\w+\.js">$/)] : []),
    ]);
    expect(html).not.toMatch(/<(img|textarea)|<svg(?! class="lines-)/i);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    for (const tag of html.replace(/"[^"]*"/g, '""').matchAll(/<[a-z][^>]*>/g)) expect(tag[0]).not.toMatch(/[\s"]on\w+=/i);
  }
});

test('the name of the catalog is text like any other', () => {
  const html = renderFindings(
    { catalog: { ...context.catalog, name: MARKUP, url: 'javascript:alert(1)', generator: { name: MARKUP, version: BIDI } } },
    [],
    [],
  );
  expect(html).not.toMatch(/<script(?! src="assets\/)|<(img|svg)|canonical|og:url/i);
  for (const character of BIDI.matchAll(/[\p{Cc}\p{Cf}]/gu)) expect(html).not.toContain(character[0]);
});

test('control, bidirectional and invisible characters are written out on every page', () => {
  for (const [path, html] of hostileSite(BIDI)) {
    expect([path, html.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? []]).toEqual([path, []]);
  }
  expect(pageOf(context, documentFullOf(BIDI))).toContain('safe\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{7}');
});

test('lone surrogates break neither links nor bytes', () => {
  for (const [, html] of hostileSite('a\ud800b')) expect(html.isWellFormed()).toBe(true);
});

test('a description keeps its lines and the joiners that scripts and emoji need, and nothing that hides', () => {
  const html = pageOf(
    context,
    documentOf({ ...recordFullOf('x.y.z'), description: 'one\r\ntwo\n\nمی\u200cخواهم 👩\u200d🚢\u202e!' }),
  );
  expect(html).toContain('one\ntwo\n\nمی\u200cخواهم 👩\u200d🚢\\u{202e}!');
});

test('joiners stay in what people read and are written out in what machines read', () => {
  const html = pageOf(context, documentOf({ ...recordFullOf('a.b.c\u200d'), title: 'می\u200cخواهم' }));
  expect(html).toContain('>می\u200cخواهم</h1>');
  expect(html).toContain('<code dir="auto">a.b.c\\u{200d}</code>');
});

test('a title of nothing to see is no title', () => {
  const html = pageOf(context, documentOf({ ...recordFullOf('a.b.c'), title: ' \u200c\u200d ' }));
  expect(html).toContain('<h1 class="id" dir="auto">a.b.c</h1>');
});

describe.each(BAD_URLS)('the address %j', (url) => {
  const document = documentFullOf(url, 'x.y.z');
  const pages = [
    pageOf(context, document),
    renderSource(context, {
      source: { ...(SOURCES[1] ?? never()), url },
      capabilities: [],
      entries: [],
      findings: [findingFullOf(url)],
      quarantined: [quarantinedFullOf(url)],
    }),
    renderOwner(context, url, [summaryOf(document)], [url]),
  ];

  test('stays text in every field that takes one', () => {
    for (const href of pages.flatMap(hrefs))
      expect(href).toMatch(/^(\.\.\/|#|[a-z.]+\.html$|https:\/\/(catalog\.harbour|known)\.example\/)/);
  });
});

test('outward links tell the other side nothing and where they lead is shown', () => {
  const html = pageOf(
    context,
    documentOf({ ...recordFullOf('x.y.z'), links: [{ title: 'Log in', url: 'https://evil.example/login' }] }),
  );
  expect(html).toContain('<a href="https://evil.example/login" rel="nofollow">Log in</a> <span class="none">evil.example</span>');
  for (const [tag] of html.matchAll(/<a [^>]*href="(https?|mailto):[^>]*>/g)) expect(tag).toContain('rel="nofollow"');
  expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
  expect(html).not.toMatch(/<a [^>]*target=/);
});

test('strangers’ text stands in elements of its own direction', () => {
  const html = hostileSite('שלום')
    .map(([, page]) => page.replace(/<script type="application\/ld\+json">.*?<\/script>/g, ''))
    .join('');
  const bare = [...html.matchAll(/<(\w+)([^<>]*)>[^<>]*שלום/g)].filter(
    ([, tag, attributes]) => tag !== 'bdi' && tag !== 'title' && !attributes?.includes('dir="auto"'),
  );
  expect(bare.map(([text]) => text)).toEqual([]);
});

test('an id of 300 characters is a page like any other', () => {
  const html = pageOf(context, documentFullOf(LONG));
  expect(html).toContain(`<h1 class="id" dir="auto">${LONG}</h1>`);
});

function never(): never {
  throw new Error('the fixtures have that source');
}
