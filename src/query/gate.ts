import { LAYOUT } from '../catalog/layout.js';
import { readDocument } from '../catalog/open.js';
import { changeFindings } from '../compatibility/changes.js';
import { gate } from '../compatibility/gate.js';
import { idsToRead } from '../compatibility/gate-reading.js';
import { explainItem, isUnknown, whatToDo } from '../compatibility/gate-text.js';
import type { GateItem, GateReport } from '../compatibility/gate-types.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { fileNameOf } from '../model/file-names.js';
import { type Finding, finding, type Place } from '../model/findings.js';
import type { Capability, CapabilityCompatibility, CapabilityDocument } from '../model/generated/types.js';
import { validateCapabilityDocument } from '../model/validators.js';
import { OpenCatalog } from './catalog.js';
import { OpenCompatibility } from './compatibility.js';

export interface GateQuestion {
  /** What would be released, and where each is described. */
  readonly candidates: readonly { readonly capability: Capability; readonly place: Place }[];
  /** The source that the candidates are all of: what the catalog has of it and they do not is taken for removed. */
  readonly source?: string | undefined;
  readonly now: Date;
  readonly allowStale: boolean;
}

/** yes: it can be released. no: it would break something. unknown: nothing refuses it, but something required cannot be compared. */
export interface GateAnswer extends GateReport {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly removed: readonly string[];
  /** The catalog has nothing of the source that was named. */
  readonly newSource: boolean;
}

/**
 * Asks whether capabilities can be released, of a catalog in a folder, on a mirror or at a URL. Reads the documents of the ids concerned
 * and no others.
 * @throws ChoraError `catalog/none`, and `catalog/expired` unless `allowStale`
 */
export async function askGate(reader: CatalogReader, question: GateQuestion): Promise<GateAnswer> {
  const { now, source } = question;
  const matrix = new OpenCompatibility(reader, now);
  const catalog = new OpenCatalog(reader);
  await (question.allowStale ? catalog.summary() : matrix.guardFresh());
  const candidates = question.candidates.map(({ capability }) => capability);
  const described = new Set(candidates.map(({ id }) => id));
  const before = source === undefined ? [] : (await catalog.list()).filter((each) => isSameSource(each.source, source));
  const removed = before.map(({ id }) => id).filter((id) => !described.has(id));
  const documents = new Map<string, CapabilityCompatibility | null>();
  for (let ids = idsToRead(candidates, removed, documents); ids.length > 0; ids = idsToRead(candidates, removed, documents)) {
    const found = await Promise.all(ids.map((id) => matrix.find(id)));
    for (const [place, id] of ids.entries()) documents.set(id, found[place] ?? null);
  }
  const published = new Map<string, Capability[]>();
  await Promise.all(
    [...described, ...removed, ...candidates.flatMap(({ aliases }) => (aliases ?? []).map(({ id }) => id))].map(async (id) => {
      const path = LAYOUT.capability(fileNameOf(id));
      const document = await readDocument<CapabilityDocument>(reader, path, validateCapabilityDocument);
      if (document !== null)
        published.set(
          id,
          document.versions.map(({ capability }) => capability),
        );
    }),
  );
  const input = { candidates, removed, documents, published, now, source: source ?? '.' };
  const first = gate(input);
  // Only a missing id makes the list of all ids worth reading: it may be a slip of the pen.
  const misspelt = first.items.some(({ rule, near }) => rule === 'dependency-missing' && near === undefined);
  const report = misspelt ? gate({ ...input, ids: (await catalog.list()).map(({ id }) => id) }) : first;
  const newSource = source !== undefined && before.length === 0;
  return { ...report, removed, newSource, answer: answerOf(report), findings: findingsOf(report, question.candidates) };
}

/** A catalog has no two sources whose ids differ in case alone; hosts such as GitHub spell a repository in several ways. */
function isSameSource(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function answerOf({ passes, items }: GateReport): GateAnswer['answer'] {
  if (!passes) return 'no';
  return items.some(isUnknown) ? 'unknown' : 'yes';
}

/** What the gate says, at the places where the candidates are described. */
function findingsOf({ items, changes }: GateReport, candidates: GateQuestion['candidates']): Finding[] {
  const places = new Map(candidates.map(({ capability, place }) => [capability.id, place]));
  const placeOf = (id: string): Place => places.get(id) ?? { source: '.' };
  return [
    ...changes.flatMap((report) => changeFindings(report, placeOf(report.id))),
    ...items
      // Told above, change by change.
      .filter(({ rule }) => rule !== 'breaking-without-major')
      .map((item) => {
        const text = explainItem(item).join(' ').replace(/\.$/, '');
        const todo = whatToDo(item);
        return finding(codeOf(item), placeOf(item.capability), {
          text,
          ...(todo === null ? {} : { todo: todo.replace(/\.$/, '') }),
        });
      }),
  ];
}

function codeOf(
  item: GateItem,
): 'compatibility/release-refused' | 'compatibility/release-unknown' | 'compatibility/release-noted' {
  if (item.outcome === 'refused') return 'compatibility/release-refused';
  return isUnknown(item) ? 'compatibility/release-unknown' : 'compatibility/release-noted';
}
