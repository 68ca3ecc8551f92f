import { systemClock } from '../adapters/clock.js';
import { ServedDocument } from '../adapters/serve/document.js';
import { type StaticServerOptions, staticServer } from '../adapters/serve/server.js';
import { LAYOUT } from '../catalog/layout.js';
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
  return staticServer({
    ...options,
    headers: async (path, root) => {
      const over = past();
      if (over === null && !tellsAge(path)) return { ...fileHeaders(path), ...more() };
      const document = await freshness.read(root);
      const age = { limits: document && limits(document), past: over };
      return { ...fileHeaders(path), ...ageHeaders(document, clock.now().getTime(), age), ...more() };
    },
    // Made here, and not the one in the folder: that one is for the place that the catalog is published at.
    refusalPage: async (status, _message, root) => {
      const identity = status === 404 ? await catalog.read(root) : null;
      return identity && renderNotFound(identity, '/');
    },
  });
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
