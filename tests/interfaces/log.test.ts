import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunEvent } from '../../src/indexer/watch.js';
import { eventLine, logLine, wantsJsonLog } from '../../src/interfaces/cli/log.js';
import { finding } from '../../src/model/findings.js';

const AT = new Date('2026-05-04T08:00:00.000Z');

describe('a structured log', () => {
  test.each<[string, RunEvent, string]>([
    [
      'the end of a stage',
      { event: 'stage-ended', stage: 'ask', done: 12, seconds: 1.5 },
      '{"time":"2026-05-04T08:00:00.000Z","level":"info","event":"stage-ended","stage":"ask","done":12,"seconds":1.5}',
    ],
    [
      'a retry',
      { event: 'retry', source: 'a/b', attempt: 2, seconds: 0.75, code: 'source/unreachable', message: 'No.' },
      '{"time":"2026-05-04T08:00:00.000Z","level":"warning","event":"retry","source":"a/b","attempt":2,"seconds":0.75,"code":"source/unreachable","message":"No."}',
    ],
    [
      'a host that is given up',
      { event: 'host-down', host: 'https://git.example.org', sources: 3 },
      '{"time":"2026-05-04T08:00:00.000Z","level":"error","event":"host-down","host":"https://git.example.org","sources":3}',
    ],
  ])('has a line for %s', (_what, event, line) => {
    expect(eventLine(AT, event)).toBe(line);
  });

  test('has a line for a finding, as grave as it is', () => {
    const found = finding('source/empty', { source: 'a/b' });
    expect(JSON.parse(eventLine(AT, { event: 'finding', finding: found }) ?? '')).toEqual({
      time: AT.toISOString(),
      level: 'warning',
      event: 'finding',
      ...found,
    });
  });

  test('has none for each source', () => {
    expect(eventLine(AT, { event: 'source-done', stage: 'ask', source: 'a/b', done: 1, total: 2 })).toBeNull();
  });

  test('is one line of JSON that disturbs no terminal, whatever is told', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const line = logLine(AT, 'info', 'message', { message });
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect((JSON.parse(line) as { message: string }).message).toBe(message);
      }),
    );
    expect(logLine(AT, 'info', 'message', { message: '\u007f\u{e0001}' })).toContain('\\u007f\\udb40\\udc01');
  });
});

test.each([
  [['index', '--log-format', 'json'], true],
  [['index', '--log-format=json'], true],
  [['index', '--log-format', 'text', 'json'], false],
  [['index', '--log-format'], false],
])('%j asks for one: %s', (args, wanted) => {
  expect(wantsJsonLog(args)).toBe(wanted);
});
