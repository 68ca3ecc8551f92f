import '../support/realm.js';
import { expect, test } from '@jest/globals';
import { systemClock } from '../../src/adapters/clock.js';
import { ChoraError } from '../../src/model/errors.js';

test('a wait that is stopped ends with the reason, and not with an error of the timer', async () => {
  const stop = new AbortController();
  const reason = new ChoraError('io', 'run/stopped', 'Stopped by SIGTERM.');
  const waiting = systemClock().sleep(60_000, stop.signal);
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(systemClock().sleep(60_000, stop.signal)).rejects.toBe(reason);
});
