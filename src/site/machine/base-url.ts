import { safeUrl } from '../links.js';

/** The folder that a catalog is published in, with a slash at its end; null where the configuration names none that a link may have. */
export function baseUrl(url: string | undefined): string | null {
  const base = url === undefined ? null : safeUrl(url);
  if (base === null || !base.protocol.startsWith('http')) return null;
  return `${base.origin}${base.pathname.replace(/\/?$/, '/')}`;
}
