import { describe, expect, test } from '@jest/globals';
import { compileFilters, type RepositoryFilters, type RepositoryTraits, serverFilters } from '../../src/sources/github-group.js';

const REPOSITORY: RepositoryTraits = {
  name: 'mcp-Billing',
  topics: ['mcp', 'payments'],
  language: 'TypeScript',
  visibility: 'PUBLIC',
  archived: false,
  fork: false,
};
const passes = (filters: RepositoryFilters, more: Partial<RepositoryTraits> = {}) =>
  compileFilters(filters)({ ...REPOSITORY, ...more });

describe('filters of repositories', () => {
  test('let all through but what is archived or a fork, when there are none', () => {
    expect(passes({})).toBe(true);
    expect(passes({}, { language: null, topics: [], visibility: 'PRIVATE' })).toBe(true);
    expect(passes({}, { archived: true })).toBe(false);
    expect(passes({}, { fork: true })).toBe(false);
  });

  test.each([
    [{ archived: 'include' }, [true, true]],
    [{ archived: 'only' }, [false, true]],
    [{ archived: 'exclude' }, [true, false]],
    [{ forks: 'only' }, [false, false]],
  ] as const)('choose by %j', (filters, [open, archived]) => {
    expect([passes(filters), passes(filters, { archived: true })]).toEqual([open, archived]);
  });

  test.each<[RepositoryFilters, boolean]>([
    [{ names: ['MCP-*'] }, true],
    [{ names: ['mcp', 'bill*'] }, false],
    [{ names: ['*'], exclude: { names: ['*-billing'] } }, false],
    [{ topics: ['Payments', 'other'] }, true],
    [{ topics: ['pay'] }, false],
    [{ exclude: { topics: ['MCP'] } }, false],
    [{ languages: ['typescript'] }, true],
    [{ languages: ['Go'] }, false],
    [{ exclude: { languages: ['Go'] } }, true],
    [{ exclude: { languages: ['TypeScript'] } }, false],
    [{ visibility: ['public'] }, true],
    [{ visibility: ['internal', 'private'] }, false],
    [{ names: ['mcp-*'], topics: ['mcp'], languages: ['TypeScript'], visibility: ['public'] }, true],
  ])('%j: %s', (filters, expected) => {
    expect(passes(filters)).toBe(expected);
  });

  test('by language leave out what has none', () => {
    expect(passes({ languages: ['Go'] }, { language: null })).toBe(false);
    expect(passes({ exclude: { languages: ['Go'] } }, { language: null })).toBe(true);
  });

  test('that GitHub knows are asked of it', () => {
    expect(serverFilters({})).toEqual({ isArchived: false, isFork: false });
    expect(serverFilters({ archived: 'include', forks: 'only' })).toEqual({ isArchived: null, isFork: true });
  });
});
