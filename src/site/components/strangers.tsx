import type { ComponentChild, VNode } from 'preact';
import { capabilityNeighbour, capabilityPage, contactUrl, domainPage, type Root, safeUrl, sourcePageOf } from '../links.js';
import { dirOf, prose, readable, unwrapped, visible } from '../text.js';
import { none } from './mark.js';

// Every piece of strangers' text that is may be read from right to left stands in an element of its own direction, so that it cannot reorder what is
// beside it: <bdi>, or any element with the `dir` of dirOf.

/** A name or a word. */
export const words = (text: string | null | undefined): ComponentChild => (text ? isolated(readable(text)) : none());

/** Sentences. */
export const sentences = (text: string): ComponentChild => isolated(prose(text));

const isolated = (text: string): ComponentChild => (dirOf(text) === undefined ? text : <bdi>{text}</bdi>);

/** An id, path, version, range or other text that a machine reads. */
export const code = (text: string): VNode => <code dir={dirOf(text)}>{breakable(text)}</code>;

/** About as many characters of an id as the narrowest column has room for. */
const SHORT = 30;
/** Each break costs its bytes: a few are as good as many. */
const PIECE = /.{8,}?[./_:@](?=[\p{L}\p{N}].{4})/guy;

/**
 * Text that a machine reads, as `visible` writes it. A long one may be broken after its parts, as otherwise it is broken within words.
 * Addresses stand where there is room.
 */
export function breakable(text: string): ComponentChild {
  const shown = visible(text);
  if (shown.length <= SHORT || shown.includes('://')) return shown;
  const pieces = shown.match(PIECE) ?? [];
  const rest = shown.slice(pieces.join('').length);
  return pieces.length === 0 ? shown : [pieces.map((piece) => [piece, <wbr />]), rest];
}

/** Paragraphs. */
export const paragraphs = (text: string): VNode => (
  <p class="description" dir={dirOf(text.replaceAll('\n', ' '))}>
    {unwrapped(text)}
  </p>
);

export const capabilityLink = (root: Root, file: string, id: string): VNode => (
  <a class="id" dir={dirOf(id)} href={root + capabilityPage(file)}>
    {breakable(id)}
  </a>
);

/** The same from the page of another capability, which is in the same folder. */
export const neighbourLink = (file: string, id: string): VNode => (
  <a class="id" dir={dirOf(id)} href={capabilityNeighbour(file)}>
    {breakable(id)}
  </a>
);

export const domainLink = (root: Root, domain: string): VNode => (
  <a dir={dirOf(domain)} href={root + domainPage(domain)}>
    {breakable(domain)}
  </a>
);

export const sourceLink = (root: Root, source: string): VNode => (
  <a class="id" dir={dirOf(source)} href={root + sourcePageOf(source)}>
    {breakable(source)}
  </a>
);

/** A stranger's URL under a stranger's title. Where it leads is always shown. */
export function titledUrl(url: string, title?: string): ComponentChild {
  const safe = safeUrl(url);
  if (!safe) return title ? [words(title), ' ', code(url)] : code(url);
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

// Every page says that no link tells where it was followed (`referrer`), and none opens a window that could reach back.
const outward = (url: URL, text: string): VNode => (
  <a dir={dirOf(text)} href={url.href} rel="nofollow">
    {visible(text)}
  </a>
);
