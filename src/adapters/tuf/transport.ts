import { isAbsolute } from 'node:path';
import type { TufLimits, TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import { getFromFolder } from './folder-file.js';
import { getOverHttp, type HttpLimits } from './http-file.js';

/** What an exchange may cost when nothing else is said. */
export const TUF_LIMITS: TufLimits = {
  timeoutMs: 120_000,
  stallMs: 20_000,
  retries: 2,
  rootRotations: 1024,
  metadataBytes: { root: 512_000, timestamp: 16_384, snapshot: 1_000_000, targets: 1_000_000 },
  targetBytes: 256 * 1024 * 1024,
};

/** Files of a release on a web server or in a folder. */
export class ReleaseTransport implements TufTransport {
  constructor(private readonly limits: HttpLimits = TUF_LIMITS) {}

  async get(base: string, path: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | null> {
    signal?.throwIfAborted();
    if (/^https?:\/\//i.test(base)) return await getOverHttp(base, path, limit, this.limits, signal);
    if (isAbsolute(base)) return await getFromFolder(base, path, limit);
    throw new ChoraError(
      'usage',
      'usage/not-a-url',
      `${quote(base)} is neither an http(s) URL nor an absolute path.`,
      'Give the address of the published metadata.',
    );
  }
}
