import { renderPage, type SiteIdentity } from '../components/page.js';
import type { Root } from '../links.js';
import { baseUrl } from '../machine/base-url.js';

/**
 * 404.html, which hosts show at any address that leads nowhere. Links from an address that nobody knows cannot be relative: `root` is
 * where the site is on its host, which the address of the catalog tells.
 */
export function renderNotFound(identity: SiteIdentity, root: Root = publishedRoot(identity.url)): string {
  return renderPage(identity, {
    root,
    path: '404.html',
    title: 'Not found',
    section: 'none',
    crumbs: [],
    children: [
      <h1>Not found</h1>,
      <p class="lead">There is nothing at this address. What was here may have been renamed, or is no longer in the catalog.</p>,
      <search>
        <form class="search" action={`${root}search.html`} method="get">
          <input type="search" name="q" aria-label="Search capabilities" placeholder="Search capabilities" maxlength={300} />
          <button type="submit">Search</button>
        </form>
      </search>,
      <p class="more">
        Find it by <a href={`${root}search.html`}>searching</a>, by <a href={`${root}index.html`}>domain</a>, by{' '}
        <a href={`${root}owners.html`}>owner</a> or by <a href={`${root}sources.html`}>source</a>.
      </p>,
    ],
  });
}

function publishedRoot(url: string | undefined): `/${string}` {
  const path = URL.parse(baseUrl(url) ?? '')?.pathname ?? '/';
  // Two slashes would lead to another host.
  return path.startsWith('//') || !path.startsWith('/') ? '/' : (path as `/${string}`);
}
