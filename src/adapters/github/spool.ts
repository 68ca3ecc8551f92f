import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SourceRequest } from '../../indexer/ops.js';
import { digestOf, genuine } from '../../model/digest.js';
import { GENERATOR } from '../../model/generator.js';
import type { Snapshot, SourceHead } from '../../model/source.js';
import { systemCode } from '../system-error.js';

/** Milliseconds that a reading is kept: longer than any run, and until the next one that goes on from a killed one. */
const KEPT = 24 * 60 * 60 * 1000;
const DIGEST_LENGTH = 'sha256:'.length + 64;

/**
 * Keeps what was read of repositories until the catalog holds it: a run that is killed has spent its points, and the next one must
 * not spend them again. May be deleted at any time.
 */
export class ReadingSpool {
  private swept = false;

  constructor(private readonly folder: string) {}

  /** What was read of the source at this head, by the same questions; null if that is not here. */
  get(request: SourceRequest, head: SourceHead): readonly Snapshot[] | null {
    this.sweep();
    try {
      const file = readFileSync(this.pathOf(request, head));
      const body = genuine(file.subarray(DIGEST_LENGTH), file.subarray(0, DIGEST_LENGTH).toString('latin1'));
      return body === null ? null : (deserialize(body) as Snapshot[]);
    } catch (error) {
      if (systemCode(error) !== null) return null;
      throw error;
    }
  }

  put(request: SourceRequest, head: SourceHead, snapshots: readonly Snapshot[]): void {
    const path = this.pathOf(request, head);
    const body = serialize(snapshots);
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(`${path}.tmp-${process.pid}`, Buffer.concat([Buffer.from(digestOf(body), 'latin1'), body]));
      renameSync(`${path}.tmp-${process.pid}`, path);
    } catch (error) {
      // What is not kept is read again. A disk that is full stops the run where the catalog is written.
      rmSync(`${path}.tmp-${process.pid}`, { force: true });
      if (systemCode(error) === null) throw error;
    }
  }

  private pathOf({ spec, globs, limits }: SourceRequest, { commit, tags, repositoryId }: SourceHead): string {
    const { id, path, ref, github } = spec;
    const decisive = [GENERATOR.version, id, github, repositoryId, path, ref, commit, Object.entries(tags).sort(), globs, limits];
    return join(this.folder, createHash('sha256').update(JSON.stringify(decisive)).digest('hex'));
  }

  private sweep(): void {
    if (this.swept) return;
    this.swept = true;
    try {
      for (const name of readdirSync(this.folder)) {
        const path = join(this.folder, name);
        if (Date.now() - statSync(path).mtimeMs > KEPT) rmSync(path, { force: true });
      }
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }
}
