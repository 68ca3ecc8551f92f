import { beforeAll, describe, expect, test } from '@jest/globals';
import { catalogReader } from '../../src/compose.js';
import { capabilityOf, difference, parseOperand } from '../../src/query/diff.js';
import { capability } from '../compatibility/ecosystem.js';
import { canal } from '../support/canal.js';
import type { Federation } from '../support/federation.js';

test.each([
  ['HEAD~1:capability.yaml', { kind: 'revision', revision: 'HEAD~1', path: 'capability.yaml' }],
  ['main:a@b/c.yaml', { kind: 'revision', revision: 'main', path: 'a@b/c.yaml' }],
  ['HEAD@{1}:capability.yaml', { kind: 'revision', revision: 'HEAD@{1}', path: 'capability.yaml' }],
  ['v1.0.0:sub/x.yaml', { kind: 'revision', revision: 'v1.0.0', path: 'sub/x.yaml' }],
  ['a.b.c@1.2.0', { kind: 'version', id: 'a.b.c', version: '1.2.0' }],
  ['component:default/x@1.0.0', { kind: 'version', id: 'component:default/x', version: '1.0.0' }],
  ['@scope/name@1.0.0', { kind: 'version', id: '@scope/name', version: '1.0.0' }],
  ['a.b.c', { kind: 'version', id: 'a.b.c' }],
  [':', { kind: 'version', id: ':' }],
  ['@', { kind: 'version', id: '@' }],
])('%s names %j', (text, operand) => expect(parseOperand(text)).toEqual(operand));

describe('a version of the catalog', () => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await canal();
  });
  const of = (id: string, version?: string) =>
    capabilityOf(catalogReader(federation.out), { kind: 'version', id, ...(version === undefined ? {} : { version }) });

  test('is the one that is named, or the current one', async () => {
    expect((await of('canal.lock.fill', '1.0.0')).version).toBe('1.0.0');
    expect((await of('canal.lock.fill')).version).toBe('2.0.0');
  });

  test('that is not there is told so, with those that are', async () => {
    await expect(of('canal.lock.fill', '9.0.0')).rejects.toMatchObject({
      code: 'catalog/no-such-version',
      hint: 'It has “2.0.0”, “1.0.0”.',
    });
    await expect(of('canal.lock.fil')).rejects.toMatchObject({ code: 'catalog/no-such-capability' });
  });

  test('compared with another shows what changed', async () => {
    const { reports, findings } = difference([await of('canal.lock.fill', '1.0.0')], [await of('canal.lock.fill')], '.');
    expect(reports).toMatchObject([{ from: '1.0.0', to: '2.0.0', enough: true }]);
    expect(reports[0]?.changes.map(({ rule }) => rule)).toContain('alias-added');
    expect(findings).toEqual([]);
  });
});

test('findings of a difference stand at the source that was named', () => {
  const output = { outputs: [{ name: 'box', type: 'crate' }] };
  const { findings } = difference([capability('a.b', '1.0.0', output)], [capability('a.b', '1.0.1')], 'here');
  expect(findings).toMatchObject([{ code: 'compatibility/breaking-without-major', source: 'here', severity: 'error' }]);
});
