import type { Capability, CapabilityCompatibility, Dependency } from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';
import { isFree, isReplacement } from './gate-baseline.js';
import { refusal } from './gate-items.js';
import type { GateContext, GateItem, GateNote, GateRule, Party, WaiverRequest } from './gate-types.js';
import { kindOf } from './matrix.js';
import { endingOf, type Provider, type Version } from './providers.js';
import { type Resolution, resolve } from './resolve.js';
import { suggester } from './suggestions.js';
import { isPast } from './verdict-at.js';

/** Whether what a candidate depends on is there: in the catalog, or released together with it. */
export function checkDependencies(candidate: Capability, baseline: Capability | null, context: GateContext): GateItem[] {
  const previous = baseline?.version ?? null;
  return (candidate.dependencies ?? []).flatMap((dependency) => checkDependency(candidate, previous, dependency, context));
}

function checkDependency(
  { id: consumer, version }: Capability,
  previous: string | null,
  dependency: Dependency,
  context: GateContext,
): GateItem[] {
  const { id, range } = statedRange(dependency);
  const { provider, document } = providerOf(id, range, context);
  const answer = resolve(provider, range, context.reader);
  const item = { capability: consumer, version, previous, party: partyOf(dependency, provider, document, range) };
  const note = (rule: GateNote): GateItem => ({ ...item, outcome: 'noted', rule });
  const refuse = (rule: GateRule, verdict: WaiverRequest['verdict'] | null, near: readonly string[] = []) => {
    const waivable = verdict === null ? null : { capability: provider.id, consumer, verdict };
    return refusal({ ...item, rule, ...(near.length === 0 ? {} : { near }) }, waivable, context);
  };
  switch (answer.verdict) {
    case 'compatible':
      return answer.reason === 'only-superseded' ? [note('dependency-superseded')] : [];
    case 'deprecated':
      return [note('dependency-deprecated')];
    case 'unknown':
      return [note('dependency-unknown')];
    case 'incompatible':
      return [refuse('dependency-incompatible', 'incompatible', nearestOf(answer))];
    case 'missing':
      return [refuse('dependency-missing', 'missing', suggestionsOf(provider.id, document, context))];
    case 'untrusted':
      return [refuse('dependency-untrusted', null)];
  }
}

type Found = { readonly provider: Provider; readonly document: CapabilityCompatibility | null };

function providerOf(id: string, range: string | undefined, context: GateContext): Found {
  const { documents, byId, now } = context;
  const own = documents.get(id) ?? null;
  const renamed = own?.standing === 'known' ? undefined : own?.renamed_to;
  const target = renamed === undefined || isPast(renamed.sunset, now) ? id : renamed.id;
  // A candidate may bring the older name with it.
  const named = () => context.candidates.find(({ aliases }) => aliases?.some((alias) => alias.id === id));
  const taken = byId.get(target) ?? (isFree(id, context) ? named() : undefined);
  const document = target === id ? own : (documents.get(target) ?? null);
  const gone = new Set(context.removed);
  const versions: Version[] = gone.has(target) ? [] : [...(document?.versions ?? [])];
  if (taken === undefined) {
    const left = gone.has(target) || document === null || document.standing === 'alias' ? 'missing' : document.standing;
    return { document, provider: { id: target, standing: left, versions } };
  }
  const candidate: Version = { version: taken.version, status: 'current', ...endingOf(taken) };
  // A dependency that the current version satisfies must be satisfied by what takes its place. One that only earlier versions
  // satisfy is as well off with them as it was.
  const replaces = isReplacement(taken, context);
  const current = versions.find(({ status }) => status === 'current');
  const held = range !== undefined && current !== undefined && context.reader.accepts(range, current.version) !== false;
  const others = versions
    .filter(({ version }) => version !== taken.version && !(replaces && held))
    .map((version): Version => (replaces && version.status === 'current' ? { ...version, status: 'superseded' } : version));
  return { document, provider: { id: taken.id, standing: 'known', versions: [candidate, ...others] } };
}

function partyOf(
  dependency: Dependency,
  { id, versions }: Provider,
  document: CapabilityCompatibility | null,
  range: string | undefined,
): Party {
  return {
    id,
    versions: versions.filter(({ status }) => status !== 'untrusted').map(({ version }) => version),
    kind: kindOf(dependency),
    ...(document?.owner === undefined ? {} : { owner: document.owner }),
    ...(document?.contact === undefined ? {} : { contact: document.contact }),
    ...(range === undefined ? {} : { range }),
  };
}

function nearestOf({ nearest }: Resolution): string[] {
  return nearest.flatMap(({ version }) => version ?? []);
}

/** The catalog has looked for what may be meant where somebody else makes the same mistake. */
function suggestionsOf(id: string, document: CapabilityCompatibility | null, { ids }: GateContext): readonly string[] {
  const said = document?.dependents.find(({ suggestions }) => suggestions !== undefined)?.suggestions;
  return said ?? (ids === undefined ? [] : suggester(ids)(id));
}
