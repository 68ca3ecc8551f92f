import { expect, test } from '@jest/globals';
import { describeSync } from '../../src/interfaces/cli/commands/mirror/describe-sync.js';
import { partHeaders } from '../../src/mirror/part.js';
import { NOTHING_TAKEN } from '../../src/mirror/status.js';
import { mirrors } from '../support/mirror.js';

const make = mirrors();

test('a part that nothing falls into says so, since a value that is misspelt looks the same', async () => {
  const { mirror } = await make(undefined, { only: { owner: ['team-quai'] } });
  for (const outcome of ['released', 'unchanged']) {
    const report = await mirror.sync();
    expect(report).toMatchObject({ outcome, partial: true, capabilities: 0 });
    expect(describeSync(report)).toContain(NOTHING_TAKEN);
  }
  expect((await mirror.status()).notes).toContain(NOTHING_TAKEN);
});

test('a whole catalog without capabilities is not taken for a filter that is wrong', async () => {
  const { mirror, publisher } = await make();
  publisher.publish({});
  const report = await mirror.sync();
  expect(report).toMatchObject({ partial: false, capabilities: 0 });
  expect(describeSync(report)).not.toContain(NOTHING_TAKEN);
});

test('the header of a part has its filter, values as in a URL', () => {
  expect(partHeaders(null)).toEqual({});
  expect(partHeaders({ provenance: ['verified'], domain: ['a,b', 'ü\r\nset-cookie: x', '\ud800'] })).toEqual({
    'x-catalog-partial': 'domain=a%2Cb,%C3%BC%0D%0Aset-cookie%3A%20x,%EF%BF%BD&provenance=verified',
  });
});

test('the header of a part with a very long filter has its fields', () => {
  const owner: [string, ...string[]] = ['team', ...Array.from({ length: 500 }, (_, number) => `team-${number}`)];
  expect(partHeaders({ owner, format: ['chora'] })).toEqual({ 'x-catalog-partial': 'owner&format' });
});
