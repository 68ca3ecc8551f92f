import { compareText } from '../model/compare-text.js';
import { EXIT } from '../model/errors.js';
import { type AgeLimits, ageLimits, ageReader, releaseState } from '../model/freshness.js';
import type { MirrorRelease, MirrorState, MirrorStatus } from '../model/generated/types.js';
import type { FailOn, MirrorConfig } from './config.js';
import { type JournalReading, latestTime } from './journal.js';
import { readLedger } from './ledger.js';
import type { MirrorOps } from './ops.js';
import { currentRelease } from './record.js';
import { CLOCK_HINT, clockProblem } from './state.js';
import { TOP_LEVEL_ROLES, trustedNow } from './trusted.js';
import type { TrustedRelease } from './tuf-client.js';

export type MirrorAge = MirrorStatus['state'];

/** What is there that tells how a mirror stands; the rest is a matter of the time. */
export interface Standing {
  readonly state: MirrorState;
  readonly journal: JournalReading;
  /** Of the served release. */
  readonly record: MirrorRelease | null;
  readonly trusted: TrustedRelease | null;
  /** Folders of releases. */
  readonly kept: readonly string[];
}

/**
 * How a mirror stands now. Changes nothing and needs no lock.
 * @throws ChoraError `mirror/not-a-mirror`, `mirror/damaged`
 */
export async function mirrorStatus(
  config: MirrorConfig,
  ops: Pick<MirrorOps, 'store' | 'tuf' | 'places' | 'now'>,
  failOn: FailOn = config.failOn,
): Promise<MirrorStatus> {
  return statusAt(ops.now(), config, await readStanding(ops), failOn);
}

/** @throws as {@link mirrorStatus} */
export async function readStanding(ops: Pick<MirrorOps, 'store' | 'tuf' | 'places'>): Promise<Standing> {
  const { state, journal } = readLedger(ops.store);
  const { releases } = ops.store;
  return { state, journal, record: currentRelease(releases), trusted: await trustedNow(ops), kept: releases.list() };
}

/** How a mirror stands at a time. */
export function statusAt(
  now: Date,
  config: MirrorConfig,
  { state, journal, record, trusted, kept }: Standing,
  failOn: FailOn = config.failOn,
): MirrorStatus {
  const clock = clockProblem(state, latestTime(journal.events), now);
  const expiries = expiriesOf(trusted);
  const expired = expiries.filter(({ at }) => at.getTime() <= now.getTime()).map(({ role }) => role);
  const release = record === null ? null : ageOfRelease(config, record, now);
  const age: MirrorAge =
    clock !== null
      ? 'clock'
      : record === null || release === null
        ? 'empty'
        : releaseState(release.age, release.limits, { clockWrong: false, expired: expired.length > 0 || trusted === null });
  const reasons: string[] = [];
  if (clock !== null) reasons.push(`A clock is wrong: ${clock}. ${CLOCK_HINT}`);
  if (record === null) reasons.push('There is no release yet: chora mirror sync DIR fetches one.');
  if (record !== null && trusted === null) reasons.push('There is no whole, trusted metadata: chora mirror sync DIR fetches it.');
  if (expired.length > 0)
    reasons.push(`The metadata has expired: ${expired.join(', ')}. Nobody vouches for the release any more. ${NEWER}`);
  if (age === 'stale' || age === 'alert') reasons.push(`The release was last confirmed at ${record?.generated_at}. ${NEWER}`);
  if (journal.problem !== null)
    reasons.push(`The journal was tampered with: ${journal.problem}. What it says from there on cannot be believed.`);
  const { last_sync } = state;
  if (last_sync?.outcome === 'refused' || last_sync?.outcome === 'failed')
    reasons.push(`The last sync ${LAST[last_sync.outcome]} at ${last_sync.at}: ${last_sync.message ?? ''}`);
  const next = expiries.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  const alarm = journal.problem !== null || last_sync?.outcome === 'refused';
  return {
    state: age,
    reasons,
    exit_code: alarm ? EXIT.trust : exitCodeFor(age, failOn),
    checked_at: now.toISOString(),
    catalog: record?.catalog ?? null,
    view: config.view,
    serve_stale: config.serveStale,
    release:
      record === null || release === null
        ? null
        : {
            version: record.release,
            folder: record.folder,
            generated_at: record.generated_at,
            age_seconds: release.age / 1000,
            ttl_seconds: (release.limits?.ttl ?? 0) / 1000,
            alert_after_seconds: (release.limits?.alertAfter ?? 0) / 1000,
            site: record.site,
            records: record.records,
            quarantined: keptOut(record),
            generator: record.generator,
          },
    trusted: trusted?.versions ?? null,
    expires: Object.fromEntries(expiries.map(({ role, at }) => [role, at.toISOString()])),
    next_expiry:
      next === undefined
        ? null
        : { role: next.role, at: next.at.toISOString(), in_seconds: (next.at.getTime() - now.getTime()) / 1000 },
    partial: record?.only ?? null,
    held: state.hold,
    last_sync,
    last_success_at: state.last_success_at,
    kept: [...kept],
    ...(record === null ? NO_MANIFESTS : agesOf(config, record, now)),
    notes: notesOf(config, record, state, journal.torn !== null),
  };
}

/** 0 fresh; 1 stale or alert, by what the operator wants to fail on; 4 what must not be believed any more. */
export function exitCodeFor(age: MirrorAge, failOn: FailOn): number {
  if (age === 'expired' || age === 'clock') return EXIT.trust;
  if (age === 'empty') return EXIT.no;
  if (age === 'fresh' || failOn === 'never') return EXIT.done;
  return age === 'alert' || failOn === 'stale' ? EXIT.no : EXIT.done;
}

/** A mirror may age by other limits than its catalog. A `ttl` without `alert_after` moves both. */
export function limitsOf(
  { ttl, alertAfter }: Pick<MirrorConfig, 'ttl' | 'alertAfter'>,
  freshness: Pick<MirrorRelease['freshness'], 'ttl' | 'alert_after'>,
): AgeLimits | null {
  const moved = ageLimits(freshness, ttl ?? undefined);
  const alert = alertAfter === null ? null : ageLimits({ ttl: alertAfter, alert_after: alertAfter });
  return moved === null || alert === null ? moved : { ttl: moved.ttl, alertAfter: alert.alertAfter };
}

function ageOfRelease(config: MirrorConfig, record: MirrorRelease, now: Date) {
  return { age: now.getTime() - Date.parse(record.generated_at), limits: limitsOf(config, record.freshness) };
}

/** What to do about an age. */
const NEWER = 'Bring it up to date with chora mirror sync or import; where there is nothing newer, ask the publisher.';
const LAST = { refused: 'was refused', failed: 'failed' } as const;
const NO_MANIFESTS = { manifests: { fresh: 0, stale: 0, alert: 0, never: 0 }, not_fresh: [] };

/** By each capability's own time to live, else its source's, else the catalog's. */
function agesOf(config: MirrorConfig, record: MirrorRelease, now: Date): Pick<MirrorStatus, 'manifests' | 'not_fresh'> {
  const document = { generated_at: record.generated_at, exceptions: record.freshness.exceptions };
  const read = ageReader(document, limitsOf(config, record.freshness), () => now.getTime());
  const manifests = { fresh: 0, stale: 0, alert: 0, never: 0 };
  const not_fresh: MirrorStatus['not_fresh'] = [];
  for (const { source, ttl, ids } of record.capabilities) {
    const { state, age, limits } = read(source, ttl);
    manifests[state] += ids.length;
    if (state === 'fresh') continue;
    const age_seconds = age === null ? null : age / 1000;
    const ttl_seconds = limits === null ? null : limits.ttl / 1000;
    for (const id of ids) not_fresh.push({ id, source, state, age_seconds, ttl_seconds });
  }
  return { manifests, not_fresh: not_fresh.sort((a, b) => compareText(a.id, b.id)) };
}

function expiriesOf(trusted: TrustedRelease | null): { role: string; at: Date }[] {
  return trusted === null ? [] : TOP_LEVEL_ROLES.map((role) => ({ role, at: trusted.expires[role] }));
}

/** Manifests that the mirror's own policy does not let in. */
function keptOut({ judged }: MirrorRelease): number {
  return judged.filter(({ quarantined }) => quarantined).length;
}

function notesOf(config: MirrorConfig, record: MirrorRelease | null, { hold }: MirrorState, torn: boolean): string[] {
  const notes: string[] = [];
  if (hold !== null)
    notes.push(`Rolled back to release ${hold.release}; it is served until there is one newer than ${hold.from}.`);
  if (record?.site.compared === 'other-generator')
    notes.push(
      `Published by version ${record.generator.published} and rendered by ${record.generator.own}: the sites were not compared.`,
    );
  if (record?.only) notes.push('This mirror holds a part of the catalog.');
  if (record?.only && record.capabilities.length === 0) notes.push(NOTHING_TAKEN);
  const out = record === null ? 0 : keptOut(record);
  if (out > 0) notes.push(`${out} manifest${out === 1 ? ' is' : 's are'} kept out by this mirror’s own policy.`);
  if (record !== null && !record.proofs) notes.push('Proofs of manifests were not verified, as mirror.yaml says.');
  if (record !== null) notes.push(...recordsNotes(record, config));
  if (torn) notes.push('The last line of the journal was not written to its end; the next sync repairs it.');
  return notes;
}

/** A value that is misspelt looks like one that no capability has. */
export const NOTHING_TAKEN =
  'No capability has what `only` in mirror.yaml asks for, so that the mirror shows none. See how the catalog spells the values.';

function recordsNotes({ records, generator }: MirrorRelease, config: Pick<MirrorConfig, 'records'>): string[] {
  const notes: string[] = [];
  if (records.state === 'other-generator') notes.push(`records: not compared (made by version ${generator.published})`);
  if (records.state === 'off' && !config.records) notes.push('records: not compared, as mirror.yaml says');
  if (records.unconfirmed.length > 0)
    notes.push(
      `records: ${records.unconfirmed.length} of older versions, or of sources that did not answer, are not what this version reads from their manifests`,
    );
  if (records.joined.length > 0)
    notes.push(`records: ${records.joined.length} have aliases of another file, which is not part of a release`);
  return notes;
}
