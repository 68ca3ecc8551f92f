import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Code, FINDING_CODES, finding } from '../../src/model/findings.js';
import { toSarif } from '../../src/model/sarif.js';

interface Rule {
  id: string;
  shortDescription?: { text: string };
  fullDescription?: { text: string };
  defaultConfiguration?: { level: string };
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  properties: { source: string; ref?: string };
  locations?: { physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number; startColumn?: number } } }[];
}
interface Log {
  version: string;
  $schema: string;
  runs: { tool: { driver: { name: string; version: string; rules: Rule[] } }; columnKind: string; results: Result[] }[];
}

function sarif(...args: Parameters<typeof toSarif>): { rules: Rule[]; results: Result[]; log: Log } {
  const log = JSON.parse(JSON.stringify(toSarif(...args))) as Log;
  const [run] = log.runs;
  if (!run) throw new Error('no run');
  return { rules: run.tool.driver.rules, results: run.results, log };
}

const CODES = Object.keys(FINDING_CODES) as Code[];

describe('a SARIF log', () => {
  test('states its version, its maker and how columns are counted', () => {
    const { log } = sarif([]);
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [{ columnKind: 'utf16CodeUnits', results: [], tool: { driver: { name: 'chora-catalog', rules: [] } } }],
    });
    expect(log.$schema).toContain('sarif-2.1.0');
  });

  test('has one rule for each code in use, and each result points at its own', () => {
    const codes = fc.array(fc.constantFrom(...CODES), { maxLength: 20 });
    fc.assert(
      fc.property(codes, (list) => {
        const { rules, results } = sarif(list.map((code) => finding(code, { source: 's', path: 'p.yaml', line: 1 })));
        expect(rules.map(({ id }) => id)).toEqual([...new Set(list)].sort());
        expect(results.map(({ ruleId }) => ruleId)).toEqual(list);
        for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
      }),
    );
  });

  test('carries the title and explanation of every code, and its level', () => {
    const levels = { error: 'error', warning: 'warning', info: 'note' };
    const { rules, results } = sarif(CODES.map((code) => finding(code, { source: 's' })));
    for (const [index, code] of CODES.entries()) {
      const { title, explanation, severity } = FINDING_CODES[code];
      const rule = rules.find(({ id }) => id === code);
      expect(rule).toMatchObject({
        shortDescription: { text: title },
        fullDescription: { text: explanation },
        defaultConfiguration: { level: levels[severity] },
      });
      expect(results[index]?.level).toBe(levels[severity]);
    }
  });

  test('gives a region where line and column are known, and none where they are not', () => {
    const { results } = sarif([
      finding('manifest/no-id', { source: 's', path: 'a.yaml', line: 3, column: 7 }),
      finding('manifest/no-id', { source: 's', path: 'a.yaml', line: 3 }),
      finding('manifest/no-id', { source: 's', path: 'a.yaml' }),
      finding('source/empty', { source: 's' }),
    ]);
    const regions = results.map(({ locations }) => locations?.[0]?.physicalLocation.region);
    expect(regions).toEqual([{ startLine: 3, startColumn: 7 }, { startLine: 3 }, undefined, undefined]);
    expect(results[3]?.locations).toBeUndefined();
  });

  test('tells the source and the tag, and the hint after the message', () => {
    const { results } = sarif([
      finding('manifest/no-id', { source: 'git.example.org/a/b', ref: 'refs/tags/v1', path: 'a.yaml' }, { field: 'id' }),
    ]);
    expect(results[0]?.properties).toEqual({ source: 'git.example.org/a/b', ref: 'refs/tags/v1' });
    expect(results[0]?.message.text).toMatch(/is missing\. Add an id/);
  });

  test.each([
    ['a b/c#d.yaml', 'a%20b/c%23d.yaml'],
    ['100%/x?.yaml', '100%25/x%3F.yaml'],
    ['größe/文.yaml', 'gr%C3%B6%C3%9Fe/%E6%96%87.yaml'],
    ['c:x/<y>.yaml', 'c%3Ax/%3Cy%3E.yaml'],
  ])('writes the path %s as a URI', (path, uri) => {
    const { results } = sarif([finding('manifest/no-id', { source: 's', path })]);
    expect(results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('makes of every path a relative URI that leads back to it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (parts) => {
        const path = parts.join('/');
        const { results } = sarif([finding('manifest/no-id', { source: 's', path })]);
        const uri = results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri ?? '';
        expect(uri).toMatch(/^[A-Za-z0-9\-._~!'()*%/]*$/);
        expect(decodeURIComponent(uri)).toBe(path);
      }),
    );
  });

  test('puts a finding where it is told to', () => {
    const { results } = sarif([finding('manifest/no-id', { source: 's', path: 'a.yaml' })], ({ path }) => `services/one/${path}`);
    expect(results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri).toBe('services/one/a.yaml');
  });
});
