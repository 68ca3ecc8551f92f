import { describe, expect, test } from '@jest/globals';
import { cronProblem } from '../../src/adapters/schedule/cron.js';
import { parseSchedule, type Schedule } from '../../src/schedule/config.js';

const VERBS = new Map([
  ['index', new Set(['config', 'out', 'allow-shrink', 'concurrency'])],
  ['mirror sync', new Set(['fail-on', 'repair'])],
]);
const read = (text: string, verbs = VERBS): Schedule => parseSchedule(text, 'schedule.yaml', verbs, cronProblem);

describe('a schedule', () => {
  test('has defaults, and gives each job its arguments', () => {
    expect(
      read(`
timezone: Europe/Lisbon
jobs:
  - { run: index, cron: "17 3 * * *", timeout: 6h, options: { config: a b.yaml, out: ./dist/, concurrency: 4, allow-shrink: true } }
  - { run: refresh, cron: "*/5 * * * * *", timezone: UTC, jitter: 2m, name: often, options: { out: dist } }
`),
    ).toEqual({
      state: 'schedule-state.json',
      grace: 30_000,
      jobs: [
        {
          name: 'index',
          run: 'index',
          cron: '17 3 * * *',
          timezone: 'Europe/Lisbon',
          jitter: 0,
          timeout: 6 * 3_600_000,
          args: ['index', '--rebuild', '--config=a b.yaml', '--out=./dist/', '--concurrency=4', '--allow-shrink'],
          target: 'dist',
        },
        {
          name: 'often',
          run: 'refresh',
          cron: '*/5 * * * * *',
          timezone: 'UTC',
          jitter: 120_000,
          timeout: 2 * 3_600_000,
          args: ['index', '--out=dist'],
          target: 'dist',
        },
      ],
    });
  });

  test('syncs a mirror in a folder that nothing else works on meanwhile, whatever its name is', () => {
    const { jobs } = read(`
jobs:
  - { run: mirror-sync, cron: "7,37 * * * *", dir: mirrors/./quay/, options: { fail-on: alert } }
  - { run: mirror-sync, cron: "7 3 * * *", name: repair, dir: mirrors/quay, options: { repair: true } }
  - { run: mirror-sync, cron: "7 3 * * *", name: other, dir: --repair }
`);
    expect(jobs.map(({ args, target }) => [args, target])).toEqual([
      [['mirror', 'sync', '--fail-on=alert', '--', 'mirrors/./quay/'], 'mirrors/quay'],
      [['mirror', 'sync', '--repair', '--', 'mirrors/quay'], 'mirrors/quay'],
      [['mirror', 'sync', '--', '--repair'], '--repair'],
    ]);
  });

  test('names no verb that this version does not have', () => {
    expect(() => read('jobs: [{ run: mirror-sync, cron: "* * * * *", dir: a }]', new Map())).toThrow(
      'schedule.yaml:1:15: this version of chora cannot run mirror sync',
    );
  });

  test.each([
    ['jobs: []', 'schedule.yaml:1:7: “jobs” is empty'],
    ['jobs: [{ run: index }]', 'needs the field “cron”'],
    ['jobs: [{ run: index, cron: "1 2 3" }]', 'schedule.yaml:1:28: “1 2 3 UTC” cannot be used'],
    ['jobs: [{ run: index, cron: "61 * * * *" }]', 'cannot be used: '],
    ['jobs: [{ run: index, cron: "0 0 31 2 *" }]', 'an impossible day of month'],
    ['jobs: [{ run: index, cron: "@daily; rm -rf /" }]', 'cannot be used'],
    ['jobs: [{ run: index, cron: "* * * * *", timezone: Mars/Olympus }]', 'there is no such time zone'],
    ['jobs: [{ run: mirror-sync, cron: "* * * * *" }]', 'schedule.yaml:1:8: mirror-sync does not say which folder'],
    ['jobs: [{ run: mirror-sync, cron: "* * * * *", dir: "" }]', 'dir” must NOT have fewer than 1 characters'],
    ['jobs: [{ run: mirror-sync, cron: "* * * * *", dir: [a] }]', 'dir” must be text'],
    ['jobs: [{ run: mirror-sync, cron: "* * * * *", dir: a, options: { out: b } }]', 'chora mirror sync has no option --out'],
    ['jobs: [{ run: refresh, cron: "* * * * *", dir: a }]', 'refresh takes no dir'],
    ['jobs: [{ run: shell, cron: "* * * * *" }]', 'must be one of index, refresh, mirror-sync'],
    ['jobs: [{ run: index, cron: "* * * * *", options: { ou: x } }]', 'chora index has no option --ou'],
    ['jobs: [{ run: index, cron: "* * * * *", options: { "-o": x } }]', 'options” must match pattern'],
    ['jobs: [{ run: index, cron: "* * * * *" }, { run: index, cron: "* * * * *" }]', 'a second job is called “index”'],
    ['jobs: [{ run: index, cron: "* * * * *", jitter: soon }]', 'jitter” must match pattern'],
    ['jobs: [{ run: index, cron: "* * * * *", command: ls }]', 'unknown field “command”'],
  ])('%s is refused', (text, message) => expect(() => read(text)).toThrow(message));
});
