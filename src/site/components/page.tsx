import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { CatalogDocument } from '../../model/generated/types.js';
import { type Root, safeUrl } from '../links.js';
import { readable, visible } from '../text.js';

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
  readonly section: 'capabilities' | 'sources' | 'findings';
  /** The way here, without this page. */
  readonly crumbs: readonly Crumb[];
  readonly children: ComponentChildren;
}

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const NAVIGATION = [
  { section: 'capabilities', text: 'Capabilities', href: 'index.html' },
  { section: 'sources', text: 'Sources', href: 'sources.html' },
  { section: 'findings', text: 'Findings', href: 'findings.html' },
] as const;

/** The whole HTML document. */
export function renderPage(identity: SiteIdentity, page: Page): string {
  return `<!doctype html>\n${render(document(identity, page))}\n`;
}

function document(identity: SiteIdentity, { root, path, title, section, crumbs, children }: Page): VNode {
  const name = readable(identity.name);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>{title === undefined ? name : `${readable(title)} · ${name}`}</title>
        <link rel="stylesheet" href={`${root}assets/style.css`} />
        <link rel="icon" type="image/svg+xml" href={`${root}assets/favicon.svg`} />
        {canonical(identity.url, path)}
      </head>
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
            <a href={`${root}api/v1/catalog.json`}>JSON</a>
          </nav>
        </header>
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
        <main id="main">{children}</main>
        <footer class="site">
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

/** Copies of the site name the place where it is published. */
function canonical(url: string | undefined, path: string): VNode | null {
  const base = url === undefined ? null : safeUrl(url);
  if (base === null || !base.protocol.startsWith('http')) return null;
  const folder = `${base.origin}${base.pathname.replace(/\/?$/, '/')}`;
  return <link rel="canonical" href={folder + (path === 'index.html' ? '' : path)} />;
}
