import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangesDocument } from '../../src/model/generated/types.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { capabilities, Federation, manifest } from '../support/federation.js';

const CHANGES = 'api/v1/changes.json';
const at = (hour: number): string => `2026-05-04T0${hour}:00:00.000Z`;
const changesOf = (federation: Federation): ChangesDocument => federation.json(CHANGES);
const linesOf = (federation: Federation): string[] =>
  changesOf(federation).changes.map(({ seen_at, kind, id }) => `${seen_at.slice(11, 13)} ${kind} ${id}`);
const textOf = (federation: Federation, path: string): string => readFileSync(join(federation.out, path), 'utf8');

describe('the history of a catalog', () => {
  test('grows by what each run saw, and by nothing where there was nothing to see', async () => {
    const federation = new Federation();
    const others = federation.folder('yard', capabilities(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `yard.crane.${name}`)));
    const quay = federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free'));
    await federation.indexSources([others, quay], { now: at(1) });
    expect(changesOf(federation)).toEqual({ started_at: at(1), changes: [] });

    federation.folder('quay', { ...capabilities('quay.slot.free'), 'capability.yaml': manifest('quay.slot.hold', '0.1.0') });
    await federation.index({ now: at(2) });
    const second = ['02 removed quay.slot.assign', '02 new quay.slot.hold'];
    expect(linesOf(federation)).toEqual(second);

    await federation.index({ now: at(3) });
    federation.configure({ sources: [others, quay], name: 'Another name' });
    await federation.index({ now: at(4) });
    await federation.index({ now: at(5), rebuild: true });
    expect(linesOf(federation)).toEqual(second);

    federation.folder('quay', { ...capabilities('quay.slot.free'), 'capability.yaml': manifest('quay.slot.hold', '0.2.0') });
    await federation.index({ now: at(6) });
    expect(linesOf(federation)).toEqual(['06 updated quay.slot.hold', ...second]);
    const feeds = [textOf(federation, 'feeds/changes.atom'), textOf(federation, 'feeds/changes.json')];
    for (const feed of feeds) expect(feed).toContain('quay.slot.hold 0.1.0 → 0.2.0 updated');
  });

  test('does not tell of a source that was out of reach, nor of its return', async () => {
    const federation = new Federation();
    const repository = await federation.repository('quay', [capabilities('quay.slot.assign')]);
    await federation.indexSources([repository]);
    federation.removeRepository('quay');
    await federation.index({ now: at(2) });
    await federation.repository('quay', [capabilities('quay.slot.assign')]);
    await federation.index({ now: at(3) });
    expect(linesOf(federation)).toEqual([]);
  });

  test('begins anew where its file is lost', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('quay', capabilities('quay.slot.assign'))], { now: at(1) });
    rmSync(join(federation.out, CHANGES));
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free'));
    await federation.index({ now: at(2) });
    expect(changesOf(federation)).toEqual({ started_at: at(2), changes: [] });
  });

  test('tells what a stricter policy put into quarantine, and what it let out again', async () => {
    const root = parseTrustedRoot(readFileSync(join(process.cwd(), 'catalog/trusted_root.json'), 'utf8'), 'trusted_root.json');
    const strict = `rules:
  - sources: ["**"]
    require: verified
    identities: [{ issuer: "https://token.actions.githubusercontent.com", source_repository: "{source}" }]
`;
    const trust = (policy: string) => ({ root, policy: parsePolicy(policy, 'policy.yaml') });
    const lenient = 'default: { require: none }\n';
    const federation = new Federation();
    await federation.indexSources([federation.folder('quay', capabilities('quay.slot.assign'))], {
      trust: trust(lenient),
    });
    await federation.index({ now: at(2), trust: trust(strict), allowShrink: true });
    await federation.index({ now: at(3), trust: trust(lenient) });
    expect(linesOf(federation)).toEqual(['03 restored quay.slot.assign', '02 quarantined quay.slot.assign']);
    expect(changesOf(federation).changes[1]?.reason).toBeTruthy();
  });
});

describe('files for programs', () => {
  const federation = new Federation();
  const paths = (): string[] => [...federation.tree().keys()];
  let sources: object[] = [];
  beforeAll(async () => {
    sources = [federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free'))];
    federation.configure({ sources, url: 'https://quay.example/catalog' });
    await federation.index();
  });

  test('are there with an address in the sitemap for every page but the one for what is not there', () => {
    const pages = paths().filter((path) => path.endsWith('.html') && path !== '404.html');
    const addresses = [...textOf(federation, 'sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
    expect(addresses).toEqual(pages.map((path) => `https://quay.example/catalog/${path === 'index.html' ? '' : path}`));
    expect(textOf(federation, 'llms.txt')).toContain('https://quay.example/catalog/api/v1/openapi.json');
    expect(federation.json('api/v1/openapi.json')).toMatchObject({
      servers: [{ url: '../..' }, { url: 'https://quay.example/catalog' }],
    });
  });

  test('include three badges for every capability', () => {
    const badges = paths().filter((path) => path.startsWith('badges/'));
    const kinds = ['freshness', 'provenance', 'version'];
    expect(badges).toEqual(
      kinds.flatMap((kind) => ['quay.slot.assign', 'quay.slot.free'].map((id) => `badges/${kind}/${id}.svg`)),
    );
  });

  test('go where the configuration no longer asks for them, and what is not the catalog’s stays', async () => {
    writeFileSync(join(federation.out, 'robots.txt'), 'User-agent: *\n');
    federation.configure({ sources, badges: false });
    await federation.index();
    expect(paths().filter((path) => path.startsWith('badges/') || path === 'sitemap.xml')).toEqual([]);
    expect(paths()).toContain('robots.txt');
  });
});
