export interface Clock {
  now_ms(): number;
  pause(time_ms: number): Promise<void>;
}

const SYSTEM_CLOCK: Clock = {
  now_ms: () => performance.now(),
  pause: (time_ms) => new Promise((done) => setTimeout(done, time_ms)),
};

/** Bounds the calls that one endpoint gets a second; without a rate, whoever asks goes at once. */
export class RateLimit {
  #freeAt_ms = 0;

  constructor(
    private readonly callsPerSecond: number | undefined,
    private readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  /** Waits until the rate allows so many calls more. */
  async turn(calls: number): Promise<void> {
    if (this.callsPerSecond === undefined) return;
    const now_ms = this.clock.now_ms();
    const wait_ms = Math.max(0, this.#freeAt_ms - now_ms);
    this.#freeAt_ms = now_ms + wait_ms + (calls / this.callsPerSecond) * 1000;
    if (wait_ms > 0) await this.clock.pause(wait_ms);
  }
}
