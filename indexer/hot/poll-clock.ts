/** Paces polls: so often, and at once when somebody has news. */
export class PollClock {
  #next_ms = 0;
  #wake: () => void = () => undefined;
  #isWoken = false;

  constructor(private readonly interval_ms: number) {}

  /** Ends the pause under way, or the next one. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async pause(): Promise<void> {
    const left_ms = this.#next_ms - performance.now();
    if (left_ms > 0 && !this.#isWoken) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left_ms);
        this.#wake = () => (clearTimeout(timer), done());
      });
    }
    this.#isWoken = false;
    this.#next_ms = performance.now() + this.interval_ms;
  }
}
