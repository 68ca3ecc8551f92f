import { explain } from '../../../compatibility/explain.js';
import { type VerdictAt, verdictAt } from '../../../compatibility/verdict-at.js';
import { waiversAt } from '../../../compatibility/waivers.js';
import { domainOf } from '../../../model/domain.js';
import type {
  AppliedWaiver,
  CapabilitiesDocument,
  CompatibilityDocument,
  MatrixCapability,
} from '../../../model/generated/types.js';
import { type Dependency, dependenciesOf, reasonedOf } from '../../matrix/dependencies.js';
import { prose } from '../../text.js';

/** A capability as one side of a dependency. */
export interface Side {
  readonly id: string;
  readonly standing: MatrixCapability['standing'];
  readonly owner: string | null;
  readonly domain: string;
  /** Its page is named so; absent where it has none. */
  readonly file: string | undefined;
  readonly version: string | null;
  /** Its place in the order in which all can be started; what is not known stands last. */
  readonly start: number;
}

/** A dependency with its verdict at the time of the visitor. */
export interface Judged {
  readonly dependency: Dependency;
  readonly consumer: Side;
  readonly provider: Side;
  readonly at: VerdictAt;
  /** The waiver that makes it `waived`. */
  readonly waiver: AppliedWaiver | undefined;
}

/** Every dependency of the matrix, judged at `now`. */
export function judge(matrix: CompatibilityDocument, { capabilities }: CapabilitiesDocument, now: Date): Judged[] {
  const summaries = new Map(capabilities.map((summary) => [summary.id, summary]));
  const starts = new Map(matrix.start_order.map((place, order) => [matrix.capabilities[place]?.id, order]));
  const { holding } = waiversAt(matrix.waivers, now);
  const sides = new Map(
    matrix.capabilities.map((capability): [MatrixCapability, Side] => {
      const { id, standing, current, versions } = capability;
      const summary = summaries.get(id);
      return [
        capability,
        {
          id,
          standing,
          owner: summary?.owner ?? null,
          domain: summary?.domain ?? domainOf({ id }),
          file: summary?.file,
          version: current === undefined ? null : (versions[current] ?? null),
          start: starts.get(id) ?? Number.MAX_SAFE_INTEGER,
        },
      ];
    }),
  );
  const judged: Judged[] = [];
  for (const dependency of dependenciesOf(matrix)) {
    const consumer = sides.get(dependency.consumer);
    const provider = sides.get(dependency.provider);
    if (consumer === undefined || provider === undefined) continue;
    const { asked, alias } = dependency;
    const parties = { capability: provider.id, consumer: consumer.id, ...(alias === undefined ? {} : { alias: alias.id }) };
    const row = { ...asked, ...(alias?.sunset === undefined ? {} : { alias_sunset: alias.sunset }) };
    const at = verdictAt(row, parties, holding, now);
    const waiver = at.waiver && holding.find(({ decision }) => decision === at.waiver?.decision);
    judged.push({ dependency, consumer, provider, at, waiver });
  }
  return judged;
}

/** Why it is what it is now, in one sentence. */
export function whyOf({ dependency, at: { reason } }: Judged): string {
  const gone = reason === 'alias-gone' ? { sunset: dependency.alias?.sunset } : {};
  return prose(explain({ ...reasonedOf(dependency), reason, ...gone }));
}
