import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stepBetween } from '../../src/compatibility/bump.js';
import { CHANGE_RULES, type RuleId } from '../../src/compatibility/change-rules.js';
import { changeFindings, compareCapabilities } from '../../src/compatibility/changes.js';
import { VersionReader } from '../../src/compatibility/ranges.js';
import type { Capability } from '../../src/model/generated/types.js';
import { capability } from './ecosystem.js';

type Fields = Partial<Capability>;
const PLACE = { source: 'git.example.org/quay/one', path: 'capability.yaml' };

/** One case for every rule that two versions of one capability can meet: what was there, what is there, and where it is told. */
const CASES: readonly (readonly [RuleId, Fields, Fields, string])[] = [
  ['id-changed', {}, { id: 'kitchen.pot.boil' }, 'id'],
  ['id-changed-with-alias', {}, { id: 'kitchen.pot.boil', aliases: [{ id: 'kitchen.kettle.boil' }] }, 'id'],
  ['alias-removed', { aliases: [{ id: 'SAP-1' }] }, {}, 'aliases.SAP-1'],
  ['alias-added', {}, { aliases: [{ id: 'SAP-1' }] }, 'aliases.SAP-1'],
  ['output-removed', { outputs: [{ name: 'water' }] }, {}, 'outputs.water'],
  [
    'output-renamed',
    { outputs: [{ name: 'water', type: 'liquid' }] },
    { outputs: [{ name: 'hot_water', type: 'liquid' }] },
    'outputs.water',
  ],
  [
    'output-type-changed',
    { outputs: [{ name: 'water', type: 'liquid' }] },
    { outputs: [{ name: 'water', type: 'steam' }] },
    'outputs.water.type',
  ],
  [
    'output-type-changed',
    { outputs: [{ name: 'water', type: 'liquid' }] },
    { outputs: [{ name: 'water' }] },
    'outputs.water.type',
  ],
  ['output-added', {}, { outputs: [{ name: 'steam' }] }, 'outputs.steam'],
  ['input-removed', { inputs: [{ name: 'litres' }] }, {}, 'inputs.litres'],
  [
    'input-renamed',
    { inputs: [{ name: 'litres', type: 'number' }] },
    { inputs: [{ name: 'volume', type: 'number' }] },
    'inputs.litres',
  ],
  [
    'input-type-changed',
    { inputs: [{ name: 'litres', type: 'number' }] },
    { inputs: [{ name: 'litres', type: 'string' }] },
    'inputs.litres.type',
  ],
  ['required-input-added', {}, { inputs: [{ name: 'litres' }] }, 'inputs.litres'],
  ['required-input-added', {}, { inputs: [{ name: 'litres', required: true }] }, 'inputs.litres'],
  ['optional-input-added', {}, { inputs: [{ name: 'litres', required: false }] }, 'inputs.litres'],
  [
    'input-became-required',
    { inputs: [{ name: 'litres', required: false }] },
    { inputs: [{ name: 'litres' }] },
    'inputs.litres.required',
  ],
  [
    'input-became-optional',
    { inputs: [{ name: 'litres' }] },
    { inputs: [{ name: 'litres', required: false }] },
    'inputs.litres.required',
  ],
  ['type-stated', { inputs: [{ name: 'litres' }] }, { inputs: [{ name: 'litres', type: 'number' }] }, 'inputs.litres.type'],
  ['interface-removed', { interfaces: [{ kind: 'cli', command: 'boil' }] }, {}, 'interfaces.cli'],
  [
    'interface-changed',
    { interfaces: [{ kind: 'rest', name: 'http', endpoint: '/v1/boil' }] },
    { interfaces: [{ kind: 'rest', name: 'http', endpoint: '/v2/boil' }] },
    'interfaces.rest.http',
  ],
  ['interface-added', {}, { interfaces: [{ kind: 'cli', command: 'boil' }] }, 'interfaces.cli'],
  ['behavior-removed', { behaviors: [{ id: 'boils' }] }, {}, 'behaviors.boils'],
  ['behavior-added', {}, { behaviors: [{ id: 'boils' }] }, 'behaviors.boils'],
  ['signal-removed', { signals: [{ id: 'SIG.kitchen.kettle.hot' }] }, {}, 'signals.SIG.kitchen.kettle.hot'],
  ['signal-added', {}, { signals: [{ id: 'SIG.kitchen.kettle.hot' }] }, 'signals.SIG.kitchen.kettle.hot'],
  ['secret-added', {}, { secrets_required: ['TOKEN'] }, 'secrets_required.TOKEN'],
  ['lifecycle-lowered', {}, { lifecycle_stage: 'validate' }, 'lifecycle_stage'],
  ['lifecycle-lowered', {}, { lifecycle_stage: 'retired' }, 'lifecycle_stage'],
  ['lifecycle-raised', { lifecycle_stage: 'build' }, {}, 'lifecycle_stage'],
  ['stability-lowered', { stability: 'stable' }, { stability: 'beta' }, 'stability'],
  ['stability-lowered', { stability: 'beta' }, {}, 'stability'],
  ['stability-raised', { stability: 'beta' }, { stability: 'stable' }, 'stability'],
  ['stability-raised', { stability: 'deprecated' }, { stability: 'stable' }, 'deprecation'],
  ['deprecated', { stability: 'stable' }, { stability: 'deprecated' }, 'deprecation'],
  ['deprecated', {}, { deprecation: { sunset: '2026-12-31' } }, 'deprecation'],
  [
    'sunset-brought-forward',
    { deprecation: { sunset: '2026-12-31' } },
    { deprecation: { sunset: '2026-06-30' } },
    'deprecation.sunset',
  ],
  [
    'sunset-brought-forward',
    { aliases: [{ id: 'SAP-1', sunset: '2026-12-31' }] },
    { aliases: [{ id: 'SAP-1', sunset: '2026-06-30' }] },
    'aliases.SAP-1.sunset',
  ],
  ['dependency-added', {}, { dependencies: [{ id: 'tap.water.run', version: '^1.0.0' }] }, 'dependencies.tap.water.run'],
  [
    'dependency-became-required',
    { dependencies: [{ id: 'tap.water.run', optional: true }] },
    { dependencies: [{ id: 'tap.water.run' }] },
    'dependencies.tap.water.run',
  ],
  [
    'dependency-range-disjoint',
    { dependencies: [{ id: 'tap.water.run', version: '^1.0.0' }] },
    { dependencies: [{ id: 'tap.water.run', version: '^2.0.0' }] },
    'dependencies.tap.water.run.version',
  ],
  [
    'dependency-range-not-comparable',
    { dependencies: [{ id: 'tap.water.run', version: '^1.0.0' }] },
    { dependencies: [{ id: 'tap.water.run', version: 'newest' }] },
    'dependencies.tap.water.run.version',
  ],
  [
    'dependency-range-changed',
    { dependencies: [{ id: 'tap.water.run', version: '^1.0.0' }] },
    { dependencies: [{ id: 'tap.water.run', version: '^1.2.0' }] },
    'dependencies.tap.water.run.version',
  ],
  [
    'other-dependency-changed',
    { dependencies: [{ id: 'tap.water.run', version: '^1.0.0', scope: 'dev' }] },
    { dependencies: [{ id: 'tap.water.run', version: '^2.0.0', scope: 'dev' }] },
    'dependencies.tap.water.run.version',
  ],
  [
    'dependency-became-optional',
    { dependencies: [{ id: 'tap.water.run' }] },
    { dependencies: [{ id: 'tap.water.run', optional: true }] },
    'dependencies.tap.water.run',
  ],
  [
    'other-dependency-changed',
    { dependencies: [{ id: 'tap.water.run', optional: true }] },
    { dependencies: [{ id: 'tap.water.run', scope: 'dev' }] },
    'dependencies.tap.water.run',
  ],
  ['other-dependency-changed', {}, { dependencies: [{ id: 'tap.water.run', optional: true }] }, 'dependencies.tap.water.run'],
  ['dependency-removed', { dependencies: [{ id: 'tap.water.run' }] }, {}, 'dependencies.tap.water.run'],
  ['break-declared', {}, { compatibility: { breaks_compatibility_with: ['1.x'] } }, 'compatibility.breaks_compatibility_with'],
  ['details-changed', { title: 'Kettle' }, { title: 'A kettle' }, 'title'],
];

function compare(old: Fields, next: Fields, from = '1.4.0', to = '2.0.0') {
  return compareCapabilities(capability('kitchen.kettle.boil', from, old), capability('kitchen.kettle.boil', to, next));
}

describe('the rule', () => {
  test.each(CASES)('%s: %j → %j', (rule, old, next, at) => {
    const { effect } = CHANGE_RULES[rule];
    const report = compare(old, next);
    expect(report.changes).toContainEqual(expect.objectContaining({ rule, at, effect }));
    expect(report.changes).toHaveLength(1);
    expect(report.required).toBe({ breaking: 'major', additive: 'minor', neutral: 'patch' }[effect]);
  });

  test('has a case, each of them', () => {
    const told = new Set<string>(CASES.map(([rule]) => rule));
    expect(Object.keys(CHANGE_RULES).filter((rule) => !told.has(rule))).toEqual([]);
  });
});

test('what did not change is no change, and what changed has a rule: nothing is overlooked', () => {
  for (const [, old, next] of CASES) {
    expect(compare(old, old).changes).toEqual([]);
    expect(compare(next, next)).toMatchObject({ required: 'none', enough: true });
  }
});

test('breaking changes come first, and the greatest decides', () => {
  const report = compare(
    { title: 'a', outputs: [{ name: 'water' }] },
    { title: 'b', outputs: [{ name: 'steam' }] },
    '1.4.0',
    '1.5.0',
  );
  expect(report.changes.map(({ rule }) => rule)).toEqual(['output-removed', 'output-added', 'details-changed']);
  expect(report).toMatchObject({ required: 'major', actual: 'minor', enough: false });
});

test('two that go and two that come under the same type are not guessed at', () => {
  const before = { outputs: ['a', 'b'].map((name) => ({ name, type: 't' })) };
  const after = { outputs: ['c', 'd'].map((name) => ({ name, type: 't' })) };
  expect(compare(before, after).changes.map(({ rule }) => rule)).toEqual([
    'output-removed',
    'output-removed',
    'output-added',
    'output-added',
  ]);
});

describe('the step between versions', () => {
  test.each([
    ['1.4.0', '2.0.0', 'major'],
    ['1.4.0', '1.5.0', 'minor'],
    ['1.4.0', '1.4.1', 'patch'],
    ['1.4.0', '1.4.0', 'none'],
    ['1.4.0', '1.3.9', 'none'],
    ['1.4.0', '1.4.0+build', 'none'],
    ['1.4.0', '2.0.0-rc.1', 'major'],
    ['1.4.0', '1.5.0-rc.1', 'minor'],
    ['0.4.0', '0.5.0', 'major'],
    ['0.4.0', '0.4.1', 'minor'],
    ['0.0.4', '0.0.5', 'major'],
    ['1.0.0-rc.1', '1.0.0-rc.2', 'major'],
    ['1.0.0-rc.1', '1.0.0', 'major'],
    ['1.4.0', 'spring', null],
    [null, '1.0.0', null],
  ])('%s → %s is %s', (from, to, step) => expect(stepBetween(from, to, new VersionReader())).toBe(step));
});

describe('findings', () => {
  const breaks = { outputs: [{ name: 'water' }] };

  test('compatibility/breaking-without-major: one for each change, naming its rule', () => {
    const findings = changeFindings(compare(breaks, {}, '1.4.0', '1.5.0'), PLACE);
    expect(findings).toEqual([expect.objectContaining({ code: 'compatibility/breaking-without-major', severity: 'error' })]);
    expect(findings[0]?.message).toBe(
      '“kitchen.kettle.boil” “1.4.0” → “1.5.0” breaks what was promised: “output-removed” at “outputs.water”.',
    );
    expect(changeFindings(compare(breaks, {}, '1.4.0', '2.0.0'), PLACE)).toEqual([]);
    expect(changeFindings(compare(breaks, {}, '0.4.0', '0.5.0'), PLACE)).toEqual([]);
  });

  test('compatibility/bump-too-small: more was added than the number tells', () => {
    const findings = changeFindings(compare({}, breaks, '1.4.0', '1.4.1'), PLACE);
    expect(findings).toEqual([expect.objectContaining({ code: 'compatibility/bump-too-small', severity: 'warning' })]);
    expect(changeFindings(compare({}, breaks, '1.4.0', '1.5.0'), PLACE)).toEqual([]);
  });

  test('compatibility/bump-not-comparable: versions that are not SemVer', () => {
    expect(changeFindings(compare(breaks, {}, 'spring', 'autumn'), PLACE)).toEqual([
      expect.objectContaining({ code: 'compatibility/bump-not-comparable', severity: 'warning' }),
    ]);
    expect(changeFindings(compare(breaks, breaks, 'spring', 'autumn'), PLACE)).toEqual([]);
  });
});

test('any two capabilities can be compared, and the same ones do not differ', () => {
  const texts = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), type: fc.constantFrom('t', 'u') }), { maxLength: 4 });
  const any = fc.record({
    inputs: texts,
    outputs: texts,
    dependencies: fc.array(fc.record({ id: fc.constantFrom('a', 'b'), version: fc.string({ maxLength: 20 }) }), { maxLength: 3 }),
    stability: fc.constantFrom('experimental' as const, 'beta' as const, 'stable' as const, 'deprecated' as const),
  });
  fc.assert(
    fc.property(any, any, (old, next) => {
      expect(compare(old, old).changes).toEqual([]);
      const { changes, required } = compare(old, next);
      expect(required === 'none').toBe(changes.length === 0);
    }),
  );
});
