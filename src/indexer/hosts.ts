import type { SourceFailure } from '../model/source.js';
import { afterSource, type Circuit, CLOSED, type HostOutcome, placesOf } from '../sources/hosts.js';

/** The hosts of one run. A source without a host (null) lies on this machine and is never held back. */
export class Hosts {
  private readonly circuits = new Map<string, Circuit>();

  /** `perHost`: sources of one host under way at the same time. `opened` is told when a host is given up. */
  constructor(
    private readonly perHost: number,
    private readonly opened: (host: string, sources: number) => void,
  ) {}

  placesOf(host: string | null): number {
    return host === null ? Number.POSITIVE_INFINITY : placesOf(this.circuitOf(host), this.perHost);
  }

  /** Why nothing is asked of this host any more, or null. */
  refusal(host: string | null): SourceFailure | null {
    if (host === null) return null;
    const { open, unanswered } = this.circuitOf(host);
    return open ? { code: 'source/host-down', state: 'unreachable', transient: false, args: { host, count: unanswered } } : null;
  }

  note(host: string | null, outcome: HostOutcome): void {
    if (host === null) return;
    const before = this.circuitOf(host);
    const after = afterSource(before, outcome);
    this.circuits.set(host, after);
    if (after.open && !before.open) this.opened(host, after.unanswered);
  }

  private circuitOf(host: string): Circuit {
    return this.circuits.get(host) ?? CLOSED;
  }
}
