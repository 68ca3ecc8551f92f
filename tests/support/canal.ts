import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Federation } from './federation.js';

const STEPS = fileURLToPath(new URL('../golden/matrix/sources/', import.meta.url));
/** When the second of its runs was, while one of its waivers holds and the other has expired. */
export const CANAL_AT = new Date('2026-05-04T09:00:00.000Z');

/** The federation of the golden case `matrix`, after both of its steps: a dependency for each verdict that needs no signature. */
export async function canal(): Promise<Federation> {
  const federation = new Federation();
  for (const [step, now] of [
    ['1', '2026-05-04T08:00:00.000Z'],
    ['2', CANAL_AT.toISOString()],
  ] as const) {
    for (const name of ['locks', 'barges', 'waivers']) rmSync(join(federation.root, name), { recursive: true, force: true });
    cpSync(join(STEPS, step), federation.root, { recursive: true });
    await federation.index({ now });
  }
  return federation;
}
