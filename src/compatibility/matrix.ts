import { compareText } from '../model/compare-text.js';
import type { Dependency, DependencyRow, Entry, QuarantinedManifest } from '../model/generated/types.js';
import { statedRange } from '../model/version-range.js';
import { type AliasTarget, indexProviders, type Provider, type Providers } from './providers.js';
import { VersionReader } from './ranges.js';
import { type Resolution, resolve } from './resolve.js';
import { suggester } from './suggestions.js';

export type Kind = DependencyRow['kind'];
export const KINDS = ['required', 'optional', 'development'] as const satisfies readonly Kind[];

/** One dependency of one version of a consumer, and its answer. */
export interface Edge {
  readonly dependency: Dependency;
  readonly kind: Kind;
  readonly provider: Provider;
  /** The older name that it used. */
  readonly alias?: AliasTarget;
  readonly resolution: Resolution;
}

/** One version of a consumer with all that it depends on. */
export interface Row {
  readonly entry: Entry;
  readonly edges: readonly Edge[];
}

export interface Matrix {
  readonly reader: VersionReader;
  readonly providers: Providers;
  /** Every id that is described or asked for, missing ones among them, by id. */
  readonly all: readonly Provider[];
  /** In the order of the entries. */
  readonly rows: readonly Row[];
  /** Every range asked of a provider, with its answer; in the order of their texts, none first. */
  readonly asked: ReadonlyMap<Provider, readonly Resolution[]>;
}

/** What a dependency is needed for: development, when its scope says so, and optional, when it says so itself. */
export function kindOf({ optional, scope }: Dependency): Kind {
  if (scope !== undefined && /^(dev|development|test|testing|build|ci)$/i.test(scope)) return 'development';
  return optional === true ? 'optional' : 'required';
}

/**
 * The matrix of all entries: every version of every consumer, each of its dependencies, every version of what it depends on.
 * Dependencies that ask the same range of the same provider share one answer, so that it costs little more than looking it up.
 */
export function buildMatrix(entries: readonly Entry[], quarantined: readonly QuarantinedManifest[] = []): Matrix {
  const reader = new VersionReader();
  const providers = indexProviders(entries, quarantined, reader);
  const desk = new Desk(providers, reader);
  const rows = entries.map(
    (entry): Row => ({ entry, edges: (entry.capability.dependencies ?? []).map((each) => desk.edge(each)) }),
  );
  const asked = desk.answers();
  const all = [...asked.keys(), ...[...providers.byId.values()].filter((provider) => !asked.has(provider))];
  return { reader, providers, all: all.sort((a, b) => compareText(a.id, b.id)), rows, asked };
}

/** Answers dependencies, each distinct question once. */
class Desk {
  private readonly missing = new Map<string, Provider>();
  private readonly answered = new Map<Provider, Map<string | undefined, Resolution>>();
  private suggest: ((id: string) => string[]) | null = null;

  constructor(
    private readonly providers: Providers,
    private readonly reader: VersionReader,
  ) {}

  edge(dependency: Dependency): Edge {
    const { id, range } = statedRange(dependency);
    const found = this.find(id);
    return { dependency, kind: kindOf(dependency), ...found, resolution: this.answer(found.provider, range) };
  }

  answers(): Map<Provider, Resolution[]> {
    const byRange = (a: Resolution, b: Resolution) =>
      Number(a.range !== undefined) - Number(b.range !== undefined) || compareText(a.range ?? '', b.range ?? '');
    return new Map([...this.answered].map(([provider, answers]) => [provider, [...answers.values()].sort(byRange)]));
  }

  /** What has the id itself comes before what had it once. */
  private find(id: string): { provider: Provider; alias?: AliasTarget } {
    const own = this.providers.byId.get(id);
    if (own?.standing === 'known') return { provider: own };
    const alias = this.providers.aliases.get(id);
    if (alias !== undefined) return { provider: alias.target, alias };
    if (own !== undefined) return { provider: own };
    let provider = this.missing.get(id);
    if (provider === undefined) {
      provider = { id, standing: 'missing', versions: [] };
      this.missing.set(id, provider);
    }
    return { provider };
  }

  private answer(provider: Provider, range: string | undefined): Resolution {
    let answers = this.answered.get(provider);
    if (answers === undefined) {
      answers = new Map();
      this.answered.set(provider, answers);
    }
    let answer = answers.get(range);
    if (answer === undefined) {
      answer = resolve(provider, range, this.reader);
      if (answer.verdict === 'missing') answer = { ...answer, ...this.suggestions(provider, answers) };
      answers.set(range, answer);
    }
    return answer;
  }

  private suggestions(provider: Provider, answers: ReadonlyMap<unknown, Resolution>): Pick<Resolution, 'suggestions'> {
    const [before] = answers.values();
    if (before !== undefined) return before.suggestions === undefined ? {} : { suggestions: before.suggestions };
    this.suggest ??= suggester(
      [...this.providers.byId.values()].flatMap(({ id, standing }) => (standing === 'known' ? [id] : [])),
    );
    const suggestions = this.suggest(provider.id);
    return suggestions.length === 0 ? {} : { suggestions };
  }
}
