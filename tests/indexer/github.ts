import type { RunReport } from '../../src/indexer/report.js';
import { capabilities, Federation, type IndexOptions } from '../support/federation.js';
import type { LocalGitHub } from '../support/github/server.js';

/** A federation on a local GitHub. It never waits: `sleeps` are the milliseconds it would have. */
export class GitHubFederation extends Federation {
  readonly sleeps: number[] = [];

  constructor(readonly hub: LocalGitHub) {
    super();
  }

  /** What ids of this GitHub's repositories begin with. */
  get host(): string {
    return new URL(this.hub.url).host;
  }

  id(nameWithOwner: string): string {
    return `${this.host}/${nameWithOwner}`;
  }

  /** Indexes these GitHub sources; each is given this GitHub's address. */
  async indexGitHub(
    sources: readonly Record<string, unknown>[],
    { maxPoints = null, ...options }: IndexOptions & { maxPoints?: number | null } = {},
  ): Promise<RunReport> {
    this.configure({ sources: sources.map((source) => ({ github: { ...source, base_url: this.hub.url } })) });
    const clock = {
      sleep: (milliseconds: number) => {
        if (milliseconds >= 500) this.sleeps.push(Math.round(milliseconds));
        return Promise.resolve();
      },
      random: () => 0.5,
    };
    const github = { maxPoints, environment: { CHORA_GITHUB_TOKEN: this.hub.token }, clock };
    return await this.index({ github, ...options });
  }

  /** `source code` of every finding with one of these codes. */
  told(...codes: string[]): string[] {
    return this.findings()
      .filter(({ code }) => codes.includes(code))
      .map(({ source, code }) => `${source.slice(this.host.length + 1)} ${code}`);
  }
}

/** Makes repositories acme/r0001 …, each with one capability. */
export function manyRepositories(hub: LocalGitHub, count: number): void {
  for (let n = 1; n <= count; n += 1) {
    const name = `r${String(n).padStart(4, '0')}`;
    hub.model.repository(`acme/${name}`, {
      files: { ...capabilities(`acme.${name}.serve`), 'README.md': name, 'src/index.ts': name },
    });
  }
}
