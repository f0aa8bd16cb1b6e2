import { Subject, timer } from 'rxjs';
import { type HeldWork, HeldWorker } from '../fold/held-work.js';
import { refreshRankings } from './refresh.js';

/** See {@link RankingWork}. */
export interface RankingWorkOptions {
  readonly url: string;
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
export class RankingWork extends HeldWorker {
  readonly status = new Subject<RankingStatus>();
  private next_ms = 0;

  constructor(private readonly options: RankingWorkOptions) {
    super();
  }

  protected work(): HeldWork {
    const { url, poll_ms = POLL_MS } = this.options;
    return {
      url,
      lock: 'tributary rankings',
      name: 'tributary rankings',
      triggers: timer(0, poll_ms),
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
    };
  }
}
