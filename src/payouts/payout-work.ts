import { merge, type Observable, of, Subject, timer } from 'rxjs';
import { type HeldWork, HeldWorker } from '../fold/held-work.js';
import { type PublishedRoot, type RootCheckOptions, type RootFinding, RootKeeper } from './check-roots.js';

/** See {@link PayoutWork}. */
export interface PayoutWorkOptions extends RootCheckOptions {
  readonly url: string;
  /** What is announced when chains are folded further. */
  readonly announced: Observable<unknown>;
  readonly poll_ms?: number;
}

/** What the work has to tell. */
export interface PayoutStatus {
  readonly state: 'WAITING' | 'CHECKING' | 'FAILED';
  readonly error?: string;
}

const POLL_MS = 5_000;

/** Computes published payout roots again, in one process of all: keeps what proofs need, and tells what is not right. */
export class PayoutWork extends HeldWorker {
  /** What it does. */
  readonly status = new Subject<PayoutStatus>();
  /** Roots that were looked at. */
  readonly findings = new Subject<PublishedRoot & RootFinding>();

  constructor(private readonly options: PayoutWorkOptions) {
    super();
  }

  protected work(): HeldWork {
    const { url, announced, poll_ms = POLL_MS } = this.options;
    return {
      url,
      lock: 'tributary payouts',
      name: 'tributary payouts',
      triggers: merge(of(''), announced, timer(poll_ms, poll_ms)),
      open: ({ writer }, signal) => {
        const keeper = new RootKeeper(writer, this.options);
        this.status.next({ state: 'CHECKING' });
        return Promise.resolve(async () => {
          for (const finding of await keeper.keep(signal)) this.findings.next(finding);
        });
      },
      report: (state, error) => this.status.next({ state, error }),
    };
  }
}
