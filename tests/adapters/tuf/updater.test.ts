import { expect, test } from '@jest/globals';
import { setTime } from '../../../src/adapters/tuf/updater.js';

test.each([
  ['none', {}],
  ['one under another name', { store: { referenceTime: new Date() } }],
  ['one of another type', { trustedSet: { referenceTime: Date.now() } }],
])('a tuf-js that keeps its time elsewhere is not believed to have taken another one: %s', (_, updater) => {
  expect(() => setTime(updater, new Date(0))).toThrow('tuf-js keeps its time elsewhere than this was written for');
});
