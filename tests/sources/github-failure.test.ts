import { describe, expect, test } from '@jest/globals';
import {
  failureOf,
  type GitHubTrouble,
  type GraphQLErrorItem,
  troubleOfAnswer,
  troubleOfErrors,
  troubleOfItem,
} from '../../src/sources/github-failure.js';

const answer = (status: number, message = '', headers: Record<string, string> = {}) => ({
  status,
  headers,
  bytes: Buffer.from(message === '' ? '<html>' : JSON.stringify({ message })),
});
const DATE = 'Mon, 04 May 2026 08:00:00 GMT';
const RESET = String(Date.parse(DATE) / 1000 + 90);

describe('what an answer complains about', () => {
  test.each<[number, string, Record<string, string>, Partial<GitHubTrouble> | null]>([
    [200, 'fine', {}, null],
    [304, '', {}, null],
    [401, 'Bad credentials', {}, { kind: 'unauthorized', detail: 'GitHub answered 401: Bad credentials' }],
    [403, 'Resource not accessible', { 'x-ratelimit-remaining': '12' }, { kind: 'forbidden' }],
    [403, 'You have exceeded a secondary rate limit.', { 'retry-after': '7' }, { kind: 'too-fast', wait: 7000 }],
    [403, 'You have exceeded a secondary rate limit.', {}, { kind: 'too-fast', wait: 60_000 }],
    [403, 'API rate limit exceeded for user ID 1.', {}, { kind: 'exhausted' }],
    [403, 'no', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, date: DATE }, { kind: 'exhausted', wait: 91_000 }],
    [403, 'no', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon', date: DATE }, { kind: 'exhausted' }],
    [429, '', {}, { kind: 'too-fast', wait: 60_000 }],
    [404, 'Not Found', {}, { kind: 'missing' }],
    [410, '', {}, { kind: 'missing' }],
    [451, 'Repository access blocked', {}, { kind: 'missing' }],
    [422, 'Invalid', {}, { kind: 'nonsense' }],
    [500, '', {}, { kind: 'heavy', detail: 'GitHub answered 500' }],
    [502, '', {}, { kind: 'heavy' }],
  ])('%d %s %j', (status, message, headers, expected) => {
    const trouble = troubleOfAnswer(answer(status, message, headers));
    if (expected === null) expect(trouble).toBeNull();
    else expect(trouble).toMatchObject(expected);
  });

  test('of GraphQL as a whole', () => {
    const about = (...errors: GraphQLErrorItem[]) => troubleOfErrors(errors, {})?.kind ?? null;
    expect(about()).toBeNull();
    expect(about({ type: 'NOT_FOUND', message: 'gone', path: ['a0'] })).toBeNull();
    expect(about({ type: 'RATE_LIMITED', message: 'API rate limit exceeded' })).toBe('exhausted');
    expect(about({ type: 'RATE_LIMIT', message: 'API rate limit already exceeded' })).toBe('exhausted');
    expect(about({ message: 'Something went wrong while executing your query. This may be a timeout' })).toBe('heavy');
    expect(about({ type: 'MAX_NODE_LIMIT_EXCEEDED', message: 'too many' })).toBe('heavy');
    expect(about({ message: "Field 'x' doesn't exist" })).toBe('nonsense');
  });

  test('of GraphQL about one alias', () => {
    const about = (type: string, message = '') => troubleOfItem({ type, message, path: ['a0'] }).kind;
    expect(about('NOT_FOUND')).toBe('missing');
    expect(about('FORBIDDEN')).toBe('forbidden');
    expect(about('RESOURCE_LIMITS_EXCEEDED')).toBe('heavy');
    expect(about('OTHER', 'what')).toBe('nonsense');
  });

  test('is cut to a length that fits a finding', () => {
    expect(troubleOfAnswer(answer(404, 'x'.repeat(5000)))?.detail.length).toBeLessThan(250);
  });
});

describe('what becomes of a source', () => {
  test.each<[GitHubTrouble['kind'], string, string]>([
    ['missing', 'source/missing', 'missing'],
    ['unauthorized', 'source/token-refused', 'missing'],
    ['forbidden', 'source/token-forbidden', 'missing'],
    ['too-fast', 'source/rate-limited', 'rate-limited'],
    ['exhausted', 'source/rate-limited', 'rate-limited'],
    ['budget', 'source/postponed', 'rate-limited'],
    ['heavy', 'source/unreachable', 'unreachable'],
    ['network', 'source/unreachable', 'unreachable'],
    ['nonsense', 'source/unreachable', 'unreachable'],
  ])('%s: %s, %s', (kind, code, state) => {
    expect(failureOf({ kind, detail: 'why' })).toEqual({ code, state, args: { detail: 'why' }, transient: false });
  });
});
