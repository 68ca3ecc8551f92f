import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { looksLikeBundle } from '../../src/sources/bundle-paths.js';
import { checkBundles } from '../../src/trust/check.js';
import { decide } from '../../src/trust/decide.js';
import { mayClaim } from '../../src/trust/namespaces.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot } from '../../src/trust/trusted-root.js';
import { ROOT } from '../interfaces/cli.js';

// The signed example federation, as it lies in catalog/: what its policy says of every manifest.
const CATALOG = join(ROOT, 'catalog');
const text = (name: string) => readFileSync(join(CATALOG, name), 'utf8');
const policy = parsePolicy(text('policy.yaml'), 'policy.yaml');
const root = parseTrustedRoot(text('trusted_root.json'), 'trusted_root.json');
const sources = new Map(
  (parse(text('catalog.yaml')).sources as { git?: { url: string; id: string } }[]).flatMap(({ git }) =>
    git === undefined ? [] : [[git.url.replace(/^\.federation\/|\.git$/g, ''), git.id] as const],
  ),
);

function files(repository: string): string[] {
  const folder = join(CATALOG, 'example', repository);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ya?ml|json)$/.test(path) && !looksLikeBundle(path) && !path.endsWith('alias-mapping.json'))
    .sort();
}

function provenance(repository: string, path: string) {
  const file = join(CATALOG, 'example', repository, path);
  const bytes = readFileSync(file);
  const bundle = `${file}.sigstore.json`;
  const proofs = existsSync(bundle) ? checkBundles(readFileSync(bundle), { bytes }, root, policy.keys) : [];
  return decide(policy, sources.get(repository) ?? '', proofs);
}

describe('the signed example', () => {
  const outcomes: Record<string, [outcome: string, admitted: boolean]> = {
    accounts: ['verified', true],
    assistants: ['verified', true],
    'catalogue-search': ['verified', true],
    lending: ['verified', true],
    notices: ['verified', true],
    platform: ['verified', true],
    practice: ['untrusted', true],
    'reading-rooms': ['verified', true],
    'van-routes': ['verified', true],
    workshop: ['unsigned', true],
  };

  test('every repository is looked at', () => {
    expect([...sources.keys()].sort()).toEqual([...Object.keys(outcomes), 'visitor'].sort());
  });

  test.each(Object.entries(outcomes))('%s: %j', (repository, expected) => {
    for (const path of files(repository)) {
      const { outcome, admitted, reason } = provenance(repository, path);
      expect([path, reason, outcome, admitted]).toEqual([path, reason, ...expected]);
    }
  });

  test.each([
    ['greet', 'verified', true],
    ['guide', 'unsigned', false],
    ['badge', 'untrusted', false],
    ['locker', 'invalid', false],
    ['umbrella', 'invalid', false],
    ['loans', 'verified', true],
  ])('visitor: %s is %s', (name, outcome, admitted) => {
    expect(provenance('visitor', `1-head/capabilities/${name}.yaml`)).toMatchObject({ outcome, admitted });
  });

  test('a signature gives no right to the ids of others', () => {
    const visitor = sources.get('visitor') ?? '';
    expect(mayClaim(policy, 'visitor.guest.greet', visitor)).toBe(true);
    expect(mayClaim(policy, 'lending.loan.forgive', visitor)).not.toBe(true);
    expect(mayClaim(policy, 'lending.loan.issue', sources.get('lending') ?? '')).toBe(true);
  });
});
