import { type MetricFamily, renderOpenMetrics } from '../indexer/open-metrics.js';
import type { MirrorStatus } from '../model/generated/types.js';

const STATES = ['fresh', 'stale', 'alert', 'expired', 'clock', 'empty'] as const satisfies readonly MirrorStatus['state'][];

const OUTCOMES = ['released', 'unchanged', 'refused', 'failed'] as const satisfies readonly NonNullable<
  MirrorStatus['last_sync']
>['outcome'][];

/** The status of a mirror as OpenMetrics text. Times are Unix times in seconds: whoever reads them works out the ages. */
export function statusMetrics(status: MirrorStatus): string {
  return renderOpenMetrics([...families(status)]);
}

function* families(status: MirrorStatus): Generator<MetricFamily> {
  const { release, trusted, expires, manifests, last_sync } = status;
  const gauge = (name: string, help: string, samples: MetricFamily['samples'], unit?: 'seconds'): MetricFamily => ({
    name: `chora_mirror_${name}`,
    type: 'gauge',
    help,
    samples,
    ...(unit === undefined ? {} : { unit }),
  });
  const one = (value: number | null) => (value === null ? [] : [{ value }]);
  yield gauge(
    'state',
    'How the mirror stands: 1 for the state it is in.',
    STATES.map((state) => ({ labels: { state }, value: Number(state === status.state) })),
  );
  yield gauge('release', 'The release that is served.', one(release?.version ?? null));
  yield gauge(
    'generated_at_seconds',
    'When the release was last confirmed by its publisher.',
    one(unix(release?.generated_at ?? null)),
    'seconds',
  );
  yield gauge('ttl_seconds', 'Beyond this age the release is stale.', one(release?.ttl_seconds ?? null), 'seconds');
  yield gauge(
    'alert_after_seconds',
    'Beyond this age somebody should look.',
    one(release?.alert_after_seconds ?? null),
    'seconds',
  );
  yield gauge(
    'expires_at_seconds',
    'Until when the metadata of each role may be believed.',
    Object.entries(expires).flatMap(([role, at]) => one(unix(at)).map((sample) => ({ labels: { role }, ...sample }))),
    'seconds',
  );
  yield gauge(
    'trusted_version',
    'The newest version of each role that was verified.',
    Object.entries(trusted ?? {}).map(([role, value]) => ({ labels: { role }, value })),
  );
  yield gauge(
    'capabilities',
    'Capabilities by the state of their own age.',
    Object.entries(manifests).map(([state, value]) => ({ labels: { state }, value })),
  );
  yield gauge(
    'compared_manifests',
    'Manifests whose records in the release were compared with their bytes: for this release, or known from before.',
    release === null
      ? []
      : (['compared', 'known'] as const).map((state) => ({ labels: { state }, value: release.records[state] })),
  );
  yield gauge(
    'unconfirmed_records',
    'Records that are not what their manifest alone gives: joined from another file, or unconfirmed.',
    release === null
      ? []
      : (['joined', 'unconfirmed'] as const).map((state) => ({ labels: { state }, value: release.records[state].length })),
  );
  yield gauge('quarantined_manifests', 'Manifests that the policy of this mirror keeps out.', one(release?.quarantined ?? null));
  yield gauge('last_success_seconds', 'When a sync last came to its end.', one(unix(status.last_success_at)), 'seconds');
  yield gauge(
    'last_sync_ok',
    'Whether the last sync came to its end.',
    last_sync === null ? [] : one(Number(succeeded(last_sync.outcome))),
  );
  yield gauge(
    'last_sync',
    'How the last sync ended: 1 for its outcome. What was refused must not be believed.',
    last_sync === null ? [] : OUTCOMES.map((outcome) => ({ labels: { outcome }, value: Number(outcome === last_sync.outcome) })),
  );
  yield gauge('held', 'Whether an older release is held after a rollback.', one(Number(status.held !== null)));
  yield gauge('partial', 'Whether the mirror holds a part of the catalog.', one(Number(status.partial !== null)));
}

function succeeded(outcome: string): boolean {
  return outcome === 'released' || outcome === 'unchanged';
}

function unix(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant) / 1000;
}
