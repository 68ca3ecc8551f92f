import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { CatalogDocument } from '../../model/generated/types.js';
import type { Root } from '../links.js';
import { searchOf } from '../policy.js';
import { dirOf, readable, visible } from '../text.js';
import { commonHead, END_ID, ownHead } from './head.js';

/** What every page shows of the catalog: nothing that changes from run to run. */
export type SiteIdentity = Pick<CatalogDocument, 'name' | 'url' | 'generator'>;

/** `href` is from the site's top folder. */
export interface Crumb {
  readonly text: string;
  readonly href: string;
}

export interface Page {
  readonly root: Root;
  /** Of this page, from the site's top folder. */
  readonly path: string;
  /** Absent on the home page, which has the catalog's name. */
  readonly title?: string;
  /** For search engines and previews of links. */
  readonly description?: string | undefined;
  /** The same for programs: JSON-LD, escaped for a script element. */
  readonly data?: string;
  readonly section:
    | 'capabilities'
    | 'search'
    | 'compatibility'
    | 'owners'
    | 'sources'
    | 'findings'
    | 'freshness'
    | 'about'
    | 'none';
  /** What draws the page's subject, where that is not the search. */
  readonly script?: 'matrix';
  /** A style sheet that only few pages need. */
  readonly style?: 'matrix';
  /** The way here, without this page. */
  readonly crumbs: readonly Crumb[];
  readonly children: ComponentChildren;
}

const NAVIGATION = [
  { section: 'capabilities', text: 'Capabilities', href: 'index.html' },
  { section: 'search', text: 'Search', href: 'search.html' },
  { section: 'compatibility', text: 'Compatibility', href: 'compatibility.html' },
  { section: 'owners', text: 'Owners', href: 'owners.html' },
  { section: 'sources', text: 'Sources', href: 'sources.html' },
  { section: 'findings', text: 'Findings', href: 'findings.html' },
  { section: 'freshness', text: 'Freshness', href: 'freshness.html' },
  { section: 'about', text: 'About', href: 'about.html' },
] as const;
const THEMES = ['auto', 'light', 'dark'] as const;

/** The whole HTML document. */
export function renderPage(identity: SiteIdentity, page: Page): string {
  const { path, title, description, data, crumbs, children } = page;
  const frame = frameOf(identity, page);
  const own = ownHead(identity, { path, title, description, data });
  const way = crumbs.length === 0 ? '' : render(breadcrumb(page));
  const main = render(<main id="main">{children}</main>);
  return `<!doctype html>
<html lang="en"><head>${frame.head}${render(own)}</head><body>${frame.header}<div class="where">${way}${frame.age}</div>${main}${frame.footer}</body></html>
`;
}

/** What pages of a kind have in common, as HTML. */
interface Frame {
  readonly head: string;
  readonly header: string;
  readonly age: string;
  readonly footer: string;
}

/** A catalog has few kinds of pages, and tens of thousands of each: their frames are made once. */
const frames = new WeakMap<SiteIdentity, Map<string, Frame>>();

function frameOf(identity: SiteIdentity, page: Page): Frame {
  const { root, path, section, script, style } = page;
  const search = searchOf(path);
  const listed = NAVIGATION.some(({ href }) => href === path);
  const kind = [root, section, search, script, style, listed && path].join(' ');
  const known = frames.get(identity) ?? new Map<string, Frame>();
  frames.set(identity, known);
  let frame = known.get(kind);
  if (frame === undefined) {
    frame = {
      head: render(commonHead(identity, { root, search, script, style })),
      header: render(header(identity, page)),
      age: render(
        <aside class="age" aria-label="Freshness" data-catalog>
          <a href={`${root}freshness.html`}>How fresh this is</a>
        </aside>,
      ),
      footer: render(footer(identity, root, search !== undefined)),
    };
    known.set(kind, frame);
  }
  return frame;
}

const header = ({ name }: SiteIdentity, { root, path, section }: Page): VNode => (
  <>
    <a class="skip" href="#main">
      Skip to content
    </a>
    <header class="site">
      <a class="name" dir="auto" href={`${root}index.html`}>
        {readable(name)}
      </a>
      <nav aria-label="Site">
        {NAVIGATION.map((item) => (
          <a href={root + item.href} aria-current={item.href === path ? 'page' : item.section === section ? 'true' : undefined}>
            {item.text}
          </a>
        ))}
      </nav>
    </header>
  </>
);

const breadcrumb = ({ root, crumbs }: Page): VNode => (
  <nav class="crumbs" aria-label="Breadcrumb">
    <ol>
      {crumbs.map(({ text, href }) => (
        <li>
          <a dir={dirOf(text)} href={root + href}>
            {visible(text)}
          </a>
        </li>
      ))}
    </ol>
  </nav>
);

const footer = ({ generator: { name, version } }: SiteIdentity, root: Root, withSearch: boolean): VNode => (
  <footer class="site">
    {preferences(withSearch)}
    <p>
      Static pages; every value here is also in <a href={`${root}api/v1/catalog.json`}>api/v1/</a>.
    </p>
    <p>
      {visible(name)} <span id={END_ID}>{visible(version)}</span>
    </p>
  </footer>
);

/** Works where there is script; elsewhere it is not shown. */
const preferences = (withSearch: boolean): VNode => (
  <div class="preferences">
    <fieldset>
      <legend>Theme</legend>
      {THEMES.map((theme) => (
        <button type="button" data-choose={theme} aria-pressed={theme === 'auto'}>
          {theme}
        </button>
      ))}
    </fieldset>
    {withSearch && (
      <label>
        <input type="checkbox" data-shortcut checked /> The key / goes to the search
      </label>
    )}
  </div>
);
