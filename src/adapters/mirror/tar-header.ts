const BLOCK = 512;

/**
 * The header that tar-stream writes for a plain file of this program: ustar, mode 0644, owner 0, time 0.
 * @param name at most 100 bytes of ASCII
 */
export function tarHeader(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'latin1');
  block.write('000644 \u0000000000 \u0000000000 \u0000', 100, 'latin1');
  block.write(`${octal(size, 11)} `, 124, 'latin1');
  block.write(`${octal(0, 11)} `, 136, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write('000000 \u0000000000 \u0000', 329, 'latin1');
  // The sum counts its own field as eight spaces.
  const sum = block.reduce((total, byte) => total + byte, 8 * 32);
  block.write(`${octal(sum, 6)} `, 148, 'latin1');
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/**
 * The name and the size in a header that `tarHeader` would have made; else what keeps it from being one. Programs for tar understand
 * much more, such as links, devices, sparse files and headers that change the next one, and nothing of that has a place here.
 */
export function readTarHeader(block: Buffer): { readonly name: string; readonly size: number } | { readonly wrong: string } {
  const end = block.subarray(0, 100).indexOf(0);
  const name = block.subarray(0, end === -1 ? 100 : end).toString('latin1');
  const type = KINDS[String.fromCharCode(block[156] ?? 0)];
  if (type !== undefined) return { wrong: `“${name.replace(/[^ -~]/g, '?').slice(0, 100)}” is ${type}` };
  const size = /^[0-7]{11} $/.test(block.toString('latin1', 124, 136))
    ? Number.parseInt(block.toString('latin1', 124, 135), 8)
    : -1;
  if (size < 0 || name === '' || !tarHeader(name, size).equals(block))
    return { wrong: `a header in it is not as chora mirror export writes it` };
  return { name, size };
}

const KINDS: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '5': 'a folder',
  '6': 'a pipe',
  '7': 'no plain file',
  g: 'a header for others (PAX)',
  x: 'a header for another (PAX)',
  K: 'a header for another (GNU)',
  L: 'a header for another (GNU)',
  S: 'a sparse file',
};
