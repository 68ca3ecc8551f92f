import type { CatalogReader } from '../../model/catalog-store.js';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';

/** What one document may cost. */
const LIMITS = { milliseconds: 30_000, bytes: 256 * 1024 * 1024 };

/** A catalog that a web server gives out. */
export class HttpReader implements CatalogReader {
  private readonly base: URL;

  /** @throws ChoraError `usage/not-a-url` */
  constructor(
    url: string,
    private readonly limits = LIMITS,
  ) {
    const base = url.endsWith('/') ? url : `${url}/`;
    if (!URL.canParse(base)) throw new ChoraError('usage', 'usage/not-a-url', `${quote(url)} is not a valid URL.`);
    this.base = new URL(base);
  }

  get name(): string {
    return this.base.href;
  }

  async read(path: string, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<Buffer | null> {
    // Paths are made of encoded ids, which hold `~` and `!` but nothing that a URL would take apart.
    const url = new URL(path, this.base);
    try {
      const response = await fetch(url, {
        signal: AbortSignal.timeout(this.limits.milliseconds),
        cache: fresh ? 'reload' : 'default',
      });
      if (response.status === 404 || response.status === 410) {
        await response.body?.cancel();
        return null;
      }
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return await readBody(response, this.limits.bytes);
    } catch (error) {
      throw new ChoraError(
        'io',
        'io/read',
        `${url.href} cannot be read: ${reason(error)}`,
        'Check the address and the network.',
        { cause: error },
      );
    }
  }
}

async function readBody(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new Error(`the answer is longer than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What went wrong and, in brackets, why: fetch itself says no more than that it failed. */
function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const cause = 'cause' in error && error.cause !== undefined ? ` (${reason(error.cause)})` : '';
  return `${error.message}${cause}`;
}
