import type { Repository } from './repository.ts';

type Test = (repository: Repository) => boolean;

/** The qualifiers of GitHub Docs, "Searching for repositories", that a client of a catalog may use. */
const QUALIFIERS: Readonly<Record<string, (value: string) => Test>> = {
  org: owned,
  user: owned,
  repo: (value) => (repository) => repository.nameWithOwner.toLowerCase() === value,
  topic: (value) => (repository) => repository.topics.includes(value),
  language: (value) => (repository) => repository.language?.toLowerCase() === value,
  archived: (value) => (repository) => repository.isArchived === (value === 'true'),
  is: (value) => (repository) => repository.visibility.toLowerCase() === value,
  visibility: (value) => (repository) => repository.visibility.toLowerCase() === value,
  pushed: (value) => (repository) => within(repository.pushedAt, value),
  created: (value) => (repository) => within(repository.createdAt, value),
};

/** Forks are left out unless `fork:true` or `fork:only` is there. */
export function searchRepositories(query: string, all: readonly Repository[]): Repository[] {
  const tests: Test[] = [];
  let forks: Test = (repository) => !repository.isFork;
  let sort = '';
  for (const word of query.split(/\s+/).filter((each) => each !== '')) {
    const [, minus = '', name = '', value = ''] = /^(-?)(?:(\w+):)?(.*)$/.exec(word.toLowerCase()) ?? [];
    const test = QUALIFIERS[name];
    if (name === 'fork') forks = value === 'only' ? (repository) => repository.isFork : () => true;
    else if (name === 'sort') sort = value;
    else if (name === 'in') continue;
    else if (test !== undefined) tests.push(minus === '' ? test(value) : not(test(value)));
    else tests.push((repository) => `${repository.name} ${repository.description ?? ''}`.toLowerCase().includes(value));
  }
  const found = all.filter((repository) => forks(repository) && tests.every((test) => test(repository)));
  const direction = sort.endsWith('-asc') ? 1 : -1;
  if (sort.startsWith('updated')) found.sort((a, b) => direction * (a.updatedAt.getTime() - b.updatedAt.getTime()));
  return found;
}

function owned(value: string): Test {
  return ({ owner }) => owner.login.toLowerCase() === value;
}

function not(test: Test): Test {
  return (repository) => !test(repository);
}

function within(date: Date | null, value: string): boolean {
  const [, sign = '', day = ''] = /^(>=|<=|>|<)?(.*)$/.exec(value) ?? [];
  const wanted = Date.parse(day.toUpperCase());
  const time = date?.getTime() ?? 0;
  if (sign === '>=') return time >= wanted;
  if (sign === '>') return time > wanted;
  return sign === '<=' ? time <= wanted : time < wanted;
}
