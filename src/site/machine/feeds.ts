import type { ChangesDocument } from '../../model/generated/types.js';
import type { SiteIdentity } from '../components/page.js';
import { readable, visible } from '../text.js';
import { baseUrl } from './base-url.js';
import { type FeedItem, feedId, feedItems, updatedAt } from './change-words.js';
import { escapeXml } from './xml.js';

/** Where the feeds lie. Links of the Atom feed are relative to there, where the catalog has no address. */
export const FEEDS = { atom: 'feeds/changes.atom', json: 'feeds/changes.json' } as const;

/** RFC 4287. */
export function atomFeed(identity: SiteIdentity, changes: ChangesDocument): string {
  const base = baseUrl(identity.url);
  const link = (path: string): string => (base === null ? `../${path}` : base + path);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${feedId(changes)}</id>
  <title>${escapeXml(titleOf(identity))}</title>
  <updated>${updatedAt(changes)}</updated>
  <author><name>${escapeXml(readable(identity.name))}</name></author>
  <generator version="${escapeXml(visible(identity.generator.version))}">${escapeXml(visible(identity.generator.name))}</generator>
  <link rel="alternate" type="text/html" href="${escapeXml(link('index.html'))}"/>
${base === null ? '' : `  <link rel="self" type="application/atom+xml" href="${escapeXml(link(FEEDS.atom))}"/>\n`}${feedItems(
  changes,
)
  .map((item) => atomEntry(item, link))
  .join('')}</feed>
`;
}

function atomEntry({ id, title, text, seenAt, tags, path }: FeedItem, link: (path: string) => string): string {
  return `  <entry>
    <id>${id}</id>
    <title>${escapeXml(title)}</title>
    <updated>${seenAt}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(link(path))}"/>
${tags.map((tag) => `    <category term="${escapeXml(tag)}"/>\n`).join('')}    <summary>${escapeXml(text)}</summary>
  </entry>
`;
}

/**
 * JSON Feed 1.1. Addresses in it have to be absolute, so without an address of the catalog there are none; the change as
 * `api/v1/changes.json` has it, with the name of its file, is in `_chora`.
 */
export function jsonFeed(identity: SiteIdentity, changes: ChangesDocument): object {
  const base = baseUrl(identity.url);
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: titleOf(identity),
    language: 'en',
    authors: [{ name: readable(identity.name) }],
    ...(base === null ? {} : { home_page_url: base, feed_url: base + FEEDS.json }),
    items: feedItems(changes).map(({ id, title, text, seenAt, tags, path, change }) => ({
      id,
      ...(base === null ? {} : { url: base + path }),
      title,
      content_text: text,
      date_published: seenAt,
      tags,
      _chora: change,
    })),
  };
}

function titleOf({ name }: SiteIdentity): string {
  return `${readable(name)}: changes`;
}
