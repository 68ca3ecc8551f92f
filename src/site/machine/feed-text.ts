import type { SiteIdentity } from '../components/page.js';
import { readable, visible } from '../text.js';
import { baseUrl } from './base-url.js';
import { escapeXml } from './xml.js';

/** A feed as both forms tell it. All text is fit to be shown; times are instants in UTC. */
export interface Feed {
  readonly id: string;
  /** What it tells of, after the name of the catalog. */
  readonly subject: string;
  readonly updatedAt: string;
  /** The page of all of it, from the site's top folder. */
  readonly page: string;
  /** Its own two files. */
  readonly files: { readonly atom: string; readonly json: string };
  readonly items: readonly FeedItem[];
}

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly at: string;
  readonly tags: readonly string[];
  /** Its page, from the site's top folder. */
  readonly path: string;
  /** What it was made of, for programs. */
  readonly data: object;
}

/** RFC 4287. Where the catalog has no address, links are relative to the folder of the feeds. */
export function atomText(identity: SiteIdentity, feed: Feed): string {
  const base = baseUrl(identity.url);
  const link = (path: string): string => (base === null ? `../${path}` : base + path);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${feed.id}</id>
  <title>${escapeXml(titleOf(identity, feed))}</title>
  <updated>${feed.updatedAt}</updated>
  <author><name>${escapeXml(readable(identity.name))}</name></author>
  <generator version="${escapeXml(visible(identity.generator.version))}">${escapeXml(visible(identity.generator.name))}</generator>
  <link rel="alternate" type="text/html" href="${escapeXml(link(feed.page))}"/>
${base === null ? '' : `  <link rel="self" type="application/atom+xml" href="${escapeXml(link(feed.files.atom))}"/>\n`}${feed.items
  .map((item) => atomEntry(item, link))
  .join('')}</feed>
`;
}

function atomEntry({ id, title, text, at, tags, path }: FeedItem, link: (path: string) => string): string {
  return `  <entry>
    <id>${id}</id>
    <title>${escapeXml(title)}</title>
    <updated>${at}</updated>
    <link rel="alternate" type="text/html" href="${escapeXml(link(path))}"/>
${tags.map((tag) => `    <category term="${escapeXml(tag)}"/>\n`).join('')}    <summary>${escapeXml(text)}</summary>
  </entry>
`;
}

/** JSON Feed 1.1. Addresses in it have to be absolute, so without an address of the catalog there are none; the data is in `_chora`. */
export function jsonDocument(identity: SiteIdentity, feed: Feed): object {
  const base = baseUrl(identity.url);
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: titleOf(identity, feed),
    language: 'en',
    authors: [{ name: readable(identity.name) }],
    ...(base === null
      ? {}
      : { home_page_url: feed.page === 'index.html' ? base : base + feed.page, feed_url: base + feed.files.json }),
    items: feed.items.map(({ id, title, text, at, tags, path, data }) => ({
      id,
      ...(base === null ? {} : { url: base + path }),
      title,
      content_text: text,
      date_published: at,
      tags,
      _chora: data,
    })),
  };
}

function titleOf({ name }: SiteIdentity, { subject }: Feed): string {
  return `${readable(name)}: ${subject}`;
}
