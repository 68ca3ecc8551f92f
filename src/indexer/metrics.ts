import { FRESHNESS_STATES, freshnessOf } from '../catalog/freshness.js';
import { compareText } from '../model/compare-text.js';
import type { SourceState } from '../model/source.js';
import { type MetricFamily, type MetricSample, renderOpenMetrics } from './open-metrics.js';
import type { Outcome } from './outcome.js';
import type { RunCost } from './watch.js';

/** What was asked of GitHub's API in a run. */
export interface ApiUse {
  readonly requests?: number | undefined;
  /** Of GraphQL's rate limit. */
  readonly points?: number | undefined;
}

export interface MetricsInput {
  /** The catalog as it is now; null where there is none. */
  readonly outcome: Outcome | null;
  /** Null when the run was stopped by an error. */
  readonly report: (RunCost & { readonly failed: readonly unknown[]; readonly github?: ApiUse | undefined }) | null;
  /** When the run started, and the time of the metrics. */
  readonly started: Date;
  readonly now: Date;
}

/** The numbers of a run and of the catalog that it left, as OpenMetrics text. */
export function renderMetrics({ outcome, report, started, now }: MetricsInput): string {
  return renderOpenMetrics([
    gauge('run_success', 'Whether the last run came to its end: 1, also when sources failed; 0 when an error stopped it.', [
      { value: report === null ? 0 : 1 },
    ]),
    seconds('run_timestamp', 'When the last run ended, in Unix time.', [{ value: unix(now) }]),
    ...(outcome === null ? [] : ofCatalog(outcome, now)),
    ...(report === null ? [] : ofRun(report, unix(started))),
  ]);
}

function ofCatalog({ catalog, freshness, sources, findings }: Outcome, now: Date): MetricFamily[] {
  const { counts, generator } = catalog;
  const ages = [...freshnessOf(freshness, sources, now).values()];
  const states = sources.map(({ state }) => state);
  return [
    {
      name: 'chora_generator',
      type: 'info',
      help: 'What made the catalog.',
      samples: [{ labels: { name: generator.name, version: generator.version }, value: 1 }],
    },
    seconds('last_success_timestamp', 'When the last run that came to its end confirmed the sources, in Unix time.', [
      { value: unix(new Date(freshness.generated_at)) },
    ]),
    gauge('capabilities', 'Capabilities in the catalog.', [{ value: counts.capabilities }]),
    gauge('versions', 'Versions of capabilities in the catalog, superseded ones included.', [{ value: counts.versions }]),
    gauge('manifests', 'Manifests that match at the heads of the sources.', [{ value: counts.manifests }]),
    gauge(
      'quarantined_manifests',
      'Manifests that the trust policy does not admit.',
      counts.quarantined === undefined ? [] : [{ value: counts.quarantined }],
    ),
    gauge('sources', 'Sources by how the last run found them.', tally('state', SOURCE_STATES, states)),
    gauge(
      'sources_by_freshness',
      'Sources by age: within their TTL (fresh), beyond it (stale), old enough to alert (alert), never read (never).',
      tally('freshness', FRESHNESS_STATES, ages),
    ),
    gauge('findings', 'Findings in the catalog by code.', byCode(findings)),
  ];
}

const SOURCE_STATES = [
  'ok',
  'empty',
  'missing',
  'disabled',
  'no-default-branch',
  'unreachable',
  'rate-limited',
  'deleted',
] as const satisfies readonly SourceState[];

function ofRun(report: NonNullable<MetricsInput['report']>, created: number): MetricFamily[] {
  const { requests, bytes, github } = report;
  const counter = (name: string, help: string, samples: readonly MetricSample[]): MetricFamily => ({
    name: `chora_run_${name}`,
    type: 'counter',
    help,
    samples,
    created,
  });
  return [
    seconds('run_duration', 'How long the last run took.', [{ value: report.seconds }]),
    seconds(
      'run_stage_duration',
      'How long each stage of the last run took.',
      report.stages.map(({ stage, seconds: value }) => ({ labels: { stage }, value })),
    ),
    gauge('run_failed_sources', 'Sources that the last run could not read.', [{ value: report.failed.length }]),
    gauge('run_hosts_down', 'Hosts that the last run gave up.', [{ value: report.hosts_down.length }]),
    counter('source_requests', 'Times the last run asked a source where it stands (head) or read it (read), retries included.', [
      { labels: { what: 'head' }, value: requests.head },
      { labels: { what: 'read' }, value: requests.read },
    ]),
    counter('retries', 'Attempts of the last run after one that failed.', [{ value: requests.retries }]),
    { ...counter('fetched_bytes', 'Bytes of packs that the last run fetched.', [{ value: bytes.fetched }]), unit: 'bytes' },
    { ...counter('read_bytes', 'Bytes of manifests that the last run read.', [{ value: bytes.read }]), unit: 'bytes' },
    { ...counter('written_bytes', 'Bytes of files that the last run wrote.', [{ value: bytes.written }]), unit: 'bytes' },
    counter('github_requests', 'Requests of the last run to the API of GitHub.', known(github?.requests)),
    counter('github_points', 'Points of the GraphQL rate limit of GitHub that the last run used.', known(github?.points)),
  ];
}

function gauge(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name: `chora_${name}`, type: 'gauge', help, samples };
}

function seconds(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { ...gauge(`${name}_seconds`, help, samples), unit: 'seconds' };
}

/** Also of what there is none, so that a series does not come and go. */
function tally<T extends string>(label: string, all: readonly T[], values: readonly T[]): MetricSample[] {
  return all.map((each) => ({ labels: { [label]: each }, value: values.filter((value) => value === each).length }));
}

function byCode(findings: Outcome['findings']): MetricSample[] {
  return [...Map.groupBy(findings, ({ code }) => code)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([code, { length, 0: first }]) => ({ labels: { code, severity: first?.severity ?? 'info' }, value: length }));
}

function known(value: number | undefined): MetricSample[] {
  return value === undefined ? [] : [{ value }];
}

function unix(time: Date): number {
  return time.getTime() / 1000;
}
