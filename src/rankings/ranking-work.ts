import { merge, type Observable, of, Subject, timer } from 'rxjs';
import { holdAndWork } from '../fold/held-work.js';
import { refreshRankings } from './refresh.js';

/** See {@link RankingWork}. */
export interface RankingWorkOptions {
  readonly url: string;
  /** What is announced when chains are folded further. */
  readonly announced: Observable<unknown>;
  readonly poll_ms?: number;
}

export interface RankingStatus {
  readonly state: 'WAITING' | 'RANKING' | 'FAILED';
  readonly error?: string;
}

const POLL_MS = 5_000;
/** From the end of one round to the next, in lengths of that round: rankings are not worth more of a machine's time. */
const REST = 20;

/** Keeps rankings over all contributors as fresh as is cheap, in one process of all. */
export class RankingWork {
  readonly status = new Subject<RankingStatus>();
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;
  private next_ms = 0;

  constructor(private readonly options: RankingWorkOptions) {}

  start(): void {
    const { url, announced, poll_ms = POLL_MS } = this.options;
    this.running ??= holdAndWork(
      {
        url,
        lock: 'tributary rankings',
        name: 'tributary rankings',
        triggers: merge(of(''), announced, timer(poll_ms, poll_ms)),
        open: ({ writer }, signal) => {
          this.status.next({ state: 'RANKING' });
          return Promise.resolve(async () => {
            const begun_ms = performance.now();
            if (begun_ms < this.next_ms) return;
            await refreshRankings(writer, signal);
            const ended_ms = performance.now();
            this.next_ms = ended_ms + REST * (ended_ms - begun_ms);
          });
        },
        report: (state, error) => this.status.next({ state, error }),
      },
      this.abort.signal,
    );
  }

  /** Ends after the chain at hand. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }
}
