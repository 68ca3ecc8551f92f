import { readConfiguration } from '../model/configuration.js';
import { parseDuration } from '../model/duration.js';
import type { MirrorFilter, MirrorConfig as WrittenConfig } from '../model/generated/types.js';
import { validateMirrorConfig } from '../model/validators.js';

export type FailOn = 'stale' | 'alert' | 'never';

/** mirror.yaml with its defaults. Durations are in milliseconds, sizes in bytes. */
export interface MirrorConfig {
  readonly url: string;
  readonly view: 'online' | 'airgap';
  readonly only: MirrorFilter | null;
  readonly keep: number;
  /** As they are written; null for what the catalog says. */
  readonly ttl: string | null;
  readonly alertAfter: string | null;
  readonly serveStale: boolean;
  readonly failOn: FailOn;
  readonly limits: TransferLimits;
  readonly policy: string | null;
  readonly proofs: boolean;
  readonly records: boolean;
}

export interface TransferLimits {
  readonly concurrency: number;
  /** Bytes a second; null for no limit. */
  readonly bandwidth: number | null;
  readonly timeout: number;
  readonly stall: number;
  readonly retries: number;
  readonly file: number;
  readonly release: number;
}

const KIND = { code: 'mirror/config', validate: validateMirrorConfig, schema: 'mirror.schema.json' } as const;

/**
 * Reads mirror.yaml. `name` is how the file is called in messages.
 * @throws ChoraError `mirror/config` with line and column for whatever is wrong in it.
 */
export function parseMirrorConfig(text: string, name: string): MirrorConfig {
  const { value, problem } = readConfiguration<WrittenConfig>(text, name, KIND);
  const { limits = {}, ttl = null, alert_after = null } = value;
  if (ttl !== null && alert_after !== null && milliseconds(alert_after) < milliseconds(ttl))
    throw problem(['alert_after'], `it alerts after ${alert_after}, before it is stale`, 'alert_after must not be below ttl.');
  return {
    url: value.url,
    view: value.view ?? 'online',
    only: value.only ?? null,
    keep: value.keep ?? 3,
    ttl,
    alertAfter: alert_after,
    serveStale: value.serve_stale ?? false,
    failOn: value.fail_on ?? 'stale',
    limits: {
      concurrency: limits.concurrency ?? 8,
      bandwidth: limits.bandwidth === undefined ? null : byteSize(limits.bandwidth.replace('/s', '')),
      timeout: milliseconds(limits.timeout ?? '10m'),
      stall: milliseconds(limits.stall ?? '30s'),
      retries: limits.retries ?? 4,
      file: byteSize(limits.file ?? '256M'),
      release: byteSize(limits.release ?? '16G'),
    },
    policy: value.policy ?? null,
    proofs: value.verify?.proofs ?? true,
    records: value.verify?.records ?? true,
  };
}

/** The schema lets nothing else through; timers take no more than this. */
function milliseconds(duration: string): number {
  return Math.min(parseDuration(duration) ?? 0, 2 ** 31 - 1);
}

/** `512K`, `256MB`, `2G`, or a number of bytes; the schema lets nothing else through. */
function byteSize(text: string): number {
  const [, number = '0', unit = ''] = /^(\d+)([KMG])?B?$/.exec(text) ?? [];
  return Number(number) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit);
}
