import { describe, expect, test } from '@jest/globals';
import { DiskStore } from '../../src/adapters/disk/store.js';
import { type MetricsInput, renderMetrics } from '../../src/indexer/metrics.js';
import { readOutcome } from '../../src/indexer/outcome.js';
import { capabilities, Federation, manifest } from '../support/federation.js';
import { parseOpenMetrics } from '../support/open-metrics.js';
import { failing } from './quay.js';

const at = (hour: number) => new Date(Date.UTC(2026, 4, 4, hour));
const ID = 'git.example.org/quay/berths';

async function twoSources(): Promise<Federation> {
  const federation = new Federation();
  const berths = await federation.repository('quay/berths', [capabilities('berth.slot.assign', 'berth.slot.free')]);
  federation.configure({
    sources: [
      berths,
      federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift'), 'manifests/x.yaml': 'id: [\n' }),
    ],
  });
  return federation;
}

/** Every number of the metrics, by `name{label values}`. */
async function metricsOf(federation: Federation, report: MetricsInput['report'], hour: number): Promise<Record<string, number>> {
  const outcome = await readOutcome(new DiskStore(federation.out));
  const families = parseOpenMetrics(renderMetrics({ outcome, report, started: at(hour), now: at(hour) }));
  return Object.fromEntries(
    [...families.values()].flatMap(({ samples }) =>
      samples.map(({ name, labels, value }) => [`${name.replace('chora_', '')}{${Object.values(labels)}}`, value]),
    ),
  );
}

describe('the metrics of a run', () => {
  test('count what is in the catalog and what the run took', async () => {
    const federation = await twoSources();
    const report = await federation.index({ now: at(8).toISOString() });
    expect(await metricsOf(federation, report, 8)).toMatchObject({
      'run_success{}': 1,
      'capabilities{}': 3,
      'manifests{}': 4,
      'sources{ok}': 2,
      'sources{missing}': 0,
      'sources{unreachable}': 0,
      'sources{rate-limited}': 0,
      'sources{deleted}': 0,
      'sources_by_freshness{fresh}': 2,
      'sources_by_freshness{alert}': 0,
      'findings{manifest/syntax,error}': 1,
      'run_failed_sources{}': 0,
      'run_source_requests_total{read}': 2,
      'run_source_requests_created{read}': at(8).getTime() / 1000,
      'last_success_timestamp_seconds{}': at(8).getTime() / 1000,
    });
    const { bytes, stages } = report;
    expect(stages.map(({ stage }) => stage)).toEqual(['list', 'ask', 'read', 'build', 'write']);
    expect([bytes.fetched > 0, bytes.read > 300, bytes.written > bytes.read]).toEqual([true, true, true]);
  });

  test('where nothing changed are those of the catalog that is there', async () => {
    const federation = await twoSources();
    const first = await metricsOf(federation, await federation.index({ now: at(8).toISOString() }), 8);
    const report = await federation.index({ now: at(9).toISOString() });
    expect(report.files.files).toBe(0);
    const second = await metricsOf(federation, report, 9);
    const ofCatalog = (all: Record<string, number>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => !/^(run_|last_success)/.test(name)));
    expect(ofCatalog(second)).toEqual(ofCatalog(first));
    expect(second).toMatchObject({
      'run_source_requests_total{head}': 2,
      'run_source_requests_total{read}': 0,
      'run_fetched_bytes_total{}': 0,
      'last_success_timestamp_seconds{}': at(9).getTime() / 1000,
    });
  });

  test('tell of sources that failed, and how old what is kept of them is', async () => {
    const federation = await twoSources();
    await federation.index({ now: at(8).toISOString() });
    const report = await federation.index({ now: at(10).toISOString(), ops: failing({ [ID]: 'unreachable' }) });
    expect(await metricsOf(federation, report, 10)).toMatchObject({
      'sources{ok}': 1,
      'sources{unreachable}': 1,
      'sources_by_freshness{fresh}': 1,
      'sources_by_freshness{alert}': 1,
      'run_failed_sources{}': 1,
      'findings{source/unreachable,error}': 1,
      'capabilities{}': 3,
    });
  });

  test('of a run that was stopped are those of the catalog it found, which ages', async () => {
    const federation = await twoSources();
    await federation.index({ now: at(8).toISOString() });
    const metrics = await metricsOf(federation, null, 12);
    expect(metrics).toMatchObject({
      'run_success{}': 0,
      'sources_by_freshness{alert}': 2,
      'last_success_timestamp_seconds{}': at(8).getTime() / 1000,
    });
    expect(Object.keys(metrics)).not.toContain('run_duration_seconds{}');
  });

  test('where there is no catalog yet are few', async () => {
    expect(await metricsOf(new Federation(), null, 8)).toEqual({
      'run_success{}': 0,
      'run_timestamp_seconds{}': at(8).getTime() / 1000,
    });
  });

  test('hold what was asked of GitHub, where it was asked', async () => {
    const federation = await twoSources();
    const report = await federation.index();
    expect(await metricsOf(federation, { ...report, github: { requests: 4, points: 7 } }, 8)).toMatchObject({
      'run_github_requests_total{}': 4,
      'run_github_points_total{}': 7,
    });
    expect(Object.keys(await metricsOf(federation, report, 8))).not.toContain('run_github_points_total{}');
  });
});
