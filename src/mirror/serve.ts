import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { AgeLimits } from '../model/freshness.js';
import type { MirrorStatus } from '../model/generated/types.js';
import type { MirrorConfig } from './config.js';
import type { MirrorOps } from './ops.js';
import { partHeaders } from './part.js';
import { healthReply, metadataReply, metricsReply, type Reply, unavailableReply } from './serve-replies.js';
import { ServedMetadata } from './served-metadata.js';
import { limitsOf, readStanding, type Standing, statusAt } from './status.js';

export interface ServedMirrorOps extends Pick<MirrorOps, 'store' | 'tuf' | 'places' | 'now' | 'elapsed'> {
  /** mirror.yaml as it is now. @throws ChoraError `mirror/config`, `mirror/not-a-mirror` */
  config(): MirrorConfig;
  /** Told of what an operator should know, once. */
  tell(error: ChoraError): void;
}

/** What a request is answered by. */
export interface Look {
  /** Null where it cannot be told how the mirror stands. */
  readonly status: MirrorStatus | null;
  /** Whether the release is shown. */
  readonly shown: boolean;
  readonly metadata: ServedMetadata;
}

/** Milliseconds for which what was found counts, and for which files are believed not to have changed behind the state's back. */
const LOOK = { again: 1_000, anew: 60_000 } as const;
/** How often what changes while it is read is read again. */
const READS = 3;

/**
 * A mirror as it is served: how it stands, looked at no more than once a second however many ask. What is on the disk is read and
 * verified again when a sync, a rollback or an import changed it, and otherwise once a minute.
 */
export class ServedMirror {
  private readonly metadata = new ServedMetadata();
  private known: { readonly standing: Standing; readonly key: string; readonly at: number } | null = null;
  private last: { readonly look: Promise<Look>; readonly at: number } | null = null;
  private settled: Look | null = null;
  private told = '';

  constructor(
    private readonly ops: ServedMirrorOps,
    private config: MirrorConfig = ops.config(),
  ) {}

  /** The answer to what is no file, and to everything while the release must not be shown; null for the files of the release. */
  async answer({
    path,
    headers,
  }: {
    readonly path: string;
    readonly headers: { readonly accept?: string | undefined };
  }): Promise<Reply | null> {
    const look = await this.look();
    if (path === 'healthz') return healthReply(look, this.ops.now());
    if (path === 'metrics') return metricsReply(look);
    // Whoever follows this mirror judges by the signed times itself, and is to hear of them and not of a server that fails.
    const [folder = '', ...name] = path.split('/');
    if (/^metadata(-airgap)?$/.test(folder)) return metadataReply(look, folder, name.join('/'));
    return look.shown ? null : unavailableReply(look, /\btext\/html\b/.test(headers.accept ?? ''));
  }

  /** What the served release ages by. */
  limits(freshness: { readonly ttl: string; readonly alert_after: string }): AgeLimits | null {
    return limitsOf(this.config, freshness);
  }

  /** Why the age of what is shown says nothing any more, as it was found last. */
  past(): 'expired' | 'clock' | null {
    const state = this.settled?.status?.state;
    return state === 'expired' || state === 'clock' ? state : null;
  }

  /** What every file of a part of the catalog says of it. */
  partHeaders(): Record<string, string> {
    return partHeaders(this.settled?.status?.partial ?? null);
  }

  /** Whether other mirrors can follow this one. */
  get followed(): boolean {
    return this.metadata.any && this.settled?.status?.partial === null;
  }

  private look(): Promise<Look> {
    const at = this.ops.elapsed();
    if (this.last === null || at - this.last.at >= LOOK.again) {
      const look = this.lookNow(at).then((found) => {
        this.settled = found;
        return found;
      });
      this.last = { look, at };
    }
    return this.last.look;
  }

  private async lookNow(at: number): Promise<Look> {
    const { metadata } = this;
    try {
      this.readConfig();
      const standing = await this.standing(at);
      const status = statusAt(this.ops.now(), this.config, standing);
      const { state } = status;
      const shown = state !== 'empty' && (this.config.serveStale || (state !== 'expired' && state !== 'clock'));
      return { status, shown, metadata };
    } catch (error) {
      if (!(error instanceof ChoraError)) throw error;
      this.tell(error);
      return { status: null, shown: false, metadata };
    }
  }

  /** A mirror.yaml with a mistake in it, such as one that is being edited, changes nothing. */
  private readConfig(): void {
    try {
      this.config = this.ops.config();
    } catch (error) {
      if (!(error instanceof ChoraError)) throw error;
      this.tell(error);
    }
  }

  private async standing(at: number): Promise<Standing> {
    const { known } = this;
    for (let left = READS; ; left -= 1) {
      const key = this.key();
      // A journal that a sync is writing to may look damaged to one who reads between its line and the state.
      if (known?.key === key && at - known.at < LOOK.anew && known.standing.journal.problem === null) return known.standing;
      try {
        const read = await readStanding(this.ops);
        await this.metadata.look(read, this.ops);
        // A refresh that ended midway leaves no whole metadata. That of the release which is served was whole.
        const standing = { ...read, trusted: read.trusted ?? known?.standing.trusted ?? null };
        this.known = { standing, key, at };
        return standing;
      } catch (error) {
        // What was removed while it was read was replaced before.
        if (!(error instanceof ChoraError) || left <= 1 || this.key() === key) throw error;
      }
    }
  }

  /** Another one after each sync, rollback and import. */
  private key(): string {
    const { store } = this.ops;
    return `${store.releases.current()} ${digestOf(store.readFile('state.json') ?? '')}`;
  }

  private tell(error: ChoraError): void {
    if (error.message !== this.told) this.ops.tell(error);
    this.told = error.message;
  }
}
