import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendDecision, extensionProblem, readDecisionLog, waiversOf } from '../../src/compatibility/decision-log.js';
import { canonicalJson } from '../../src/model/canonical-json.js';
import type { Decision, Waiver } from '../../src/model/generated/types.js';

type Draft = Omit<Decision, 'sequence' | 'previous'>;
const draft = (more: Partial<Draft> = {}): Draft => ({
  decided_at: '2026-05-04T08:00:00Z',
  decided_by: 'steward@example.org',
  kind: 'other',
  summary: 'Go on.',
  ...more,
});
const waiver: Waiver = {
  capability: 'store.box.keep',
  consumer: 'quay.crane.lift',
  verdict: 'incompatible',
  reason: 'The crane is rebuilt in May.',
  approver: 'steward@example.org',
  granted: '2026-05-04T08:00:00Z',
  expires: '2026-05-20',
};
const log = (...drafts: Draft[]) => drafts.reduce(appendDecision, '');
const three = log(draft(), draft({ kind: 'waiver', waiver }), draft({ summary: '„Straße“ 🚢' }));
const thrown = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a decision log', () => {
  test('binds each line to the one before by its digest', () => {
    const { decisions, problem } = readDecisionLog(three);
    expect(problem).toBe(null);
    expect(decisions.map(({ decision }) => decision.sequence)).toEqual([1, 2, 3]);
    const lines = three.trimEnd().split('\n');
    const digests = lines.map((line) => `sha256:${createHash('sha256').update(line).digest('hex')}`);
    expect(decisions.map(({ digest }) => digest)).toEqual(digests);
    expect(decisions.map(({ decision }) => decision.previous)).toEqual([null, digests[0], digests[1]]);
  });

  test('may be empty', () => expect(readDecisionLog('')).toEqual({ decisions: [], problem: null }));

  test('shows any character that was changed', () => {
    fc.assert(
      fc.property(fc.nat(three.length - 1), fc.constantFrom('x', '0', '\n', ' ', '}', 'ß'), (at, character) => {
        fc.pre(three[at] !== character);
        const changed = three.slice(0, at) + character + three.slice(at + 1);
        expect(extensionProblem(three, changed)?.reason).toBe('rewritten');
        // By itself a log cannot show that its last line is another one; every line before is held by the next.
        if (at < three.trimEnd().lastIndexOf('\n')) expect(readDecisionLog(changed).problem).not.toBe(null);
      }),
    );
  });

  test.each([
    ['cut off in the last line', three.slice(0, -1), 3, 'cut-off'],
    ['without its first line', three.slice(three.indexOf('\n') + 1), 1, 'chain'],
    ['with a line twice', three + three.slice(three.trimEnd().lastIndexOf('\n') + 1), 4, 'chain'],
    ['with an empty line', `${three}\n`, 4, 'not-json'],
    ['with Windows line ends', three.replaceAll('\n', '\r\n'), 1, 'not-canonical'],
    ['with a key twice', three.replace('"summary":"Go on."', '"summary":"No.","summary":"Go on."'), 1, 'not-canonical'],
    ['with spaces', three.replace('"kind":', '"kind": '), 1, 'not-canonical'],
    ['with something that is no decision', '{"sequence":1}\n', 1, 'invalid'],
    [
      'with a key that nobody knows',
      `${canonicalJson({ ...draft(), sequence: 1, previous: null, ['__proto__']: 1, extra: 1 })}\n`,
      1,
      'invalid',
    ],
    ['that is one enormous line', `${'x'.repeat(70_000)}\n`, 1, 'too-large'],
    ['that is not JSON', 'decided\n', 1, 'not-json'],
  ])('%s is refused', (_what, text, line, reason) => {
    const { decisions, problem } = readDecisionLog(text);
    expect(problem).toMatchObject({ line, reason });
    expect(decisions).toHaveLength(line - 1);
  });

  test('does not go back in time', () => {
    expect(thrown(() => appendDecision(three, draft({ decided_at: '2026-05-04T07:59:59Z' })))).toMatchObject({
      code: 'decisions/invalid',
    });
    expect(thrown(() => log(draft({ decided_at: '2026-02-31T08:00:00Z' })))).toMatchObject({ code: 'decisions/invalid' });
  });

  test('takes no waiver that could not hold, no sixth at once, and revokes only waivers of its own', () => {
    const refused = (more: Partial<Draft>, text = '') => thrown(() => appendDecision(text, draft(more)));
    expect(refused({ kind: 'waiver', waiver: { ...waiver, expires: '2026-07-20' } })).toMatchObject({
      code: 'decisions/invalid',
    });
    expect(refused({ kind: 'waiver' })).toMatchObject({ code: 'decisions/invalid' });
    expect(refused({ kind: 'other', waiver })).toMatchObject({ code: 'decisions/invalid' });
    expect(refused({ kind: 'revocation', revokes: `sha256:${'0'.repeat(64)}` })).toMatchObject({ code: 'decisions/invalid' });
    const five = log(...Array.from({ length: 5 }, () => draft({ kind: 'waiver', waiver })));
    expect(refused({ kind: 'waiver', waiver }, five)).toMatchObject({ code: 'decisions/too-many-waivers', kind: 'refused' });
    const later = { ...waiver, granted: '2026-05-20', expires: '2026-06-01' };
    expect(readDecisionLog(appendDecision(five, draft({ kind: 'waiver', waiver: later }))).decisions).toHaveLength(6);
  });

  test('that is broken takes no further decision', () => {
    expect(thrown(() => appendDecision(three.slice(0, -1), draft()))).toMatchObject({ code: 'decisions/broken' });
  });
});

describe('a log continues the one that was known', () => {
  test('when it is that one with or without more', () => {
    for (const known of ['', three]) {
      expect(extensionProblem(known, three)).toBe(null);
      expect(extensionProblem(known, appendDecision(three, draft()))).toBe(null);
    }
  });

  test('and not when lines are gone, changed or moved', () => {
    const shorter = three.slice(0, three.indexOf('\n') + 1);
    expect(extensionProblem(three, shorter)).toMatchObject({ line: 2, reason: 'rewritten' });
    expect(extensionProblem(three, '')).toMatchObject({ line: 1, reason: 'rewritten' });
    // Another history of the same length, valid by itself.
    const other = log(draft(), draft(), draft());
    expect(readDecisionLog(other).problem).toBe(null);
    expect(extensionProblem(three, other)).toMatchObject({ line: 2, reason: 'rewritten' });
  });

  const [a = '', b = '', c = ''] = three.trimEnd().split('\n');
  const joined = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
  test.each<[string, string, number, string | null]>([
    ['its first line is rewritten', joined(a.replace('Go on.', 'Stop.'), b, c), 1, 'chain'],
    ['a line in the middle is rewritten', joined(a, b.replace('May', 'June'), c), 2, 'chain'],
    ['its last line is rewritten', joined(a, b, c.replace('🚢', '🚣')), 3, null],
    ['its first line is taken out', joined(b, c), 1, 'chain'],
    ['a line in the middle is taken out', joined(a, c), 2, 'chain'],
    ['its end is cut off after a line', joined(a, b), 3, null],
    ['its end is cut off within a line', three.slice(0, -20), 3, 'cut-off'],
    ['lines change places', joined(a, c, b), 2, 'chain'],
    ['a line is put in between', joined(a, a, b, c), 2, 'chain'],
    ['a line is put before it', joined(log(draft({ summary: 'First.' })).trimEnd(), a, b, c), 1, 'chain'],
    ['it is written anew with the right digests', log(draft(), draft({ kind: 'waiver', waiver }), draft()), 3, null],
  ])('and not when %s', (_what, text, line, alone) => {
    expect(extensionProblem(three, text)).toMatchObject({ line, reason: 'rewritten' });
    // What a log shows by itself, without the one that was known.
    expect(readDecisionLog(text).problem?.reason ?? null).toBe(alone);
  });

  test('and not when what was added is wrong', () => {
    expect(extensionProblem(three, `${three}{}\n`)).toMatchObject({ line: 4, reason: 'invalid' });
  });
});

test('gives its waivers, and says which were revoked', () => {
  const { decisions } = readDecisionLog(three);
  const granted = decisions[1]?.digest ?? '';
  expect(waiversOf(decisions)).toEqual([{ waiver, sequence: 2, decision: granted }]);
  const revoked = readDecisionLog(appendDecision(three, draft({ kind: 'revocation', revokes: granted }))).decisions;
  expect(waiversOf(revoked)).toEqual([{ waiver, sequence: 2, decision: granted, revoked_by: revoked.at(-1)?.digest }]);
});
