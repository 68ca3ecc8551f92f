import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addDecision, grantWaiver } from '../../src/indexer/steward.js';
import {
  validateCapabilityCompatibility,
  validateCompatibilityDocument,
  validateWaiversDocument,
} from '../../src/model/validators.js';
import { Federation, manifest } from '../support/federation.js';

const AT = new Date('2026-05-04T08:00:00Z');
const WAIVER = {
  capability: 'tide.table.read',
  consumer: 'pier.board.show',
  verdict: 'incompatible',
  reason: 'spring',
  approver: 'ana',
} as const;

async function pier(): Promise<Federation> {
  const federation = new Federation();
  const tide = await federation.repository('tide', [{ 'capability.yaml': manifest('tide.table.read', '2.0.0') }]);
  const board = await federation.repository('board', [
    { 'capability.yaml': manifest('pier.board.show', '1.0.0', { dependencies: [{ id: 'tide.table.read', version: '^1.0.0' }] }) },
  ]);
  federation.configure({ sources: [tide, board] });
  return federation;
}
const read = (federation: Federation, path: string) => JSON.parse(readFileSync(join(federation.out, path), 'utf8'));
const log = (federation: Federation, text: string) => writeFileSync(join(federation.root, 'decisions.ndjson'), text);
function waive(federation: Federation, before = ''): string {
  const granted = grantWaiver(before, WAIVER, AT);
  log(federation, granted.log);
  mkdirSync(join(federation.root, 'waivers'), { recursive: true });
  writeFileSync(join(federation.root, 'waivers', granted.name), granted.text);
  return granted.log;
}

test('a run writes the matrix as a whole and for each id, and tells the consumer of what does not hold', async () => {
  const federation = await pier();
  const report = await federation.index();
  const whole = read(federation, 'api/v1/compatibility.json');
  expect(validateCompatibilityDocument(whole)).toBe(true);
  expect(whole.counts.required).toMatchObject({ incompatible: 1, compatible: 0 });
  expect(report.compatibility?.required.incompatible).toBe(1);
  const own = read(federation, 'api/v1/compatibility/tide.table.read.json');
  expect(validateCapabilityCompatibility(own)).toBe(true);
  expect(own.dependents).toMatchObject([{ id: 'pier.board.show', verdict: 'incompatible', owner: 'team-quay' }]);
  expect(read(federation, 'api/v1/findings.json').findings).toMatchObject([
    { code: 'compatibility/incompatible', source: 'git.example.org/board', path: 'capability.yaml' },
  ]);
  expect(read(federation, 'api/v1/sources.json').sources[0].findings).toEqual({ error: 0, warning: 1, info: 0 });
});

test('findings of the matrix are made anew in every run, not twice, and go when their cause goes', async () => {
  const federation = await pier();
  await federation.index();
  await federation.repository('tide', [{ 'capability.yaml': manifest('tide.table.read', '2.1.0') }]);
  await federation.index();
  expect(read(federation, 'api/v1/findings.json').findings).toHaveLength(1);
  await federation.repository('tide', [{ 'capability.yaml': manifest('tide.table.read', '1.4.0') }]);
  await federation.index();
  expect(read(federation, 'api/v1/findings.json').findings).toEqual([]);
});

test('a waiver with its decision is published, and makes a run of which nothing else changed write', async () => {
  const federation = await pier();
  await federation.index();
  const text = waive(federation);
  const report = await federation.index();
  const waivers = read(federation, 'api/v1/waivers.json');
  expect(validateWaiversDocument(waivers)).toBe(true);
  expect(waivers.waivers).toMatchObject([{ waiver: { consumer: 'pier.board.show' }, sequence: 1 }]);
  expect(read(federation, 'api/v1/compatibility/tide.table.read.json').waivers).toHaveLength(1);
  expect(readFileSync(join(federation.out, 'api/v1/decisions.ndjson'), 'utf8')).toBe(text);
  // The log, the waivers, the matrix, both sides of it, their four pages, the two feeds, and what a release signs of it; freshness stays.
  expect(report.files.written).toBe(15);
  expect((await federation.index()).files.written).toBe(0);
});

test('a waiver of an id that nobody knows is told', async () => {
  const federation = await pier();
  const granted = grantWaiver('', { ...WAIVER, consumer: 'pier.bord.show' }, AT);
  log(federation, granted.log);
  mkdirSync(join(federation.root, 'waivers'), { recursive: true });
  writeFileSync(join(federation.root, 'waivers', granted.name), granted.text);
  await federation.index();
  const { findings } = read(federation, 'api/v1/findings.json');
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'compatibility/waiver-unknown-id', source: 'catalog', severity: 'warning' }),
  );
});

test('a waiver whose line is not in the log, and a file that is none, are findings about the catalog’s own files', async () => {
  const federation = await pier();
  waive(federation);
  log(federation, '');
  writeFileSync(join(federation.root, 'waivers/broken.yaml'), 'capability: a\nuntil: never\n');
  await federation.index();
  const found = read(federation, 'api/v1/findings.json').findings.filter(
    ({ source }: { source: string }) => source === 'catalog',
  );
  expect(found.map(({ code, path }: { code: string; path: string }) => [code, path.split('/')[0]])).toEqual([
    ['compatibility/waiver-invalid', 'waivers'],
    ['compatibility/waiver-refused', 'waivers'],
  ]);
  expect(read(federation, 'api/v1/waivers.json').waivers).toEqual([]);
  expect(readFileSync(join(federation.out, 'findings.html'), 'utf8')).not.toContain('sources/catalog.html');
});

test('a log that does not extend the published one stops the run, with trust refused, and nothing is written', async () => {
  const federation = await pier();
  const first = addDecision('', { kind: 'other', summary: 'one', decided_by: 'ana' }, AT);
  log(federation, first);
  await federation.index();
  const before = readFileSync(join(federation.out, 'api/v1/decisions.ndjson'), 'utf8');
  for (const other of ['', addDecision('', { kind: 'other', summary: 'another', decided_by: 'ana' }, AT)]) {
    log(federation, other);
    await expect(federation.index()).rejects.toMatchObject({ kind: 'trust', code: 'decisions/rewritten' });
    await expect(federation.index({ rebuild: true })).rejects.toMatchObject({ code: 'decisions/rewritten' });
  }
  log(federation, `${first}{"half":`);
  await expect(federation.index()).rejects.toMatchObject({ kind: 'trust', code: 'decisions/broken' });
  expect(readFileSync(join(federation.out, 'api/v1/decisions.ndjson'), 'utf8')).toBe(before);
  log(federation, addDecision(first, { kind: 'other', summary: 'two', decided_by: 'ana' }, AT));
  await expect(federation.index()).resolves.toMatchObject({ failed: [] });
});
