import type { VNode } from 'preact';
import type { CatalogDocument } from '../../model/generated/types.js';
import { FAVICON_PATH, MATRIX_SCRIPT_PATH, MATRIX_STYLE_PATH, SCRIPT_PATH, SEARCH_SCRIPT_PATH, STYLE_PATH } from '../assets.js';
import type { Root } from '../links.js';
import { baseUrl } from '../machine/base-url.js';
import { alternateLinks } from '../machine/head.js';
import { contentPolicy, type SearchKind } from '../policy.js';
import { PREVIEW_SIZE, previewOf } from '../preview/preview.js';
import { readable } from '../text.js';

const LONGEST_DESCRIPTION = 200;
/** What every page ends with. */
export const END_ID = 'end-of-page';

/** Of the catalog: its name, and where it is published. */
type Site = Pick<CatalogDocument, 'name' | 'url'>;

/** What the head of a page shares with those of others of its kind. */
export interface CommonHead {
  readonly root: Root;
  readonly search: SearchKind | undefined;
  readonly script: 'matrix' | undefined;
  readonly style: 'matrix' | undefined;
}

export interface OwnHead {
  /** From the site's top folder. */
  readonly path: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** JSON-LD, escaped for a script element. */
  readonly data: string | undefined;
}

/** Comes first: a policy holds from where it stands. */
export function commonHead({ name, url }: Site, { root, search, script, style }: CommonHead): VNode {
  const site = readable(name);
  const base = baseUrl(url);
  return (
    <>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={contentPolicy(search)} />
      {/* A page that comes in pieces is not drawn before its last element has begun: what comes later would move what is there. */}
      <link rel="expect" href={`#${END_ID}`} {...{ blocking: 'render' }} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <meta name="color-scheme" content="light dark" />
      <script src={root + SCRIPT_PATH} />
      {search === 'page' && <script defer src={root + SEARCH_SCRIPT_PATH} />}
      {script === 'matrix' && <script defer src={root + MATRIX_SCRIPT_PATH} />}
      <link rel="stylesheet" href={root + STYLE_PATH} />
      {style === 'matrix' && <link rel="stylesheet" href={root + MATRIX_STYLE_PATH} />}
      <link rel="icon" type="image/svg+xml" href={root + FAVICON_PATH} />
      {alternateLinks(root).map(({ type, title, href }) => (
        <link rel="alternate" type={type} title={title} href={href} />
      ))}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={site} />
      {base !== null && previewTags(base + previewOf(name).path, site)}
    </>
  );
}

export function ownHead({ name, url }: Site, { path, title, description, data }: OwnHead): VNode {
  const site = readable(name);
  const own = published(url, path);
  const about = description && shortened(description);
  return (
    <>
      <title>{title === undefined ? site : `${readable(title)} · ${site}`}</title>
      <meta property="og:title" content={title === undefined ? site : readable(title)} />
      {/* One element says it to search engines and to previews of links. */}
      {about && <meta name="description" property="og:description" content={about} />}
      {own && <meta property="og:url" content={own} />}
      {own && <link rel="canonical" href={own} />}
      {data !== undefined && (
        // A data block, which nothing runs. Its maker has escaped it: in a script element entities would stay what they are.
        <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: data }} />
      )}
    </>
  );
}

/** Platforms fetch the picture from where the catalog is published: its address has to be whole. */
const previewTags = (image: string, site: string): VNode[] => [
  <meta property="og:image" content={image} />,
  <meta property="og:image:width" content={String(PREVIEW_SIZE.width)} />,
  <meta property="og:image:height" content={String(PREVIEW_SIZE.height)} />,
  <meta property="og:image:alt" content={`${site}: a capability catalog`} />,
  <meta name="twitter:card" content="summary_large_image" />,
];

/** Copies of the site name the place where it is published. */
function published(url: string | undefined, path: string): string | null {
  const folder = baseUrl(url);
  return folder === null ? null : folder + (path === 'index.html' ? '' : path);
}

/** One line, cut between words where there are any. */
function shortened(text: string): string {
  const line = readable(text.replace(/\s+/g, ' ').trim());
  if (line.length <= LONGEST_DESCRIPTION) return line;
  return `${line
    .slice(0, LONGEST_DESCRIPTION)
    .replace(/\s\S*$/, '')
    .toWellFormed()} …`;
}
