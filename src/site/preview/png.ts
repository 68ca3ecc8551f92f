import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A picture of up to four colours, two bits a pixel. */
export class Picture {
  private readonly stride: number;
  /** Rows, each after the byte that names its filter: none. */
  readonly rows: Buffer;

  constructor(
    readonly width: number,
    readonly height: number,
    readonly palette: readonly [Colour, Colour, Colour, Colour],
  ) {
    this.stride = 1 + Math.ceil(width / 4);
    this.rows = Buffer.alloc(this.stride * height);
  }

  /** Fills a rectangle with a colour of the palette; what lies outside is left out. */
  fill(left: number, top: number, width: number, height: number, colour: 0 | 1 | 2 | 3): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y += 1)
      for (let x = Math.max(0, left); x < Math.min(this.width, left + width); x += 1) {
        const at = y * this.stride + 1 + (x >> 2);
        const shift = 6 - 2 * (x & 3);
        this.rows[at] = ((this.rows[at] ?? 0) & ~(3 << shift)) | (colour << shift);
      }
  }

  /** PNG (ISO/IEC 15948). The same pixels pack to the same bytes on machines with the same zlib. */
  png(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    // Bits a pixel, and: the colours are those of the palette.
    header.set([2, 3], 8);
    return Buffer.concat([
      SIGNATURE,
      chunk('IHDR', header),
      chunk('PLTE', Buffer.from(this.palette.flat())),
      chunk('IDAT', deflateSync(this.rows, { level: 9 })),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
