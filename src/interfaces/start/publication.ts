import { keptKeyFolder, publishOps } from '../../compose/publish.js';
import { ChoraError } from '../../model/errors.js';
import { initialise } from '../../publish/init.js';
import { replaceRoots } from '../../publish/install.js';
import { LIFETIMES } from '../../publish/lifetimes.js';
import { type PublishReport, publishRelease } from '../../publish/release.js';
import { publishStatus } from '../../publish/status.js';

/** Folders of the publication that `npm start` keeps. */
export interface Places {
  /** The catalog, which is published where it is. */
  readonly out: string;
  readonly keys: string;
  readonly mirror: string;
}

export interface Publication {
  readonly report: PublishReport;
  /** Whether the catalog was never published before, or what said so is gone: its versions start at 1. */
  readonly begun: boolean;
  /** Whether the root was signed anew, as it would have expired. */
  readonly extended: boolean;
  /** The root that mirrors pin. */
  readonly root: Uint8Array;
}

/**
 * Publishes the catalog with keys of this machine: those that are there, or new ones. Whatever else publishing needs is done too, as
 * nobody is asked here.
 * @throws ChoraError as `publishRelease`
 */
export async function publishHere({ out, keys }: Places): Promise<Publication> {
  const { ops, folder } = publishOps({ out, keys, environment: {} });
  const { views, warnings } = publishStatus(ops, LIFETIMES);
  const begun = !views.some(({ view }) => view === 'main');
  if (begun) await initialise(ops, keptKeyFolder(keys, out), { rootKeys: 1, threshold: 1, airgap: true, lifetimes: LIFETIMES });
  const extended = warnings.some(({ role }) => role === 'root');
  if (extended) await replaceRoots(ops, folder, { roles: [], lifetimes: LIFETIMES }, false);
  // How much may go was the run's to say: it wrote this catalog.
  const report = await publishRelease(ops, { lifetimes: LIFETIMES, allowShrink: true, airgap: true, dryRun: false });
  const root = ops.tree.read('metadata/1.root.json');
  if (root === null) throw new ChoraError('io', 'io/read', `${out}/metadata/1.root.json is gone.`, 'Run npm start again.');
  return { report, begun, extended, root };
}
