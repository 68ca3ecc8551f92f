import type { GitHubStageUsage, GitHubUsage } from '../model/generated/types.js';

export type GitHubStage = GitHubStageUsage['stage'];

const STAGES: readonly GitHubStage[] = ['discovery', 'heads', 'trees', 'blobs', 'attestations'];

/** Repositories of one page or of one request by aliases: what a stage is taken to buy with a request that it has not made yet. */
const PER_REQUEST: Record<GitHubStage, number> = { discovery: 100, heads: 100, trees: 100, blobs: 100, attestations: 1 };

/** Counts what a run asks of GitHub, and keeps it within its budget. */
export class GitHubLedger {
  private readonly stages = new Map<GitHubStage, { requests: number; points: number; items: number; bytes: number }>();
  private remaining: number | null = null;
  private resetAt: string | null = null;
  /** Points that requests under way will cost at least. */
  private underWay = 0;
  private unread = 0;

  /** `maxPoints`: what the run may spend; null: no limit of its own. */
  constructor(readonly maxPoints: number | null) {}

  get points(): number {
    return [...this.stages.values()].reduce((sum, { points }) => sum + points, 0);
  }

  get requests(): number {
    return [...this.stages.values()].reduce((sum, { requests }) => sum + requests, 0);
  }

  /**
   * Whether another request may be made; `begin` and `end` go around it. Each costs a point at least, and to list the files of
   * `commits` is worth it only if there are points left to read them: else runs would list the same files for ever.
   */
  affords(commits = 0): boolean {
    if (this.maxPoints === null) return true;
    const toRead = commits === 0 ? 0 : Math.ceil((this.unread + commits) * this.priceOfReading());
    return this.points + this.underWay + 1 + toRead <= this.maxPoints;
  }

  /** So many commits more were listed, whose files are not read yet; or, with a number below zero, are read now. */
  listed(commits: number): void {
    this.unread = Math.max(0, this.unread + commits);
  }

  /** Points for the files of a commit, by what they cost in this run. */
  private priceOfReading(): number {
    const [trees, blobs] = [this.stages.get('trees'), this.stages.get('blobs')];
    const known = trees && blobs && trees.items > 0 ? blobs.points / trees.items : 0;
    return Math.max(1 / PER_REQUEST.blobs, known);
  }

  begin(): void {
    this.underWay += 1;
  }

  end(stage: GitHubStage, points: number, bytes: number): void {
    this.underWay -= 1;
    const row = this.row(stage);
    row.requests += 1;
    row.points += points;
    row.bytes += bytes;
  }

  /** `count` more items came of what a stage asked for. */
  bought(stage: GitHubStage, count: number): void {
    this.row(stage).items += count;
  }

  /** What GitHub says is left. Answers overtake one another: of one hour, the least counts. */
  limit(remaining: number, resetAt: string): void {
    const sameHour = this.resetAt !== null && resetAt <= this.resetAt;
    this.remaining = sameHour && this.remaining !== null ? Math.min(this.remaining, remaining) : remaining;
    if (!sameHour) this.resetAt = resetAt;
  }

  /** Null when GitHub was not asked for anything. `repositories`: how many sources of this kind the configuration gives. */
  usage(repositories: number): GitHubUsage | null {
    if (this.requests === 0) return null;
    const stages = STAGES.flatMap((stage) => {
      const row = this.stages.get(stage);
      return row === undefined ? [] : [{ stage, ...row }];
    });
    return {
      requests: this.requests,
      points: this.points,
      max_points: this.maxPoints,
      remaining: this.remaining,
      reset_at: this.resetAt,
      stages,
      forecast: forecast(stages, repositories),
    };
  }

  private row(stage: GitHubStage): { requests: number; points: number; items: number; bytes: number } {
    const row = this.stages.get(stage) ?? { requests: 0, points: 0, items: 0, bytes: 0 };
    this.stages.set(stage, row);
    return row;
  }
}

/**
 * What a run would take that reads every repository anew: the discovery and heads of this one, and trees and blobs for all at the
 * price that they had. Stages without a price yet are taken at that of full requests.
 */
export function forecast(stages: readonly GitHubStageUsage[], repositories: number): GitHubUsage['forecast'] {
  let requests = 0;
  let points = 0;
  for (const stage of ['discovery', 'heads'] as const) {
    const row = stages.find((each) => each.stage === stage);
    requests += row?.requests ?? 0;
    points += row?.points ?? 0;
  }
  const trees = stages.find(({ stage }) => stage === 'trees');
  for (const stage of ['trees', 'blobs'] as const) {
    const row = stages.find((each) => each.stage === stage);
    // A commit whose files were listed is the unit of both stages.
    const share = row && trees && trees.items >= PER_REQUEST.trees ? repositories / trees.items : null;
    const whole = Math.ceil(repositories / PER_REQUEST[stage]);
    requests += row && share !== null ? Math.ceil(row.requests * share) : whole;
    points += row && share !== null ? Math.ceil(row.points * share) : whole;
  }
  return { repositories, requests, points };
}

/** What several runs asked of GitHub together; null for none. What is left is what the poorest of them was told. */
export function joinUsage(usages: readonly GitHubUsage[]): GitHubUsage | null {
  if (usages.length === 0) return null;
  const sum = (numberOf: (usage: GitHubUsage) => number) => usages.reduce((total, usage) => total + numberOf(usage), 0);
  const told = usages.filter(({ remaining }) => remaining !== null).sort((a, b) => (a.remaining ?? 0) - (b.remaining ?? 0));
  const stages = STAGES.flatMap((stage) => {
    const rows = usages.flatMap((usage) => usage.stages.filter((row) => row.stage === stage));
    const total = (field: 'requests' | 'points' | 'items' | 'bytes') => rows.reduce((all, row) => all + row[field], 0);
    if (rows.length === 0) return [];
    return [{ stage, requests: total('requests'), points: total('points'), items: total('items'), bytes: total('bytes') }];
  });
  return {
    requests: sum(({ requests }) => requests),
    points: sum(({ points }) => points),
    max_points: usages.some(({ max_points }) => max_points === null) ? null : sum(({ max_points }) => max_points ?? 0),
    remaining: told[0]?.remaining ?? null,
    reset_at: told[0]?.reset_at ?? null,
    stages,
    forecast: {
      repositories: sum(({ forecast: { repositories } }) => repositories),
      requests: sum(({ forecast: { requests } }) => requests),
      points: sum(({ forecast: { points } }) => points),
    },
  };
}
