import { readTarHeader } from './tar-header.js';

const BLOCK = 512;

export interface TarMember {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** To be read to its end before the next member is asked for. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** The bytes are not those of a tar that this program writes. */
export class NoTar extends Error {
  override readonly name = 'NoTar';
}

/**
 * The members of a tar, as they come. Of the input no more is held than one chunk and one block.
 * @throws NoTar for anything but plain files with nothing behind the end
 */
export async function* readTar(input: AsyncIterable<Buffer>): AsyncGenerator<TarMember, void> {
  const bytes = new Bytes(input);
  for (;;) {
    const header = await bytes.block();
    if (header.every((byte) => byte === 0)) break;
    const member = readTarHeader(header);
    if ('wrong' in member) throw new NoTar(member.wrong);
    const { name, size } = member;
    let left = size;
    const chunks = (async function* () {
      while (left > 0) {
        const chunk = await bytes.some(left);
        left -= chunk.length;
        yield chunk;
      }
    })();
    yield { name, size, chunks };
    if (left > 0) throw new Error('a member was not read to its end');
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    for (let rest = padding; rest > 0; ) {
      const chunk = await bytes.some(rest);
      if (chunk.some((byte) => byte !== 0)) throw new NoTar(`there is something between its files`);
      rest -= chunk.length;
    }
  }
  if ((await bytes.block()).some((byte) => byte !== 0) || !(await bytes.ended()))
    throw new NoTar('there is something behind its end');
}

class Bytes {
  private readonly input: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.input = input[Symbol.asyncIterator]();
  }

  /** At least one byte and at most so many. */
  async some(most: number): Promise<Buffer> {
    if (await this.ended()) throw new NoTar('it ends in the middle');
    const chunk = this.held.subarray(0, most);
    this.held = this.held.subarray(chunk.length);
    return chunk;
  }

  async block(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = BLOCK; left > 0; ) {
      const chunk = await this.some(left);
      parts.push(chunk);
      left -= chunk.length;
    }
    return Buffer.concat(parts);
  }

  async ended(): Promise<boolean> {
    while (this.held.length === 0) {
      const { done, value } = await this.input.next();
      if (done) return true;
      this.held = value;
    }
    return false;
  }
}
