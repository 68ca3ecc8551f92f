import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { CatalogDocument } from '../../model/generated/types.js';
import type { Root } from '../links.js';
import { searchOf } from '../policy.js';
import { readable, visible } from '../text.js';
import { head } from './head.js';

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
  return `<!doctype html>\n${render(document(identity, page))}\n`;
}

function document(identity: SiteIdentity, page: Page): VNode {
  const { root, path, title, description, data, section, script, style, crumbs, children } = page;
  const search = searchOf(path);
  const name = readable(identity.name);
  return (
    <html lang="en">
      {head({ root, path, name: identity.name, url: identity.url, title, description, data, search, script, style })}
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="site">
          <a class="name" dir="auto" href={`${root}index.html`}>
            {name}
          </a>
          <nav aria-label="Site">
            {NAVIGATION.map((item) => (
              <a
                href={root + item.href}
                aria-current={item.href === path ? 'page' : item.section === section ? 'true' : undefined}
              >
                {item.text}
              </a>
            ))}
          </nav>
        </header>
        <div class="where">
          {crumbs.length > 0 && (
            <nav class="crumbs" aria-label="Breadcrumb">
              <ol>
                {crumbs.map((crumb) => (
                  <li>
                    <a dir="auto" href={root + crumb.href}>
                      {visible(crumb.text)}
                    </a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <aside class="age" aria-label="Freshness" data-catalog>
            <a href={`${root}freshness.html`}>How fresh this is</a>
          </aside>
        </div>
        <main id="main">{children}</main>
        <footer class="site">
          {preferences(search !== undefined)}
          <p>
            Static pages; every value here is also in <a href={`${root}api/v1/catalog.json`}>api/v1/</a>.
          </p>
          <p>
            {visible(identity.generator.name)} {visible(identity.generator.version)}
          </p>
        </footer>
      </body>
    </html>
  );
}

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
