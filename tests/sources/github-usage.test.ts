import { describe, expect, test } from '@jest/globals';
import { forecast, GitHubLedger } from '../../src/sources/github-usage.js';

function spend(ledger: GitHubLedger, stage: 'discovery' | 'trees' | 'blobs', requests: number, items: number): void {
  for (let n = 0; n < requests; n += 1) {
    ledger.begin();
    ledger.end(stage, 1, 10);
  }
  ledger.bought(stage, items);
}

describe('the ledger of a run', () => {
  test('is empty where nothing was asked', () => {
    expect(new GitHubLedger(null).usage(5)).toBeNull();
  });

  test('affords anything without a budget', () => {
    const ledger = new GitHubLedger(null);
    spend(ledger, 'trees', 1000, 0);
    expect(ledger.affords(100_000)).toBe(true);
  });

  test('counts what is under way as spent', () => {
    const ledger = new GitHubLedger(2);
    ledger.begin();
    expect(ledger.affords()).toBe(true);
    ledger.begin();
    expect(ledger.affords()).toBe(false);
  });

  test('lists no files that there are no points to read', () => {
    const ledger = new GitHubLedger(4);
    expect(ledger.affords(300)).toBe(true);
    expect(ledger.affords(301)).toBe(false);
    ledger.listed(200);
    expect(ledger.affords(100)).toBe(true);
    expect(ledger.affords(101)).toBe(false);
    ledger.listed(-200);
    expect(ledger.affords(300)).toBe(true);
  });

  test('takes reading to be as dear as it was', () => {
    const ledger = new GitHubLedger(12);
    spend(ledger, 'trees', 1, 10);
    spend(ledger, 'blobs', 5, 50);
    // Five points are left after the request itself: ten commits cost that.
    expect(ledger.affords(10)).toBe(true);
    expect(ledger.affords(11)).toBe(false);
  });

  test('believes the least that GitHub says is left in one hour', () => {
    const ledger = new GitHubLedger(null);
    spend(ledger, 'discovery', 1, 0);
    const remaining = () => ledger.usage(0)?.remaining;
    ledger.limit(90, '2026-05-04T09:00:00.000Z');
    ledger.limit(95, '2026-05-04T09:00:00.000Z');
    expect(remaining()).toBe(90);
    ledger.limit(5000, '2026-05-04T10:00:00.000Z');
    expect(remaining()).toBe(5000);
    ledger.limit(80, '2026-05-04T09:00:00.000Z');
    expect(ledger.usage(0)).toMatchObject({ remaining: 80, reset_at: '2026-05-04T10:00:00.000Z' });
  });
});

describe('the forecast of a full run', () => {
  const stage = (name: 'discovery' | 'trees' | 'blobs', requests: number, items: number) => ({
    stage: name,
    requests,
    points: requests,
    items,
    bytes: 0,
  });

  test('is that of full requests where nothing was read', () => {
    expect(forecast([stage('discovery', 10, 1000)], 1000)).toEqual({ repositories: 1000, requests: 30, points: 30 });
  });

  test('is that of full requests where too little was read to tell', () => {
    expect(forecast([stage('discovery', 10, 1000), stage('trees', 1, 2), stage('blobs', 1, 2)], 1000).requests).toBe(30);
  });

  test('is at the prices of the run', () => {
    const stages = [stage('discovery', 10, 1000), stage('trees', 8, 200), stage('blobs', 4, 400)];
    expect(forecast(stages, 1000)).toEqual({ repositories: 1000, requests: 10 + 40 + 20, points: 70 });
  });
});
