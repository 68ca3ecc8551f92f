import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { readDecisionLog, waiversOf } from '../compatibility/decision-log.js';
import { guardLog } from '../compatibility/guard-log.js';
import { PROBLEMS, waiverProblem } from '../compatibility/waivers.js';
import { canonicalJson } from '../model/canonical-json.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { readConfiguration } from '../model/configuration.js';
import { ChoraError } from '../model/errors.js';
import { type Finding, finding, OWN_SOURCE } from '../model/findings.js';
import type { AppliedWaiver, Waiver } from '../model/generated/types.js';
import { validateWaiver } from '../model/validators.js';
import type { OwnFiles } from './ops.js';

/** What the stewards of a catalog decided. */
export interface Stewardship {
  /** The decision log, as it is. */
  readonly log: string;
  /** In the order of the log: those that it grants and whose file is there. */
  readonly waivers: readonly AppliedWaiver[];
  readonly findings: readonly Finding[];
}

const WAIVER = { code: 'waiver/invalid', validate: validateWaiver, schema: 'waiver.schema.json' } as const;

/**
 * Reads the catalog's own files. A waiver holds where both its file and the line of the log that grants it are there: whoever takes
 * one of them away ends it. What is wrong with a file is a finding; what is wrong with the log stops the run.
 * @throws ChoraError `decisions/broken` for a log that is not valid, `decisions/rewritten` for one that does not extend `known`
 */
export function readStewardship({ decisions: log, waivers: files }: OwnFiles, known: string): Stewardship {
  guardLog(known, log);
  const granted = waiversOf(readDecisionLog(log).decisions);
  const byText = Map.groupBy(granted, ({ waiver }) => canonicalJson(waiver));
  const held = new Set<AppliedWaiver>();
  const findings: Finding[] = [];
  for (const { path, text } of files) {
    const place = { source: OWN_SOURCE, path };
    const waiver = readWaiver(text, path);
    if (waiver instanceof ChoraError) {
      findings.push(finding('compatibility/waiver-invalid', place, { detail: waiver.message }));
      continue;
    }
    const decisions = byText.get(canonicalJson(waiver)) ?? [];
    for (const each of decisions) held.add(each);
    const problem = waiverProblem(waiver);
    const reason =
      problem !== null ? PROBLEMS[problem] : decisions.length === 0 ? 'no line of the decision log grants it' : undefined;
    if (reason !== undefined) {
      const { capability, consumer } = waiver;
      findings.push(finding('compatibility/waiver-refused', place, { capability, consumer, reason }));
    }
  }
  return { log, waivers: granted.filter((each) => held.has(each)), findings };
}

/** The waiver in a file, or what is wrong with it. */
export function readWaiver(text: string, path: string): Waiver | ChoraError {
  try {
    return readConfiguration<Waiver>(text, path, WAIVER).value;
  } catch (error) {
    if (error instanceof ChoraError) return error;
    throw error;
  }
}

/** The log that the previous catalog published; empty where there is none. */
export function knownLog(store: Pick<CatalogStore, 'readSync'>): string {
  return store.readSync(LAYOUT.decisions)?.toString('utf8') ?? '';
}

/** Whether the previous catalog published just this. */
export function isSameStewardship(stewardship: Stewardship, store: Pick<CatalogStore, 'readSync'>): boolean {
  return (
    knownLog(store) === stewardship.log &&
    store.readSync(LAYOUT.waivers)?.toString('utf8') === serialize({ waivers: stewardship.waivers })
  );
}
