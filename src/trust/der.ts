/** One value of DER. Only what names in a certificate need: one-byte tags, definite lengths. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Reads the values of `bytes`, all of them, or throws. Lengths must be in their shortest form, as DER has it. */
export function readDer(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  let at = 0;
  const next = () => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('DER ends too early');
    return byte;
  };
  while (at < bytes.length) {
    const tag = next();
    let length = next();
    if (length > 0x7f) {
      const digits = length & 0x7f;
      if (digits === 0 || digits > 3) throw new Error('DER has a length that is not read here');
      length = 0;
      for (let i = 0; i < digits; i += 1) length = length * 256 + next();
      if (length < 0x80 || length < 256 ** (digits - 1)) throw new Error('DER has a length that is not in its shortest form');
    }
    if (at + length > bytes.length) throw new Error('DER ends too early');
    values.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return values;
}
