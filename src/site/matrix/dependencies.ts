import type { Asked, CompatibilityDocument, MatrixCapability } from '../../model/generated/types.js';
import type { Kind } from './verdicts.js';

/** One dependency of some versions of a consumer, taken out of the matrix. */
export interface Dependency {
  readonly consumer: MatrixCapability;
  /** Those that declare it. */
  readonly versions: readonly (string | null)[];
  /** Whether the current version is one of them. */
  readonly current: boolean;
  readonly provider: MatrixCapability;
  readonly asked: Asked;
  readonly kind: Kind;
  /** The older name that it uses. */
  readonly alias?: CompatibilityDocument['aliases'][number];
}

/** Every dependency of the matrix, consumer by consumer. What points nowhere, as in a copy of half a catalog, is left out. */
export function* dependenciesOf({ capabilities, kinds, aliases }: CompatibilityDocument): Generator<Dependency> {
  for (const consumer of capabilities) {
    for (const { versions, edges } of consumer.needs) {
      const of = versionsAt(consumer, versions);
      const current = consumer.current !== undefined && versions.includes(consumer.current);
      for (const [place = -1, question = -1, kindPlace = -1, aliasPlace = -1] of edges) {
        const provider = capabilities[place];
        const asked = provider?.asked[question];
        const kind = kinds[kindPlace];
        const alias = aliases[aliasPlace];
        if (provider === undefined || asked === undefined || kind === undefined) continue;
        yield { consumer, versions: of, current, provider, asked, kind, ...(alias === undefined ? {} : { alias }) };
      }
    }
  }
}

/** What a sentence about a verdict is made of; rows of the documents have it, too. */
export interface Reasoned {
  readonly reason: Asked['reason'] | 'alias-gone';
  readonly range?: string | undefined;
  readonly satisfied_by?: readonly (string | null)[] | undefined;
  readonly nearest?: readonly (string | null)[] | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly sunset?: string | undefined;
}

/** Why a verdict is what it is, in one sentence. Whoever puts a page together brings it along. */
export type Explain = (row: Reasoned) => string;

/** The answer to a dependency with versions in the place of their numbers. */
export function reasonedOf({ provider, asked }: Pick<Dependency, 'provider' | 'asked'>): Reasoned {
  const { reason, range, versions = [], nearest = [], suggestions, sunset } = asked;
  return {
    reason,
    range,
    satisfied_by: versionsAt(provider, versions),
    nearest: versionsAt(provider, nearest),
    suggestions,
    sunset,
  };
}

export function versionsAt({ versions }: MatrixCapability, places: readonly number[]): (string | null)[] {
  return places.map((place) => versions[place] ?? null);
}
