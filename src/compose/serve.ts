import { systemClock } from '../adapters/clock.js';
import { ServedDocument } from '../adapters/serve/document.js';
import { type StaticServerOptions, staticServer } from '../adapters/serve/server.js';
import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { type AgeLimits, ageLimits } from '../model/freshness.js';
import type { CatalogDocument, FreshnessDocument } from '../model/generated/types.js';
import { type Validator, validateCatalogDocument, validateFreshnessDocument } from '../model/validators.js';
import { ageHeaders, fileHeaders, tellsAge } from '../site/headers.js';
import { renderNotFound } from '../site/render.js';

/** What a server of catalogs may do besides: answer for itself before a file is looked for, and tell of trouble. */
export type CatalogServerOptions = Pick<StaticServerOptions, 'root' | 'before' | 'elsewhere' | 'onError'> & {
  /** What the catalog ages by, where not by its own limits. */
  readonly limits?: (freshness: FreshnessDocument) => AgeLimits | null;
  /** Why its age says nothing any more: every file tells that then. Null where it does. */
  readonly past?: () => 'expired' | 'clock' | null;
  /** Headers that every file has besides. */
  readonly more?: () => Readonly<Record<string, string>>;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
};

/**
 * A server of the catalog in the folder that `root` gives at each request: its files with the headers of the site, and the catalog's
 * age on every page and document.
 */
export function catalogServer({
  now,
  limits = ageLimits,
  past = () => null,
  more = () => ({}),
  ...options
}: CatalogServerOptions): ReturnType<typeof staticServer> {
  const clock = systemClock(now);
  const freshness = new ServedDocument(LAYOUT.freshness, (bytes) => parsed<FreshnessDocument>(bytes, validateFreshnessDocument));
  const catalog = new ServedDocument(LAYOUT.catalog, (bytes) => parsed<CatalogDocument>(bytes, validateCatalogDocument));
  const headers = async (path: string, root: string) => {
    const over = past();
    if (over === null && !tellsAge(path)) return { ...fileHeaders(path), ...more() };
    const document = await freshness.read(root);
    const age = { limits: document && limits(document), past: over };
    return { ...fileHeaders(path), ...ageHeaders(document, clock.now().getTime(), age), ...more() };
  };
  return staticServer({
    ...options,
    before: async (request, root) => {
      const instead = (await options.before?.(request, root)) ?? null;
      if (instead !== null || request.path !== LAYOUT.freshness) return instead;
      // Pages and programs take the limits from this document: they are to come to the same state as the headers do.
      const document = await freshness.read(root);
      const body = document === null ? null : byOwnLimits(document, limits(document));
      const type = { 'content-type': 'application/json; charset=utf-8' };
      return body === null ? null : { status: 200, headers: { ...(await headers(request.path, root)), ...type }, body };
    },
    headers,
    // Made here, and not the one in the folder: that one is for the place that the catalog is published at.
    refusalPage: async (status, _message, root) => {
      const identity = status === 404 ? await catalog.read(root) : null;
      return identity && renderNotFound(identity, '/');
    },
  });
}

/** The document with the limits that count here, in whole seconds; null where those are its own. */
function byOwnLimits(document: FreshnessDocument, limits: AgeLimits | null): string | null {
  const written = ageLimits(document);
  if (limits === null || (written?.ttl === limits.ttl && written.alertAfter === limits.alertAfter)) return null;
  const seconds = (milliseconds: number) => `${Math.max(1, Math.round(milliseconds / 1000))}s`;
  return serialize({ ...document, ttl: seconds(limits.ttl), alert_after: seconds(limits.alertAfter) });
}

function parsed<T>(bytes: Buffer, validate: Validator): T | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return validate(value) ? (value as T) : null;
  } catch {
    // What is no JSON is no document, as little as other JSON is.
    return null;
  }
}
