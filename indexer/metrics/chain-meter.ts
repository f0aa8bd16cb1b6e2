import type { Advance, LogState } from '../log/advance.js';

/** What one chain's process has counted since it started; it goes to the supervisor as a message. */
export interface ChainReport {
  /** The newest block that an endpoint told; null before the first. */
  readonly head: number | null;
  /** The newest block in the log, its time in seconds, and the newest of those that are final. */
  readonly indexed: number | null;
  readonly indexedTime_s: number | null;
  readonly finalized: number | null;
  readonly events: number;
  /** Events appended a second, over the last ten seconds. */
  readonly eventsPerSecond: number;
  readonly batches: { readonly append: number; readonly retract: number };
  /** Answers that were not used, by endpoint and reason. */
  readonly refused: readonly { readonly endpoint: string; readonly reason: string; readonly count: number }[];
  /** Why the endpoints stand still; null where they don't. */
  readonly stalled: string | null;
}

const RATE_OVER_MS = 10_000;

/** Counts what happens to one chain. */
export class ChainMeter {
  /** When how many events were committed, of late. */
  #commits: { readonly at_ms: number; readonly events: number }[] = [];
  #head: number | null = null;
  #indexed: { block: number; time_s: number; finalized: number } | undefined;
  #events = 0;
  #stalled: string | null = null;
  readonly #batches = { append: 0, retract: 0 };
  #refusals: () => ChainReport['refused'] = () => [];

  /** @param now_ms a clock that only goes forward */
  constructor(private readonly now_ms: () => number = () => performance.now()) {}

  /** Endpoints have told heads: the highest counts, and it may fall. */
  told(heads: readonly number[]): void {
    if (heads.length > 0) this.#head = Math.max(...heads);
  }

  /** The log holds blocks already. */
  holds({ blocks }: LogState): void {
    const [finalized, head] = [blocks[0], blocks.at(-1)];
    if (finalized && head) this.#indexed = { block: head.number, time_s: head.time_s, finalized: finalized.number };
  }

  committed({ batches }: Advance): void {
    for (const batch of batches) {
      this.#batches[batch.kind]++;
      if (batch.kind === 'append') this.#appended(batch.events.length);
      const { head, finalized } = batch;
      this.#indexed = { block: head.number, time_s: head.time_s, finalized: finalized.number };
    }
  }

  #appended(events: number): void {
    this.#events += events;
    this.#commits = [...this.#lateCommits(), { at_ms: this.now_ms(), events }];
  }

  #lateCommits(): { readonly at_ms: number; readonly events: number }[] {
    const from_ms = this.now_ms() - RATE_OVER_MS;
    return this.#commits.filter(({ at_ms }) => at_ms > from_ms);
  }

  stalled(reason: string | undefined): void {
    this.#stalled = reason ?? null;
  }

  /** Where refused answers are counted. */
  countsRefusals(refusals: () => ChainReport['refused']): void {
    this.#refusals = refusals;
  }

  report(): ChainReport {
    return {
      head: this.#head,
      indexed: this.#indexed?.block ?? null,
      indexedTime_s: this.#indexed?.time_s ?? null,
      finalized: this.#indexed?.finalized ?? null,
      events: this.#events,
      eventsPerSecond: this.#lateCommits().reduce((sum, { events }) => sum + events, 0) / (RATE_OVER_MS / 1000),
      batches: { ...this.#batches },
      refused: this.#refusals(),
      stalled: this.#stalled,
    };
  }
}
