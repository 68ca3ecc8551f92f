import { buildCatalog, holdersOf } from '../catalog/build.js';
import { catalogDocument } from '../catalog/documents.js';
import { buildFreshness } from '../catalog/freshness.js';
import { GENERATOR } from '../model/generator.js';
import { listSources } from '../sources/list.js';
import { ageOf } from '../trust/trusted-root.js';
import { collectSources, type Progress } from './collect.js';
import type { LoadedConfig } from './config.js';
import type { IndexerOps } from './ops.js';
import { guardShrink, planRelease } from './plan.js';
import { readPrevious, readPreviousToRebuild } from './previous.js';
import type { PullOptions } from './pull.js';
import { failuresOf, type RunReport, reportUnchanged } from './report.js';
import { guardOutput, writeCatalog, writeFreshness } from './write.js';

export interface RunOptions extends PullOptions {
  /** Read and write everything again; where the previous catalog cannot be read, start anew. */
  readonly rebuild: boolean;
  /** Write even when more than 15 % of the capabilities would go. */
  readonly allowShrink: boolean;
  readonly progress: Progress;
}

/**
 * The main job: many repositories in, one catalog out.
 * @throws ChoraError when the configuration, the disk or the shrink guard stops the run; no source ever does.
 */
export async function runIndexer(
  { config, digest, problem }: LoadedConfig,
  ops: IndexerOps,
  options: RunOptions,
): Promise<RunReport> {
  const started = ops.elapsed();
  const seconds = () => Math.round(ops.elapsed() - started) / 1000;
  const root = options.trust && ageOf(options.trust.root, ops.now());
  guardOutput(ops.store);
  const previous = await (options.rebuild ? readPreviousToRebuild : readPrevious)(ops.store);
  const listing = await listSources(config, { resolvePath: ops.resolvePath, listFolders: ops.listFolders, problem });

  const sameMaker =
    previous.intact &&
    previous.catalog?.configuration.digest === digest &&
    previous.catalog.generator.version === GENERATOR.version;
  const collected = await collectSources(listing, previous, options, ops, options.progress, sameMaker);
  if (previous.catalog && collected.unchanged) {
    const freshness = buildFreshness(config, [], ops.now(), previous.freshness);
    writeFreshness(freshness, ops.store);
    return reportUnchanged(previous.catalog, freshness, root, seconds());
  }

  const before = [...(await previous.contents()).entries.values()].flat();
  const identity = { name: config.name, url: config.url, generator: GENERATOR, configuration: digest };
  const catalog = buildCatalog(identity, collected.sources, holdersOf(before), options.trust);
  const plan = planRelease(before, catalog.entries);
  if (!options.allowShrink) guardShrink(plan, collected.discard);
  const freshness = buildFreshness(config, catalog.sources, ops.now(), previous.freshness);
  const files = writeCatalog(catalog, freshness, previous.intact ? previous.catalog : null, ops.store);
  return {
    name: config.name,
    generated_at: freshness.generated_at,
    counts: catalogDocument(catalog).counts,
    failed: failuresOf(catalog),
    plan,
    files,
    ...(root === null ? {} : { trusted_root: root }),
    seconds: seconds(),
  };
}
