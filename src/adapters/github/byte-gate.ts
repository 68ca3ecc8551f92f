/** Lets tasks begin as long as all that are under way hold no more than so many bytes together, in the order they came. */
export class ByteGate {
  private held = 0;
  private readonly waiting: { readonly bytes: number; readonly begin: () => void }[] = [];

  constructor(private readonly limit: number) {}

  async during<T>(bytes: number, task: () => Promise<T>): Promise<T> {
    // One that wants more than there is goes alone.
    const share = Math.min(bytes, this.limit);
    await this.enter(share);
    try {
      return await task();
    } finally {
      this.held -= share;
      this.admit();
    }
  }

  private enter(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ bytes, begin: resolve });
      this.admit();
    });
  }

  private admit(): void {
    for (let next = this.waiting[0]; next !== undefined && this.held + next.bytes <= this.limit; next = this.waiting[0]) {
      this.waiting.shift();
      this.held += next.bytes;
      next.begin();
    }
  }
}
