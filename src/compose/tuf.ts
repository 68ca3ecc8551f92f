import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TufJsClient } from '../adapters/tuf/client.js';
import type { TufPlaces } from '../mirror/tuf-client.js';

/** The TUF client on the real network and disk. */
export function tufClient(): TufJsClient {
  return new TufJsClient();
}

/** The places that a person named: URLs as they are, folders (also as file: URLs) as absolute paths. */
export function tufPlaces(trustFolder: string, metadata: string, targets: string): TufPlaces {
  return { trustFolder: resolve(trustFolder), metadata: baseOf(metadata), targets: baseOf(targets) };
}

function baseOf(text: string): string {
  if (/^https?:\/\//i.test(text)) return text;
  return resolve(/^file:\/\//i.test(text) ? fileURLToPath(text) : text);
}
