import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classifyGitFailure } from '../../src/sources/git-failure.js';
import {
  afterSource,
  type Circuit,
  CLOSED,
  DOWN_AFTER,
  type HostOutcome,
  hostOf,
  outcomeOf,
  placesOf,
} from '../../src/sources/hosts.js';

const circuit = (...outcomes: readonly HostOutcome[]): Circuit => outcomes.reduce(afterSource, CLOSED);

describe('the circuit of a host', () => {
  test('opens after three sources in a row without an answer, and stays open', () => {
    expect(circuit('down', 'down').open).toBe(false);
    expect(circuit('down', 'down', 'down')).toEqual({ open: true, proven: false, unanswered: DOWN_AFTER });
    expect(circuit('down', 'down', 'down', 'answered', 'down')).toEqual(circuit('down', 'down', 'down'));
  });

  test('counts anew after an answer, whatever it said', () => {
    expect(circuit('down', 'down', 'answered', 'down', 'down').open).toBe(false);
  });

  test('is not moved by failures that say nothing of the host', () => {
    expect(circuit('down', 'unknown', 'down', 'unknown', 'down').open).toBe(true);
    expect(circuit('unknown', 'unknown', 'unknown', 'unknown')).toEqual(CLOSED);
  });

  test('is open exactly when three in a row went unanswered at some time', () => {
    const outcomes = fc.array(fc.constantFrom<HostOutcome>('answered', 'down', 'unknown'), { maxLength: 30 });
    fc.assert(
      fc.property(outcomes, (list) => {
        const telling = list.filter((outcome) => outcome !== 'unknown').join(' ');
        expect(circuit(...list).open).toBe(telling.includes('down down down'));
      }),
    );
  });

  test('leaves a host three places until it has answered, and never more than it may have', () => {
    expect([placesOf(CLOSED, 6), placesOf(circuit('answered'), 6), placesOf(CLOSED, 2)]).toEqual([3, 6, 2]);
    expect([placesOf(circuit('down'), 6), placesOf(circuit('down', 'down'), 6)]).toEqual([2, 1]);
    expect(placesOf(circuit('down', 'down', 'down'), 6)).toBe(6);
  });
});

describe('what a failure says of the host', () => {
  const access = (what: string) => `fatal: unable to access 'https://host.example/team/repo/': ${what}\n`;
  test.each<[string, string, HostOutcome]>([
    ['refused', access("Failed to connect to host.example port 443 after 2 ms: Couldn't connect to server"), 'down'],
    ['no such name', access('Could not resolve host: host.example'), 'down'],
    ['silent', access('Operation too slow. Less than 1 bytes/sec transferred the last 30 seconds'), 'down'],
    ['ended in the middle', access('Empty reply from server'), 'down'],
    ['reset', access('Recv failure: Connection reset by peer'), 'down'],
    ['broken', access('The requested URL returned error: 503'), 'down'],
    ['git protocol', 'fatal: unable to connect to host.example:\nhost.example[0: 10.0.0.1]: errno=Connection refused\n', 'down'],
    [
      'ssh',
      'ssh: connect to host host.example port 22: Connection refused\nfatal: Could not read from remote repository.\n',
      'down',
    ],
    ['silence of git', 'block timeout reached', 'down'],
    ['not found', "fatal: repository 'https://host.example/team/repo/' not found\n", 'answered'],
    ['forbidden', access('The requested URL returned error: 403'), 'answered'],
    ['too many requests', access('The requested URL returned error: 429'), 'answered'],
    ['a repository that says what a host would', `remote: ${access('The requested URL returned error: 503')}`, 'unknown'],
    ['a remote that says so', 'fatal: remote error: unable to access: Could not resolve host: x\n', 'unknown'],
    ['a damaged repository', 'fatal: bad object HEAD\nerror: remote did not send all necessary objects\n', 'unknown'],
  ])('%s', (_what, said, outcome) => {
    expect(outcomeOf(classifyGitFailure(said))).toBe(outcome);
  });

  test('a source that took too long may be a host that hangs', () => {
    expect(outcomeOf({ code: 'source/timed-out', state: 'unreachable', transient: false, args: {} })).toBe('down');
  });
});

test.each([
  ['https://Git.Example.org/team/repo', 'https://git.example.org'],
  ['https://git.example.org:8443/team/repo', 'https://git.example.org:8443'],
  ['ssh://git@git.example.org:2222/team/repo', 'ssh://git.example.org:2222'],
  ['git@git.example.org:team/repo.git', 'ssh://git.example.org'],
  ['git.example.org:team/repo.git', 'ssh://git.example.org'],
  ['git://[::1]:9418/x', 'git://[::1]:9418'],
  ['file:///srv/git/repo.git', null],
  ['/srv/git/repo.git', null],
  ['C:\\git\\repo', null],
])('the host of %s is %s', (location, host) => {
  expect(hostOf({ kind: 'git', location })).toBe(host);
  expect(hostOf({ kind: 'directory', location })).toBeNull();
});
