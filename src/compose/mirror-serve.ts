import { join, resolve } from 'node:path';
import { systemClock } from '../adapters/clock.js';
import { contentPath } from '../adapters/mirror/content.js';
import { DiskMirror } from '../adapters/mirror/store.js';
import type { RunningServer } from '../adapters/serve/server.js';
import { TufJsClient } from '../adapters/tuf/client.js';
import { contentOf } from '../mirror/names.js';
import { ServedMirror } from '../mirror/serve.js';
import { ChoraError } from '../model/errors.js';
import { readMirrorConfig } from './mirror.js';
import { catalogServer } from './serve.js';

export interface MirrorServerSetup {
  readonly folder: string;
  /** Told of trouble: with a path, of that request. */
  readonly onError: (error: unknown, path?: string) => void;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
}

/**
 * A server of a mirror's release: that which `current` names when a request comes, how old it is by the mirror's own limits, and
 * what other mirrors need to follow this one.
 * @throws ChoraError `mirror/not-a-mirror`, `mirror/config`
 */
export function mirrorServer({ folder, onError, now }: MirrorServerSetup): {
  listen(host: string, port: number): Promise<RunningServer>;
} {
  const root = resolve(folder);
  const store = new DiskMirror(root);
  const mirror = new ServedMirror({
    ...systemClock(now),
    store,
    tuf: new TufJsClient(),
    places: { trustFolder: join(root, 'trust'), metadata: '', targets: '' },
    config: () => readMirrorConfig(root),
    tell: (error) => onError(error),
  });
  return catalogServer({
    root: () => join(root, servedFolder(store)),
    before: (request) => mirror.answer(request),
    // A mirror that follows this one may be in the middle of the release before, and another policy may let in what this one keeps out.
    elsewhere: (path) => {
      const content = mirror.followed ? contentOf(path) : null;
      return content && { folder: root, path: contentPath(content.kind, content.digest) };
    },
    limits: (freshness) => mirror.limits(freshness),
    past: () => mirror.past(),
    more: () => mirror.partHeaders(),
    onError,
    now,
  });
}

/** Where nothing is served, there is no such folder. What is wrong with the link, the status says. */
function servedFolder(store: DiskMirror): string {
  try {
    const current = store.releases.current();
    return current === null ? 'current' : `releases/${current}`;
  } catch (error) {
    if (error instanceof ChoraError) return 'current';
    throw error;
  }
}
