import type { Capability, DependentRow } from '../model/generated/types.js';
import { type ChangeReport, isSilentBreak } from './changes.js';
import { isFree, isReplacement } from './gate-baseline.js';
import { DEFAULT_WINDOW, partyOf, refusal } from './gate-items.js';
import type { GateContext, GateItem } from './gate-types.js';
import { isPast } from './verdict-at.js';

/** Whether everything that depends on a candidate, and held so far, holds with it. */
export function checkDependents(
  candidate: Capability,
  baseline: Capability | null,
  report: ChangeReport | null,
  context: GateContext,
): GateItem[] {
  const replaces = isReplacement(candidate, context);
  return dependentsOf(candidate, context).flatMap((row) => {
    const item = {
      capability: candidate.id,
      version: candidate.version,
      previous: baseline?.version ?? null,
      party: partyOf(row),
      window: candidate.deprecation?.window ?? baseline?.deprecation?.window ?? DEFAULT_WINDOW,
    };
    const judged = replaces ? judge(row, candidate, baseline, report, context) : null;
    if (judged === null) return [];
    const { rule, verdict, changes } = judged;
    const whole = { ...item, rule, ...(changes.length === 0 ? {} : { changes }) };
    if (rule === 'dependent-unknown' || rule === 'dependent-broken-before') return [{ ...whole, outcome: 'noted' } as const];
    const waivable =
      verdict === null
        ? null
        : { capability: verdict === 'missing' ? (row.alias ?? candidate.id) : candidate.id, consumer: row.id, verdict };
    return [refusal(whole, waivable, context)];
  });
}

type Judged = {
  readonly rule: GateItem['rule'];
  /** What a waiver would have to waive; null: it cannot be waived. */
  readonly verdict: 'incompatible' | 'unknown' | 'deprecated' | 'missing' | null;
  readonly changes: NonNullable<GateItem['changes']>;
};

function judge(
  { range, alias, alias_sunset }: DependentRow,
  candidate: Capability,
  baseline: Capability | null,
  report: ChangeReport | null,
  { reader, now: at }: GateContext,
): Judged | null {
  if (isPast(alias_sunset, at)) return { rule: 'dependent-broken-before', verdict: null, changes: [] };
  const accepts = (version: string | null) => (range === undefined ? null : reader.accepts(range, version));
  const now = accepts(candidate.version);
  const before = baseline === null ? false : accepts(baseline.version);
  const breaking = report?.changes.filter(({ effect }) => effect === 'breaking') ?? [];
  if (alias !== undefined && alias !== candidate.id && !candidate.aliases?.some(({ id }) => id === alias)) {
    return {
      rule: 'dependent-uses-removed-alias',
      verdict: 'missing',
      changes: breaking.filter(({ rule }) => rule === 'alias-removed'),
    };
  }
  if (candidate.lifecycle_stage === 'retired' && before !== false) {
    return { rule: 'dependent-of-retired', verdict: 'deprecated', changes: breaking };
  }
  if (now === true) {
    // Whoever accepts the new major version has said so; a break that no number tells of comes unawares.
    const unawares = report !== null && isSilentBreak(report);
    return unawares ? { rule: 'dependent-meets-breaking-change', verdict: null, changes: breaking } : null;
  }
  if (now === null) {
    const meets = breaking.length > 0;
    return { rule: meets ? 'dependent-meets-breaking-change' : 'dependent-unknown', verdict: 'unknown', changes: breaking };
  }
  if (before !== true) return { rule: 'dependent-broken-before', verdict: null, changes: [] };
  return { rule: 'dependent-excludes-version', verdict: 'incompatible', changes: breaking };
}

/** Everything that depends on an id that was described and is no longer. */
export function checkRemoved(id: string, context: GateContext): GateItem[] {
  const { documents, published } = context;
  const [current] = published.get(id) ?? [];
  const taken = context.candidates.some(({ aliases }) => aliases?.some((alias) => alias.id === id));
  if (taken) return [];
  return rowsOf(id, context).map((row) =>
    refusal(
      {
        capability: id,
        version: null,
        previous: current?.version ?? documents.get(id)?.versions.find(({ status }) => status === 'current')?.version ?? null,
        rule: 'dependent-of-removed',
        party: partyOf(row),
        window: current?.deprecation?.window ?? DEFAULT_WINDOW,
      },
      { capability: id, consumer: row.id, verdict: 'missing' },
      context,
    ),
  );
}

/** Of the candidate's own id and of the older names that nothing else has any more. */
function dependentsOf(candidate: Capability, context: GateContext): DependentRow[] {
  const { documents } = context;
  const taken = (candidate.aliases ?? []).map(({ id }) => id).filter((id) => isFree(id, context));
  const renamed = documents.get(candidate.id)?.renamed_to?.id;
  // Who used this id as an older name of another capability will now find the candidate under it.
  const through = renamed === undefined ? [] : rowsOf(renamed, context).filter(({ alias }) => alias === candidate.id);
  return [...[candidate.id, ...taken].flatMap((id) => rowsOf(id, context)), ...through];
}

/** Current versions only; those that are released together with the candidate are checked as candidates themselves. */
function rowsOf(id: string, { documents, byId }: GateContext): DependentRow[] {
  return (documents.get(id)?.dependents ?? []).filter((row) => row.current && !byId.has(row.id) && row.id !== id);
}
