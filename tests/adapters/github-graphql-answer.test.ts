import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readGraphQL } from '../../src/adapters/github/graphql-answer.js';

const read = (body: string) => readGraphQL({ status: 200, headers: {}, bytes: Buffer.from(body) });
const withLimit = (rateLimit: unknown) => read(JSON.stringify({ data: { rateLimit } })).limit;

describe('an answer to a query', () => {
  test('gives its data, its cost and what is left', () => {
    const { outcome, limit } = read(
      JSON.stringify({ data: { rateLimit: { cost: 2, remaining: 4998, resetAt: '2026-05-04T09:00:00Z' }, a0: null } }),
    );
    expect(outcome).toMatchObject({ value: { data: { a0: null }, errors: [] } });
    expect(limit).toEqual({ cost: 2, remaining: 4998, resetAt: '2026-05-04T09:00:00.000Z' });
  });

  test.each([
    [null],
    [{ cost: -1, remaining: 1, resetAt: '2026-05-04T09:00:00Z' }],
    [{ cost: 1, remaining: '1', resetAt: '2026-05-04T09:00:00Z' }],
    [{ cost: 1, remaining: 1, resetAt: 'soon' }],
    [{ cost: 1, remaining: 1, resetAt: '+275000-01-01T00:00:00Z' }],
  ])('tells no limit where it says %j', (rateLimit) => {
    expect(withLimit(rateLimit)).toBeNull();
  });

  test.each([
    ['{"data":', 'network'],
    ['null', 'network'],
    ['7', 'nonsense'],
    ['[]', 'nonsense'],
    ['{"data":null}', 'nonsense'],
    ['{"data":null,"errors":[{"type":"RATE_LIMITED","message":"x"}]}', 'exhausted'],
  ])('%s is trouble of kind %s', (body, kind) => {
    expect(read(body).outcome).toMatchObject({ trouble: { kind } });
  });

  test('is read or refused, whatever it says, and never thrown over', () => {
    fc.assert(fc.property(fc.json(), (body) => Object.keys(read(body).outcome).length === 1));
  });
});
