import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorRelease, MirrorState, MirrorVerifyReport } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { checkFiles, type Problem } from './check-files.js';
import type { JournalReading } from './journal.js';
import { readLedger } from './ledger.js';
import type { MirrorOps, ReleaseContents } from './ops.js';
import { partOf } from './part.js';
import { examineAgain, judgeManifests, manifestsOf, verdictOf } from './prove.js';
import { contentOf } from './prune.js';
import { compareFolders, parseRelease } from './record.js';
import { compareRecords } from './records.js';
import { releaseData, trustFor } from './release-data.js';
import { renderedAgain } from './render-again.js';
import { selectEntries } from './select.js';
import { trustedNow } from './trusted.js';
import type { TrustedRelease } from './tuf-client.js';

type Part = Problem['part'];

/**
 * Verifies all of a mirror again, without the network: the chain of metadata, targets and blobs by their digests, every file of every
 * kept release, that the site is what its targets give, each Sigstore proof, and the journal. Changes nothing.
 * @throws ChoraError `mirror/not-a-mirror`
 */
export async function verifyMirror(ops: MirrorOps): Promise<MirrorVerifyReport> {
  return await new Verification(ops).run();
}

class Verification {
  private readonly problems: Problem[] = [];
  private readonly notes: string[] = [];
  private readonly checked = { targets: 0, blobs: 0, files: 0, proofs: 0, journal_lines: 0, bytes: 0 };

  constructor(private readonly ops: MirrorOps) {}

  async run(): Promise<MirrorVerifyReport> {
    const { releases } = this.ops.store;
    const folders = [...releases.list()].sort(compareFolders);
    const ledger = await this.attempt('state', 'state.json', () => readLedger(this.ops.store));
    if (ledger) this.checkJournal(ledger.journal);
    const trusted = await this.attempt('metadata', 'trust', () => trustedNow(this.ops));
    if (trusted === null && folders.length > 0 && this.problems.every(({ part }) => part !== 'metadata'))
      this.problem('metadata', 'trust', 'holds no whole chain of verified metadata');
    const current = releases.current();
    if (current === null && folders.length > 0) this.problem('release', 'current', 'serves no release');
    this.checkContent(folders);
    for (const folder of folders) {
      const record = await this.attempt('release', `releases/${folder}.json`, () =>
        parseRelease(releases.readRecord(folder), folder),
      );
      if (record) await this.checkRelease(record, ledger ?? null, trusted ?? null, folder === current);
    }
    const { problems, notes, checked } = this;
    return { ok: problems.length === 0, problems, notes, checked, releases: folders };
  }

  private async checkRelease(
    record: MirrorRelease,
    ledger: { readonly state: MirrorState; readonly journal: JournalReading } | null,
    trusted: TrustedRelease | null,
    served: boolean,
  ): Promise<void> {
    const { folder } = record;
    const { releases } = this.ops.store;
    const name = `releases/${folder}`;
    this.problems.push(...checkFiles(record, releases, (bytes) => this.count('files', bytes)));
    const noted = ledger?.journal.events.findLast((event) => event.folder === folder && event.files !== undefined);
    if (noted !== undefined && (noted.files !== record.files || noted.fingerprint !== record.fingerprint))
      this.problem('release', `${name}.json`, 'is not the release that the journal names');
    if (trusted !== null && trusted.versions.targets === record.release) this.compareTargets(record, trusted);
    const data = await this.attempt('release', name, () => releaseData(record.targets, this.ops));
    if (!data) return;
    await this.checkRecords(record, data);
    const judged = await this.attempt('proof', name, () => this.checkProofs(record, data));
    if (!judged) return;
    if (record.generator.own !== GENERATOR.version) {
      this.notes.push(`Release ${folder} was rendered by version ${record.generator.own}; its files are as they were made then.`);
      if (served) this.notes.push('The next sync renders it anew.');
      return;
    }
    for (const { path, message } of (await this.attempt('site', name, () => renderedAgain(record, judged, this.ops))) ?? [])
      this.problem('site', `${name}/${path}`, message);
  }

  /** The entries of the record are those that are signed. */
  private compareTargets({ folder, targets }: MirrorRelease, trusted: TrustedRelease): void {
    const same =
      targets.length === trusted.targets.size &&
      targets.every(({ name, digest, size }) => {
        const signed = trusted.targets.get(name);
        return signed?.sha256 === digest.slice(7) && signed.length === size;
      });
    if (!same) this.problem('release', `releases/${folder}.json`, 'names other targets than those that are signed');
  }

  /** What the mirror shows of a release: judged again. */
  private async checkProofs(record: MirrorRelease, data: ReleaseContents): Promise<ReleaseContents> {
    const selected = { ...data, catalog: partOf(data.catalog, record.only) };
    const own = record.trust?.own === true ? this.ops.ownTrust() : null;
    if (record.trust?.own === true && own?.policy.digest !== record.trust.policy) {
      this.notes.push(`Release ${record.folder} was judged by another policy than today's; the next sync judges it anew.`);
      return selected;
    }
    const trust = trustFor(own, data);
    if (trust === null || !record.proofs) return selected;
    const options = {
      trust,
      own: own !== null,
      exact: data.catalog.identity.generator.version === GENERATOR.version,
      blob: (digest: string) => this.ops.store.read('blobs', digest),
      prove: this.ops.prove,
    };
    const lies: string[] = [];
    for (const manifest of manifestsOf(selected.catalog)) {
      const [{ source, path }] = manifest.entries;
      const result = await this.attempt('proof', `${source} ${path}`, () => examineAgain(manifest, options));
      this.checked.proofs += 1;
      if (result === null) continue;
      const { lie } = verdictOf(manifest, result, options);
      if (lie !== null) {
        lies.push(manifest.key);
        this.problem('proof', `${source} ${path}`, lie);
      }
    }
    if (lies.length > 0) return selected;
    const known = new Set<string>();
    return {
      ...selected,
      catalog: (await judgeManifests(selected.catalog, { ...options, known, told: () => undefined })).catalog,
    };
  }

  /** What the bytes of all manifests of a release say, read again. */
  private async checkRecords(record: MirrorRelease, data: ReleaseContents): Promise<void> {
    const { format, store, sleep } = this.ops;
    const { describe } = format;
    if (record.records.state !== 'compared' || record.generator.own !== GENERATOR.version || describe === undefined) return;
    const blob = (digest: string) => store.read('blobs', digest);
    const selected = selectEntries(data.catalog, record.only);
    await this.attempt('record', `releases/${record.folder}`, () =>
      compareRecords(selected, { describe, known: new Set(), blob, sleep }, new AbortController().signal),
    );
  }

  private checkContent(folders: readonly string[]): void {
    const { store } = this.ops;
    // What cannot be told from a record is told where its release is checked.
    const needed = contentOf(folders, store);
    for (const kind of ['targets', 'blobs'] as const) {
      const part = kind === 'targets' ? 'target' : 'blob';
      const { sizes, strangers } = store.contents(kind);
      for (const path of strangers) this.problem(part, path, 'does not belong there');
      for (const digest of sizes.keys()) {
        const bytes = store.read(kind, digest);
        this.count(kind, bytes?.length ?? 0);
        if (bytes === null || digestOf(bytes) !== digest) this.problem(part, digest, 'is not what its name says');
      }
      for (const digest of needed?.[kind] ?? []) if (!sizes.has(digest)) this.problem(part, digest, 'is gone');
    }
  }

  private checkJournal({ head, torn, problem }: JournalReading): void {
    this.checked.journal_lines = head.lines;
    if (problem !== null) this.problem('journal', 'journal.ndjson', problem);
    if (torn !== null) this.notes.push('The last line of the journal was not written to its end; the next sync repairs it.');
  }

  private count(what: 'files' | 'targets' | 'blobs', bytes: number): void {
    this.checked[what] += 1;
    this.checked.bytes += bytes;
  }

  private problem(part: Part, what: string, message: string): void {
    this.problems.push({ part, what, message });
  }

  /** Does it, or makes a problem of why it cannot be done. */
  private async attempt<T>(part: Part, what: string, task: () => Promise<T> | T): Promise<T | null> {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof ChoraError) || error.code === 'mirror/not-a-mirror') throw error;
      this.problem(part, what, error.message);
      return null;
    }
  }
}
