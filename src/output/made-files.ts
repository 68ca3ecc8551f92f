import type { ListedFiles } from './listed-files.js';
import type { PageQuestion, SiteMaker, SiteQuestion } from './site-work.js';

/** Pages asked for at once: one by one, sending them to and fro would take longer than making them. */
const TOGETHER = 50;
/** Questions that may wait for their answers. Beyond, what is asked and answered would only fill the memory. */
const MOST_OPEN = 24;

/** Asks for parts of a site and puts them as they come, in whatever order. */
export class MadeFiles {
  private readonly open = new Set<Promise<void>>();
  private batch: PageQuestion[] = [];
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly maker: SiteMaker,
    private readonly files: ListedFiles,
  ) {}

  /** Asks for a page, sooner or later. @throws what making an earlier part threw. */
  async page(question: PageQuestion): Promise<void> {
    this.batch.push(question);
    if (this.batch.length === TOGETHER) await this.askBatch();
  }

  /** `then`: told the paths of what was made. @throws as `page` */
  async ask(question: SiteQuestion, worth = 1, then?: (paths: readonly string[]) => void): Promise<void> {
    const put = async () => {
      try {
        const made = await this.maker.ask(question, worth);
        for (const file of made) this.files.putMade(file);
        then?.(made.map(({ path }) => path));
      } catch (error) {
        this.failure ??= { error };
      }
    };
    const answer = put();
    this.open.add(answer);
    void answer.then(() => this.open.delete(answer));
    await this.until(MOST_OPEN);
  }

  /** When all that was asked for is in its place, or waits for being published. @throws as `page` */
  async finish(): Promise<void> {
    if (this.batch.length > 0) await this.askBatch();
    await this.until(1);
  }

  /** How many questions of ordinary size so many capabilities are, in whatever is made of each. */
  static worth(capabilities: number): number {
    return Math.ceil(capabilities / TOGETHER);
  }

  private async askBatch(): Promise<void> {
    const pages = this.batch;
    this.batch = [];
    await this.ask({ pages });
  }

  private async until(fewer: number): Promise<void> {
    while (this.open.size >= fewer) await Promise.race(this.open);
    if (this.failure !== null) throw this.failure.error;
  }
}
