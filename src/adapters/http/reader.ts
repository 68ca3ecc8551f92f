import { ChoraError } from '../../model/errors.js';
import type { CatalogReader } from '../../model/catalog-store.js';

/** Milliseconds for one document. */
const TIMEOUT = 30_000;
/** Bytes of one document. */
const LIMIT = 256 * 1024 * 1024;

/** A catalog that a web server gives out. */
export class HttpReader implements CatalogReader {
  private readonly base: URL;

  constructor(url: string) {
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
  }

  get name(): string {
    return this.base.href;
  }

  async read(path: string): Promise<Buffer | null> {
    // Paths are made of encoded ids, which hold `~` and `!` but nothing that a URL would take apart.
    const url = new URL(path, this.base);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
      if (response.status === 404 || response.status === 410) {
        await response.body?.cancel();
        return null;
      }
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return await readBody(response);
    } catch (error) {
      const detail = error instanceof Error ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}` : String(error);
      throw new ChoraError('io', 'io/read', `${url.href} cannot be read: ${detail}`, 'Check the address and the network.', { cause: error });
    }
  }
}

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LIMIT) throw new Error(`the answer is longer than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
