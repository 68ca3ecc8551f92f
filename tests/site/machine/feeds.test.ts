import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change, ChangesDocument } from '../../../src/model/generated/types.js';
import { atomFeed, jsonFeed } from '../../../src/site/machine/feeds.js';
import { IDENTITY } from '../fixtures.js';
import { HOSTILE_TEXTS } from './hostile-text.js';
import { elementsOf, parseXml, type XmlElement } from './xml.js';

const { url: _url, ...WITHOUT_ADDRESS } = IDENTITY;
const KINDS = ['quarantined', 'removed', 'retired', 'deprecated', 'restored', 'moved', 'updated', 'new'] as const;
const URN = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const CHANGES: ChangesDocument = {
  started_at: '2031-02-01T06:00:00.000Z',
  changes: KINDS.map((kind, index) => change(kind, KINDS.length - index)),
};

function change(kind: Change['kind'], number: number, more: Partial<Change> = {}): Change {
  const gone = kind === 'removed' || kind === 'quarantined';
  return {
    number,
    seen_at: `2031-02-0${number}T06:00:00.000Z`,
    kind,
    id: 'harbour.berth.allocate',
    title: 'Allocate a berth',
    owner: 'Quayside planning',
    source: 'github.com/harbour-works/berths',
    ...(kind === 'moved' ? { from_source: 'github.com/harbour-works/old' } : {}),
    ...(kind === 'new' ? {} : { from: '2.4.0' }),
    ...(kind === 'removed' ? {} : { to: '2.4.1' }),
    ...(gone ? {} : { file: 'harbour.berth.allocate' }),
    ...(kind === 'quarantined' ? { reason: 'It is not signed.' } : {}),
    ...more,
  };
}

const textOf = (element: XmlElement, name: string): string[] =>
  element.children.filter((child) => child.name === name).map(({ text }) => text);

interface JsonFeed {
  readonly items: readonly Record<string, unknown>[];
  readonly [key: string]: unknown;
}

describe('the Atom feed', () => {
  test('has all that RFC 4287 asks of a feed and of its entries', () => {
    const feed = parseXml(atomFeed(IDENTITY, CHANGES));
    expect(feed).toMatchObject({ name: 'feed', attributes: { xmlns: 'http://www.w3.org/2005/Atom' } });
    expect(textOf(feed, 'id')).toEqual([expect.stringMatching(URN)]);
    expect(textOf(feed, 'title')).toEqual(['Harbour capabilities: changes']);
    expect(textOf(feed, 'updated')).toEqual(['2031-02-08T06:00:00.000Z']);
    expect(elementsOf(feed, 'author').map((author) => textOf(author, 'name'))).toEqual([['Harbour capabilities']]);
    const links = feed.children.filter(({ name }) => name === 'link').map(({ attributes }) => attributes);
    expect(links).toEqual([
      { rel: 'alternate', type: 'text/html', href: 'https://catalog.harbour.example/index.html' },
      { rel: 'self', type: 'application/atom+xml', href: 'https://catalog.harbour.example/feeds/changes.atom' },
    ]);
    const entries = elementsOf(feed, 'entry');
    expect(entries).toHaveLength(KINDS.length);
    for (const entry of entries) {
      for (const name of ['id', 'title', 'updated', 'summary'])
        expect({ name, found: textOf(entry, name).length }).toEqual({ name, found: 1 });
      expect(elementsOf(entry, 'link')).toHaveLength(1);
    }
    expect(new Set(entries.flatMap((entry) => textOf(entry, 'id'))).size).toBe(KINDS.length);
  });

  test('tells each kind of change in words', () => {
    const titles = elementsOf(parseXml(atomFeed(IDENTITY, CHANGES)), 'entry').flatMap((entry) => textOf(entry, 'title'));
    expect(titles).toEqual([
      'harbour.berth.allocate 2.4.1 quarantined',
      'harbour.berth.allocate 2.4.0 removed',
      'harbour.berth.allocate 2.4.1 retired',
      'harbour.berth.allocate 2.4.1 deprecated',
      'harbour.berth.allocate 2.4.1 restored',
      'harbour.berth.allocate 2.4.1 moved',
      'harbour.berth.allocate 2.4.0 → 2.4.1 updated',
      'harbour.berth.allocate 2.4.1 is new',
    ]);
  });

  test('leads to the page of the capability, or where that is gone to one that is there', () => {
    const entries = elementsOf(parseXml(atomFeed(WITHOUT_ADDRESS, CHANGES)), 'entry');
    const targets = entries.flatMap((entry) => elementsOf(entry, 'link').map(({ attributes }) => attributes['href']));
    expect(targets.slice(0, 3)).toEqual(['../quarantine.html', '../index.html', '../capabilities/harbour.berth.allocate.html']);
  });

  test('of a catalog without an address has relative links and says nothing of itself', () => {
    const feed = parseXml(atomFeed(WITHOUT_ADDRESS, CHANGES));
    const links = elementsOf(feed, 'link').map(({ attributes }) => attributes);
    expect(links.some(({ rel }) => rel === 'self')).toBe(false);
    for (const { href } of links) expect(href).toMatch(/^\.\.\//);
  });

  test('of a history without changes is updated when that began', () => {
    const feed = parseXml(atomFeed(IDENTITY, { ...CHANGES, changes: [] }));
    expect(textOf(feed, 'updated')).toEqual([CHANGES.started_at]);
    expect(elementsOf(feed, 'entry')).toEqual([]);
  });

  test('keeps the ids of its entries when others come and when the catalog moves', () => {
    const idsOf = (xml: string): string[] => elementsOf(parseXml(xml), 'entry').flatMap((entry) => textOf(entry, 'id'));
    const before = idsOf(atomFeed(IDENTITY, CHANGES));
    const more = { ...CHANGES, changes: [change('new', 9, { id: 'harbour.other.thing' }), ...CHANGES.changes] };
    expect(idsOf(atomFeed({ ...IDENTITY, name: 'Moved', url: 'https://other.example/' }, more)).slice(1)).toEqual(before);
  });

  test('has the newest hundred changes', () => {
    const many = Array.from({ length: 300 }, (_, index) => change('new', 1, { number: 300 - index }));
    expect(elementsOf(parseXml(atomFeed(IDENTITY, { ...CHANGES, changes: many })), 'entry')).toHaveLength(100);
  });

  test.each(HOSTILE_TEXTS)('is well-formed and keeps its structure with the text %j', (text) => {
    const all = { title: text, owner: text, source: text, from: text, to: text, reason: text, from_source: text };
    const changes = KINDS.map((kind, index) => change(kind, index + 1, { ...all, id: text || 'x' }));
    const feed = parseXml(
      atomFeed({ ...IDENTITY, name: text, generator: { name: text, version: text } }, { ...CHANGES, changes }),
    );
    const names = (element: XmlElement): string[] => element.children.map(({ name }) => name);
    expect(names(feed).filter((name) => name !== 'entry')).toEqual([
      'id',
      'title',
      'updated',
      'author',
      'generator',
      'link',
      'link',
    ]);
    for (const entry of elementsOf(feed, 'entry')) {
      expect(names(entry)).toEqual(['id', 'title', 'updated', 'link', 'category', 'category', 'summary']);
    }
  });

  test('is well-formed with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const changes = [change('quarantined', 1, { id: text, title: text, reason: text })];
        expect(elementsOf(parseXml(atomFeed({ ...IDENTITY, name: text }, { ...CHANGES, changes })), 'entry')).toHaveLength(1);
      }),
    );
  });
});

describe('the JSON feed', () => {
  test('is JSON Feed 1.1, with absolute addresses where the catalog has one', () => {
    const feed = jsonFeed(IDENTITY, CHANGES) as JsonFeed;
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Harbour capabilities: changes',
      home_page_url: 'https://catalog.harbour.example/',
      feed_url: 'https://catalog.harbour.example/feeds/changes.json',
    });
    expect(feed.items[2]).toEqual({
      id: expect.stringMatching(URN),
      url: 'https://catalog.harbour.example/capabilities/harbour.berth.allocate.html',
      title: 'harbour.berth.allocate 2.4.1 retired',
      content_text:
        'Allocate a berth (harbour.berth.allocate): its publisher has ended it. Source: github.com/harbour-works/berths.',
      date_published: '2031-02-06T06:00:00.000Z',
      tags: ['retired', 'Quayside planning'],
      _chora: CHANGES.changes[2],
    });
  });

  test('has no addresses where the catalog has none, and the ids of the Atom feed', () => {
    const feed = jsonFeed(WITHOUT_ADDRESS, CHANGES) as JsonFeed;
    expect(JSON.stringify(feed)).not.toMatch(/_url|"url"/);
    const atom = elementsOf(parseXml(atomFeed(WITHOUT_ADDRESS, CHANGES)), 'entry').flatMap((entry) => textOf(entry, 'id'));
    expect(feed.items.map(({ id }) => id)).toEqual(atom);
  });
});
