import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexerOps } from '../../src/compose.js';
import { parseConfig } from '../../src/indexer/config.js';
import type { IndexerOps } from '../../src/indexer/ops.js';
import type { RunReport } from '../../src/indexer/report.js';
import { type RunOptions, runIndexer } from '../../src/indexer/run.js';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import { SOURCE_LIMITS } from '../../src/model/limits.js';

export interface Run {
  /** Holds the configuration, the cache and the catalog of all runs in it. */
  readonly folder: string;
  readonly config: string;
  readonly options?: Partial<RunOptions>;
}

/** Runs the indexer with git in this process. It never waits: `sleeps` are the milliseconds it would have. */
export async function runOnce({
  folder,
  config,
  options,
}: Run): Promise<{ report: RunReport; sleeps: number[]; ops: IndexerOps }> {
  const file = join(folder, 'catalog.yaml');
  writeFileSync(file, config);
  const sleeps: number[] = [];
  const ops: IndexerOps = {
    ...indexerOps({
      config: file,
      out: join(folder, 'dist'),
      cache: join(folder, 'cache'),
      now: new Date('2026-01-01T00:00:00Z'),
      inProcess: true,
    }),
    sleep: (milliseconds) => {
      sleeps.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  const report = await runIndexer(parseConfig(config, 'catalog.yaml'), ops, {
    globs: DEFAULT_GLOBS,
    concurrency: 4,
    perHost: 6,
    timeout: 20_000,
    bytes: SOURCE_LIMITS.bytes,
    signal: new AbortController().signal,
    rebuild: false,
    allowShrink: false,
    trust: null,
    progress: () => undefined,
    ...options,
  });
  return { report, sleeps, ops };
}
