import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../src/indexer/outcome.js';
import type { RunReport } from '../../src/indexer/report.js';
import { renderStepSummary, SUMMARY_BYTES, text } from '../../src/interfaces/cli/step-summary.js';
import { finding } from '../../src/model/findings.js';

const counts: RunReport['counts'] = {
  capabilities: 3,
  versions: 4,
  sources: 2,
  manifests: 3,
  findings: { error: 1, warning: 2, info: 0 },
  by_format: { chora: 3 },
  by_tier: { conformant: 3 },
  by_owner: {},
  by_lifecycle_stage: {},
  by_domain: {},
  by_source_state: { ok: 1, unreachable: 1 },
};
const report: RunReport = {
  name: 'Docks',
  generated_at: '2026-05-04T08:00:00.000Z',
  counts,
  failed: [{ source: 'git.example.org/a', code: 'source/unreachable', message: 'No | answer.', hint: 'Wait.' }],
  plan: {
    added: [{ id: 'dock.crane.lift', version: '1.0.0' }],
    changed: [{ id: 'dock.rope.use', from: '1.0.0', to: null, why: 'version' }],
    removed: [{ id: 'dock.old.use', version: '0.1.0', source: 'dir:old' }],
    before: 3,
  },
  files: { files: 10, written: 4, removed: 1 },
  seconds: 2.5,
  stages: [{ stage: 'ask', seconds: 2 }],
  requests: { head: 2, read: 1, retries: 0 },
  bytes: { fetched: 1, read: 1, written: 1 },
  hosts_down: [],
};
const outcomeWith = (findings: Outcome['findings']): Outcome => ({
  catalog: { name: 'Docks', api_version: 'v1', generator: { name: 'x', version: '1' }, configuration: { digest: 'x' }, counts },
  freshness: { generated_at: report.generated_at, ttl: '60m', alert_after: '90m', exceptions: [] },
  sources: [],
  findings,
});

describe('the summary of a step', () => {
  test('holds the counts, what failed, what changed, and the gravest findings first', () => {
    const findings = [
      finding('source/empty', { source: 'dir:a' }),
      finding('source/empty', { source: 'dir:b' }),
      finding('source/missing', { source: 'dir:c' }, { detail: 'no' }),
    ];
    const summary = renderStepSummary(report, outcomeWith(findings), SUMMARY_BYTES);
    expect(summary).toContain('## Docks: 3 capabilities from 2 sources\n');
    expect(summary).toContain('| Changes | 1 added, 1 changed, 1 removed |');
    expect(summary).toContain('| git&#46;example&#46;org&#47;a | source&#47;unreachable | No &#124; answer&#46; | Wait&#46; |');
    expect(summary).toContain('| removed | dock&#46;old&#46;use | 0&#46;1&#46;0, from dir&#58;old |');
    const rows = summary.split('\n').filter((line) => /^\| (error|warning) /.test(line));
    expect(rows.map((row) => row.split(' | ').slice(0, 3).join(' '))).toEqual([
      '| error source&#47;missing 1',
      '| warning source&#47;empty 2',
    ]);
  });

  test('says what was asked of GitHub, what that bought, and what is needed of others', () => {
    const github: NonNullable<RunReport['github']> = {
      requests: 3,
      points: 4,
      max_points: 50,
      remaining: 4996,
      reset_at: '2026-05-04T09:00:00Z',
      stages: [{ stage: 'discovery', requests: 3, points: 4, items: 261, bytes: 9 }],
      forecast: { requests: 15, points: 16, repositories: 261 },
    };
    const required = { compatible: 2, deprecated: 0, incompatible: 1, missing: 0, unknown: 0, untrusted: 0 };
    const summary = renderStepSummary(
      { ...report, github, compatibility: { required, optional: required, development: required } },
      null,
      SUMMARY_BYTES,
    );
    expect(summary).toContain('| Needs | 2 compatible, 1 incompatible |');
    expect(summary).toContain('| discovery | 3 | 4 | 261 sources |');
    expect(summary).toContain('| all | 3 | 4 of 50, 4996 left until 2026&#45;05&#45;04T09&#58;00&#58;00Z |  |');
    expect(summary).toContain('All 261 sources anew would take about 15 requests, 16 points.');
    expect(renderStepSummary(report, null, SUMMARY_BYTES)).not.toContain('GitHub');
  });

  test('of a calm run is short', () => {
    const calm = { ...report, failed: [], plan: { added: [], changed: [], removed: [], before: 3 } };
    expect(
      renderStepSummary({ ...calm, files: { files: 0, written: 0, removed: 0 } }, outcomeWith([]), SUMMARY_BYTES),
    ).not.toMatch(/###/);
  });

  test('never has more bytes than there is room for, and ends with a whole line', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ source: `s${n}`, code: 'c', message: '<'.repeat(400) }));
    const whole = renderStepSummary({ ...report, failed: many }, null, SUMMARY_BYTES);
    expect(whole).toContain('… and 10 more');
    expect(Buffer.byteLength(whole)).toBeLessThan(SUMMARY_BYTES);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (room) => {
        const cut = renderStepSummary({ ...report, failed: many }, null, room);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(room);
        for (const line of cut.split('\n').filter((each) => each.startsWith('|'))) expect(line).toMatch(/\|$/);
      }),
    );
    expect(renderStepSummary(report, null, -5)).toBe('');
  });
});

describe('a stranger’s text', () => {
  test.each([
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '@everyone',
    'www.example.com',
    '![x](y)',
    '`a` **b**',
    'a|b',
    '#12',
    '&lt;',
  ])('%s stays text', (words) => {
    expect(text(words).replace(/&#\d+;/g, '')).toMatch(/^[\p{L}\p{N} ]*$/u);
    expect(text(words).replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))).toBe(words);
  });

  test('has no character that means something, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        expect(text(words).replace(/&#\d+;/g, '')).toMatch(/^[\p{L}\p{N}\p{M} ,“”…–→]*$/u);
      }),
    );
  });
});
