/** Work that goes on beside a test until it is told to end. */
export class Load {
  private stopping = false;
  private readonly ended: Promise<void>;
  private rounds = 0;

  /** Runs `round` again and again, with a pause between. */
  constructor(round: () => Promise<void>, pause_ms: number) {
    this.ended = (async () => {
      while (!this.stopping) {
        await round();
        this.rounds++;
        await new Promise((done) => setTimeout(done, pause_ms));
      }
    })();
    // Whoever stops it hears of the failure; until then it must not end the process.
    this.ended.catch(() => undefined);
  }

  /** How many rounds are done. */
  get count(): number {
    return this.rounds;
  }

  /** @throws what a round has thrown */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.ended;
  }
}
