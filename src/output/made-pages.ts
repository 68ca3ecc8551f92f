import type { ListedFiles } from './listed-files.js';
import type { PageQuestion, SiteMaker } from './site-work.js';

/** Pages asked for at once: one by one, sending them to and fro would take longer than making them. */
const TOGETHER = 50;
/** Questions that may wait for their answers. Beyond, what is asked and answered would only fill the memory. */
const MOST_OPEN = 8;

/** Asks for pages and puts them as they come, in whatever order. */
export class MadePages {
  private readonly open = new Set<Promise<void>>();
  private batch: PageQuestion[] = [];
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly maker: SiteMaker,
    private readonly files: ListedFiles,
  ) {}

  /** Asks for a page, sooner or later. @throws what making an earlier one threw. */
  async page(question: PageQuestion): Promise<void> {
    this.batch.push(question);
    if (this.batch.length === TOGETHER) await this.ask();
  }

  /** When all that was asked for is in its place, or waits for being published. @throws as `page` */
  async finish(): Promise<void> {
    if (this.batch.length > 0) await this.ask();
    await this.until(1);
  }

  private async ask(): Promise<void> {
    const pages = this.batch;
    this.batch = [];
    const put = async () => {
      try {
        for (const file of await this.maker.ask(pages)) this.files.putMade(file);
      } catch (error) {
        this.failure ??= { error };
      }
    };
    const answer = put();
    this.open.add(answer);
    void answer.then(() => this.open.delete(answer));
    await this.until(MOST_OPEN);
  }

  private async until(fewer: number): Promise<void> {
    while (this.open.size >= fewer) await Promise.race(this.open);
    if (this.failure !== null) throw this.failure.error;
  }
}
