import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { grantWaiver } from '../../src/indexer/steward.js';
import { differences, Federation, manifest } from '../support/federation.js';

const WAIVER = {
  capability: 'tide.table.read',
  consumer: 'pier.board.show',
  verdict: 'incompatible',
  reason: 'spring',
  approver: 'ana',
} as const;

/** What is depended on stands in one repository, who depends on it in another, and somebody else in a third. */
async function pier(): Promise<Federation> {
  const federation = new Federation();
  const sources = [
    await federation.repository('tide', [{ 'capability.yaml': manifest('tide.table.read', '2.0.0') }]),
    await federation.repository('board', [
      {
        'capability.yaml': manifest('pier.board.show', '1.0.0', { dependencies: [{ id: 'tide.table.read', version: '^1.0.0' }] }),
      },
    ]),
    await federation.repository('lamp', [
      { 'capability.yaml': manifest('pier.lamp.light', '1.0.0', { dependencies: [{ id: 'pier.oil.pour', version: '^1.0.0' }] }) },
    ]),
  ];
  federation.configure({ sources });
  await federation.index();
  return federation;
}
const text = (federation: Federation, path: string): string => readFileSync(join(federation.out, path), 'utf8');

describe('pages that show the matrix are made again', () => {
  test('of both sides, where a waiver is all that changed, and of nobody else', async () => {
    const federation = await pier();
    const before = federation.tree();
    const { log, name, text: waiver } = grantWaiver('', WAIVER, new Date('2026-05-04T08:00:00Z'));
    writeFileSync(join(federation.root, 'decisions.ndjson'), log);
    mkdirSync(join(federation.root, 'waivers'), { recursive: true });
    writeFileSync(join(federation.root, 'waivers', name), waiver);
    await federation.index();
    expect(differences(federation.tree(), before)).toEqual([
      'api/v1/compatibility.json',
      'api/v1/compatibility/pier.board.show.json',
      'api/v1/compatibility/tide.table.read.json',
      'api/v1/decisions.ndjson',
      'api/v1/waivers.json',
      'capabilities/pier.board.show.html',
      'capabilities/tide.table.read.html',
      'compatibility.html',
      'decisions.html',
      'feeds/decisions.atom',
      'feeds/decisions.json',
      'site.sha256',
      'targets/catalog.json',
      'targets/decisions.ndjson',
      'targets/waivers.json',
    ]);
    for (const path of ['capabilities/pier.board.show.html', 'compatibility.html'])
      expect(text(federation, path)).toContain('decisions.html#decision-1');
    expect(text(federation, 'decisions.html')).toContain('id="decision-1"');
  });

  test('of the consumer, where the provider alone has another version', async () => {
    const federation = await pier();
    expect(text(federation, 'capabilities/pier.board.show.html')).toContain('No version satisfies');
    await federation.repository('tide', [{ 'capability.yaml': manifest('tide.table.read', '1.4.0') }]);
    await federation.index();
    expect(text(federation, 'capabilities/pier.board.show.html')).toContain('“1.4.0” satisfies “^1.0.0”.');
    expect(text(federation, 'compatibility.html')).not.toContain('No version satisfies “^1.0.0”');
  });

  test('and a page that was lost is there again', async () => {
    const federation = await pier();
    const before = federation.tree();
    for (const path of ['compatibility.html', 'decisions.html', 'capabilities/pier.lamp.light.html'])
      rmSync(join(federation.out, path));
    await federation.index({ rebuild: true });
    expect(differences(federation.tree(), before).filter((path) => path.endsWith('.html'))).toEqual([]);
  });
});

test('an id that nobody describes has data and no page, and every capability has both', async () => {
  const federation = await pier();
  const paths = [...federation.tree().keys()];
  expect(paths).toContain('api/v1/compatibility/pier.oil.pour.json');
  expect(paths).not.toContain('capabilities/pier.oil.pour.html');
  for (const id of ['tide.table.read', 'pier.board.show', 'pier.lamp.light'])
    expect(paths).toEqual(
      expect.arrayContaining([`api/v1/compatibility/${id}.json`, `api/v1/capabilities/${id}.json`, `capabilities/${id}.html`]),
    );
});
