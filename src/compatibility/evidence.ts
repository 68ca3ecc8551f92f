import { statedRange } from '../model/version-range.js';
import type { Matrix } from './matrix.js';
import type { Provider } from './providers.js';
import type { VersionReader } from './ranges.js';

/**
 * Who was tested with whom, as the manifests of providers say in `compatibility.tested_consumers` (`id`, `id@version` or `id@range`).
 * Evidence is shown beside what is declared; no verdict is made of it.
 */
export class Evidence {
  private readonly known = new Map<Provider, ReadonlyMap<string, readonly Tested[]>>();

  constructor(private readonly matrix: Pick<Matrix, 'providers' | 'reader'>) {}

  /** Versions of the provider, newest first, that say they were tested with one of these versions of the consumer. */
  testedWith(provider: Provider, consumer: string, versions: readonly (string | null)[]): (string | null)[] {
    let tested = this.known.get(provider);
    if (tested === undefined) {
      tested = this.readTested(provider);
      this.known.set(provider, tested);
    }
    const statements = tested.get(consumer) ?? [];
    const said = statements.filter(({ range }) => versions.some((version) => covers(range, version, this.matrix.reader)));
    return [...new Set(said.map(({ by }) => by))];
  }

  private readTested({ versions }: Provider): Map<string, Tested[]> {
    const statements = versions.flatMap(({ version, entry }) =>
      (entry?.capability.compatibility?.tested_consumers ?? []).map((text) => ({ by: version, ...this.consumer(text) })),
    );
    return Map.groupBy(statements, ({ id }) => id);
  }

  /** A consumer may be named as it was called once. */
  private consumer(text: string): { id: string; range: string | undefined } {
    const { providers } = this.matrix;
    const stated = statedRange({ id: text });
    if (providers.byId.get(stated.id)?.standing === 'known') return stated;
    return { ...stated, id: providers.aliases.get(stated.id)?.target.id ?? stated.id };
  }
}

interface Tested {
  /** The version of the provider that says so. */
  readonly by: string | null;
  readonly id: string;
  /** Of the consumer's versions; undefined: not said which. */
  readonly range: string | undefined;
}

function covers(range: string | undefined, version: string | null, reader: VersionReader): boolean {
  return range === undefined || reader.accepts(range, version) === true;
}
