// Global ids as GitHub makes them since 2021: a prefix for the type and, in base64url, a MessagePack array of numbers and texts
// (GitHub Docs, "Migrating GraphQL global node IDs"). Clients must take them as opaque; the prefixes are in what GitHub prints.

/** `R_kgDO…`: the id of what has a number. */
export function nodeId(prefix: string, databaseId: number): string {
  return `${prefix}_${Buffer.concat([Buffer.from([0x92, 0x00]), uint32(databaseId)]).toString('base64url')}`;
}

/** `C_kwDO…`: the id of what a repository holds under a name, such as a commit. */
export function innerId(prefix: string, repositoryId: number, name: string): string {
  const text = Buffer.from(name);
  const head = text.length < 32 ? Buffer.from([0xa0 | text.length]) : Buffer.from([0xda, text.length >> 8, text.length & 0xff]);
  return `${prefix}_${Buffer.concat([Buffer.from([0x93, 0x00]), uint32(repositoryId), head, text]).toString('base64url')}`;
}

export interface ReadId {
  readonly prefix: string;
  readonly databaseId: number;
  /** Name inside the repository. */
  readonly name: string | null;
}

export function readId(id: string): ReadId | null {
  const match = /^([A-Z]+)_([\w-]+)$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const bytes = Buffer.from(match[2], 'base64url');
  if (bytes.length < 7 || bytes[1] !== 0 || bytes[2] !== 0xce) return null;
  const databaseId = bytes.readUInt32BE(3);
  if (bytes[0] === 0x92) return { prefix: match[1], databaseId, name: null };
  const start = bytes[7] === 0xda ? 10 : 8;
  return { prefix: match[1], databaseId, name: bytes.subarray(start).toString() };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0xce;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}
