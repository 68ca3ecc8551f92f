import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FINDING_CODES } from '../../src/model/findings.js';

const TESTS = join(process.cwd(), 'tests');

test.each(Object.keys(FINDING_CODES))('a test names %s', (code) => {
  const naming = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.test.ts') && readFileSync(join(TESTS, path), 'utf8').includes(`'${code}'`),
  );
  expect(naming).not.toEqual([]);
});
