import semver from 'semver';
import { canonicalJson } from '../model/canonical-json.js';
import { compareText } from '../model/compare-text.js';
import { type Finding, finding, type Place } from '../model/findings.js';
import type { Capability, Dependency } from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';
import { greatest, isEnough, type Step, stepBetween } from './bump.js';
import { type Change, change, type RuleId } from './change-rules.js';
import { contractChanges } from './contract-changes.js';
import { kindOf } from './matrix.js';
import { VersionReader } from './ranges.js';

/** What changed between two versions of a capability. */
export interface ChangeReport {
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Breaking ones first. */
  readonly changes: readonly Change[];
  /** The least step that the changes ask for; none when nothing changed. */
  readonly required: Step;
  /** The step that was made; null when it cannot be told. */
  readonly actual: Step | null;
  /** Whether it is far enough; null when it cannot be told. */
  readonly enough: boolean | null;
}

const LIFECYCLE = ['retired', 'plan', 'build', 'validate', 'release', 'operate'] as const;
const STABILITY = ['experimental', 'beta', 'stable'] as const;
/** Fields that consumers do not build on, or of which only the entries that came and went are judged. */
const DETAILS = [
  'title',
  'description',
  'owner',
  'contact',
  'kind',
  'domain',
  'part_of',
  'tags',
  'security_tier',
  'adr_links',
  'links',
  'documentation',
  'documents',
  'packages',
  'value_scenarios',
  'validation_status',
  'consumers',
  'claimed_signer',
  'ttl',
] as const satisfies readonly (keyof Capability)[];

/** Compares two versions of a capability and judges each difference. The second may have another id. */
export function compareCapabilities(old: Capability, next: Capability, reader = new VersionReader()): ChangeReport {
  const changes = [
    ...identityChanges(old, next),
    ...contractChanges(old, next),
    ...standingChanges(old, next),
    ...dependencyChanges(old.dependencies ?? [], next.dependencies ?? [], reader),
    ...declaredBreaks(old, next, reader),
    ...DETAILS.filter((field) => canonicalJson(old[field] ?? null) !== canonicalJson(next[field] ?? null)).map((field) =>
      change('details-changed', field, short(old[field]), short(next[field])),
    ),
  ].sort(compareChanges);
  const required = greatest(changes.map(({ requires }) => requires));
  const actual = stepBetween(old.version, next.version, reader);
  const enough = required === 'none' ? true : actual === null ? null : isEnough(actual, required);
  return { id: next.id, from: old.version, to: next.version, changes, required, actual, enough };
}

/** What the versions of a change report say about each other, as findings at the place of the new one. */
export function changeFindings({ id, from, to, changes, required, actual, enough }: ChangeReport, place: Place): Finding[] {
  if (enough === true) return [];
  const versions = { id, from: from ?? 'no version', to: to ?? 'no version' };
  if (enough === null) return [finding('compatibility/bump-not-comparable', place, { ...versions, required })];
  const breaking = changes.filter(({ effect }) => effect === 'breaking');
  if (breaking.length === 0)
    return [finding('compatibility/bump-too-small', place, { ...versions, required, actual: actual ?? '' })];
  return breaking.map(({ rule, at }) => finding('compatibility/breaking-without-major', place, { ...versions, rule, at }));
}

/** A breaking change without the step that tells of it; also where the versions cannot be compared. */
export function isSilentBreak({ changes, enough }: ChangeReport): boolean {
  return enough !== true && changes.some(({ effect }) => effect === 'breaking');
}

const EFFECTS: Readonly<Record<Change['effect'], number>> = { breaking: 0, additive: 1, neutral: 2 };
function compareChanges(a: Change, b: Change): number {
  return EFFECTS[a.effect] - EFFECTS[b.effect] || compareText(a.rule, b.rule) || compareText(a.at, b.at);
}

function identityChanges(old: Capability, next: Capability): Change[] {
  const before = new Map((old.aliases ?? []).map((alias) => [alias.id, alias]));
  const after = new Map((next.aliases ?? []).map((alias) => [alias.id, alias]));
  const renamed = old.id !== next.id;
  return [
    ...(renamed ? [change(after.has(old.id) ? 'id-changed-with-alias' : 'id-changed', 'id', old.id, next.id)] : []),
    ...[...before.keys()]
      .filter((id) => !after.has(id) && id !== next.id)
      .map((id) => change('alias-removed', `aliases.${id}`, id)),
    ...[...after.keys()]
      .filter((id) => !before.has(id) && id !== old.id)
      .map((id) => change('alias-added', `aliases.${id}`, undefined, id)),
    ...[...after].flatMap(([id, { sunset }]) => sunsetChange(`aliases.${id}.sunset`, before.get(id)?.sunset, sunset)),
  ];
}

function standingChanges(old: Capability, next: Capability): Change[] {
  const rank = (list: readonly (string | null | undefined)[], word: string | null | undefined) => list.indexOf(word);
  const changes: Change[] = [];
  const stage = rank(LIFECYCLE, next.lifecycle_stage) - rank(LIFECYCLE, old.lifecycle_stage);
  if (stage !== 0) {
    const rule = next.lifecycle_stage === null || stage < 0 ? 'lifecycle-lowered' : 'lifecycle-raised';
    changes.push(change(rule, 'lifecycle_stage', old.lifecycle_stage, next.lifecycle_stage));
  }
  const isDeprecated = next.stability === 'deprecated' || next.deprecation !== undefined;
  const wasDeprecated = old.stability === 'deprecated' || old.deprecation !== undefined;
  if (isDeprecated && !wasDeprecated) changes.push(change('deprecated', 'deprecation', old.stability, short(next.deprecation)));
  if (wasDeprecated && !isDeprecated) changes.push(change('stability-raised', 'deprecation', short(old.deprecation)));
  const stability = rank(STABILITY, next.stability) - rank(STABILITY, old.stability);
  // To and from `deprecated` is told as such.
  if (stability !== 0 && next.stability !== 'deprecated' && old.stability !== 'deprecated') {
    changes.push(change(stability < 0 ? 'stability-lowered' : 'stability-raised', 'stability', old.stability, next.stability));
  }
  return [...changes, ...sunsetChange('deprecation.sunset', old.deprecation?.sunset, next.deprecation?.sunset)];
}

/** Days compare as text; the first ten characters are the day. */
function sunsetChange(at: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === undefined || before === after) return [];
  const earlier = after !== undefined && after.slice(0, 10) < before.slice(0, 10);
  return [change(earlier ? 'sunset-brought-forward' : 'details-changed', at, before, after)];
}

function dependencyChanges(old: readonly Dependency[], next: readonly Dependency[], reader: VersionReader): Change[] {
  const before = new Map(old.map((each) => [statedRange(each).id, each]));
  const after = new Map(next.map((each) => [statedRange(each).id, each]));
  const ruleOf = (dependency: Dependency, rule: RuleId) => (isRequired(dependency) ? rule : 'other-dependency-changed');
  const gone = [...before]
    .filter(([id]) => !after.has(id))
    .map(([id, then]) => change(ruleOf(then, 'dependency-removed'), `dependencies.${id}`, statedRange(then).range ?? id));
  const rest = [...after].flatMap(([id, now]) => {
    const then = before.get(id);
    const at = `dependencies.${id}`;
    if (then === undefined) return [change(ruleOf(now, 'dependency-added'), at, undefined, statedRange(now).range ?? id)];
    const became = kindOf(then) !== kindOf(now);
    return [
      ...(became ? [change(kindRule(then, now), at, kindOf(then), kindOf(now))] : []),
      ...rangeChange(at, then, now, reader),
    ];
  });
  return [...gone, ...rest];
}

function isRequired(dependency: Dependency): boolean {
  return kindOf(dependency) === 'required';
}

function kindRule(then: Dependency, now: Dependency): RuleId {
  if (isRequired(now)) return 'dependency-became-required';
  return isRequired(then) ? 'dependency-became-optional' : 'other-dependency-changed';
}

function rangeChange(at: string, then: Dependency, now: Dependency, reader: VersionReader): Change[] {
  const before = statedRange(then).range;
  const after = statedRange(now).range;
  if (before === after) return [];
  const rule: RuleId = isRequired(then) && isRequired(now) ? rangeRule(before, after, reader) : 'other-dependency-changed';
  return [change(rule, `${at}.version`, before, after)];
}

function rangeRule(before: string | undefined, after: string | undefined, reader: VersionReader): RuleId {
  if (before === undefined || after === undefined) return 'dependency-range-changed';
  const left = reader.range(before);
  const right = reader.range(after);
  if (left === null || right === null) return 'dependency-range-not-comparable';
  return semver.intersects(left, right) ? 'dependency-range-changed' : 'dependency-range-disjoint';
}

function declaredBreaks(old: Capability, next: Capability, reader: VersionReader): Change[] {
  const before = old.compatibility?.breaks_compatibility_with ?? [];
  const declared = next.compatibility?.breaks_compatibility_with?.filter((range) => !before.includes(range)) ?? [];
  return declared
    .filter((range) => reader.accepts(range, old.version) === true)
    .map((range) => change('break-declared', 'compatibility.breaks_compatibility_with', old.version, range));
}

/** A value on one line, for people; cut where it is long. */
function short(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return text.length > 120 ? `${text.slice(0, 119).toWellFormed()}…` : text;
}
