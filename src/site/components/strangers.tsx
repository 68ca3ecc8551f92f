import type { ComponentChild, VNode } from 'preact';
import { capabilityPage, contactUrl, domainPage, type Root, safeUrl, sourcePageOf } from '../links.js';
import { readable, unwrapped, visible } from '../text.js';
import { none } from './mark.js';

// Every piece of strangers' text stands in an element of its own direction, so that it cannot reorder what is beside it:
// <bdi>, or any element with dir="auto".

/** A name or a word. */
export const words = (text: string | null | undefined): VNode => (text ? <bdi>{readable(text)}</bdi> : none());

/** An id, path, version, range or other text that a machine reads. */
export const code = (text: string): VNode => <code dir="auto">{visible(text)}</code>;

/** Paragraphs. */
export const paragraphs = (text: string): VNode => (
  <p class="description" dir="auto">
    {unwrapped(text)}
  </p>
);

export const capabilityLink = (root: Root, file: string, id: string): VNode => (
  <a class="id" dir="auto" href={root + capabilityPage(file)}>
    {visible(id)}
  </a>
);

export const domainLink = (root: Root, domain: string): VNode => (
  <a dir="auto" href={root + domainPage(domain)}>
    {visible(domain)}
  </a>
);

export const sourceLink = (root: Root, source: string): VNode => (
  <a class="id" dir="auto" href={root + sourcePageOf(source)}>
    {visible(source)}
  </a>
);

/** A stranger's URL under a stranger's title. Where it leads is always shown. */
export function titledUrl(url: string, title?: string): ComponentChild {
  const safe = safeUrl(url);
  if (!safe) return title ? [<bdi>{readable(title)}</bdi>, ' ', code(url)] : code(url);
  if (!title) return outward(safe, url);
  return [outward(safe, title), ' ', <span class="none">{safe.host || safe.pathname}</span>];
}

/** A path inside the repository, or a URL. */
export const reference = (text: string): ComponentChild => titledUrl(text);

/** A mail address, a URL, or plain words such as a chat channel. */
export function contact(text: string): ComponentChild {
  const url = contactUrl(text);
  return url ? outward(url, text) : words(text);
}

const outward = (url: URL, text: string): VNode => (
  <a dir="auto" href={url.href} rel="nofollow noopener noreferrer">
    {visible(text)}
  </a>
);
