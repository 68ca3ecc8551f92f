import { LAYOUT } from '../catalog/layout.js';
import { digestOf } from '../model/digest.js';
import type { MirrorRelease, MirrorVerifyReport } from '../model/generated/types.js';
import type { ReleaseStore } from './ops.js';
import { freshnessText, listOf } from './stage.js';

export type Problem = MirrorVerifyReport['problems'][number];

/** What is not as it was made in the folder of a release: files that differ, that are gone, and that do not belong there. */
export function checkFiles(
  record: MirrorRelease,
  releases: ReleaseStore,
  read: (bytes: number) => void = () => undefined,
): Problem[] {
  const { folder, generated_at, freshness } = record;
  const name = `releases/${folder}`;
  const list = listOf(record, releases);
  if (list === null) return [{ part: 'release', what: `${name}.sha256`, message: 'is not the list that was written' }];
  const problems: Problem[] = [];
  for (const [path, digest] of list) {
    const bytes = releases.readFile(folder, path);
    read(bytes?.length ?? 0);
    if (bytes === null) problems.push({ part: 'site', what: `${name}/${path}`, message: 'is gone' });
    else if (digestOf(bytes) !== digest)
      problems.push({ part: 'site', what: `${name}/${path}`, message: 'is not as it was made' });
  }
  const volatile = releases.readFile(folder, LAYOUT.freshness)?.toString('utf8');
  if (volatile !== freshnessText(generated_at, freshness))
    problems.push({ part: 'site', what: `${name}/${LAYOUT.freshness}`, message: 'is not as it was made' });
  for (const path of releases.paths(folder)) {
    if (!list.has(path) && path !== LAYOUT.freshness)
      problems.push({ part: 'site', what: `${name}/${path}`, message: 'does not belong there' });
  }
  return problems;
}
