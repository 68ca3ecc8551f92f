import { describe, expect, test } from '@jest/globals';
import { expectRefused, scenes } from '../../support/tuf/scene.js';

const scene = scenes();

/** A client that trusts a second root, which says that it is of the online view; the first one did not say. */
async function following() {
  const made = await scene();
  const { repository } = made;
  repository.rootFields = { 'x-view': 'online' };
  repository.publish('root');
  repository.release();
  await made.refresh();
  expect(made.trusted()).toMatchObject({ root: 2 });
  return { repository, refresh: () => made.refresh(), trusted: () => made.trusted() };
}

describe('a root that says of which view it is', () => {
  test('is followed by others of that view', async () => {
    const { repository, refresh, trusted } = await following();
    repository.publish('root');
    await refresh();
    expect(trusted()).toMatchObject({ root: 3 });
  });

  test.each([
    ['of the other view', { 'x-view': 'airgap' }],
    ['that does not say of which one', {}],
    ['that says something else', { 'x-view': 'main' }],
  ])('is not followed by one %s, though the right keys signed it', async (_, fields) => {
    const { repository, refresh, trusted } = await following();
    repository.rootFields = fields;
    repository.publish('root');
    repository.release();
    await expectRefused(refresh(), 'tuf/other-view');
    expect(trusted()).toMatchObject({ root: 2, timestamp: 2 });
  });
});
