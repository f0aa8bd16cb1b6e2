import { BehaviorSubject, type Observable } from 'rxjs';
import type { ChainId } from '../domain/ids.js';
import { logAdvances } from '../event-log/announcements.js';
import { LIVE, type Schemas } from './chain-tables.js';
import type { Checkpoint } from './checkpoint.js';
import { FoldSession } from './fold-session.js';
import { type HeldConnections, type HeldWork, HeldWorker } from './held-work.js';
import type { Projection } from './projection.js';

export interface ChainFoldOptions {
  readonly url: string;
  readonly chain: ChainId;
  readonly interval_s: number;
  readonly projection: Projection;
  /** What is announced on LOG_CHANNEL. */
  readonly announced: Observable<string>;
  /** How often the log is looked at without an announcement. */
  readonly poll_ms?: number;
  /** At most so many events in one transaction. */
  readonly eventsPerStep?: number;
  readonly schemas?: Schemas;
  /** Folds the chain anew beside its state, where that cannot be folded on, and puts that in its place. */
  readonly rebuild?: (
    report: (progress: RebuildProgress) => void,
    signal: AbortSignal,
    rewindTo?: number,
  ) => Promise<unknown>;
}

/** How far a chain is folded anew. */
export interface RebuildProgress {
  readonly chain: ChainId;
  /** Events folded so far. */
  readonly events: number;
  /** Events to fold, as counted at the start. */
  readonly total: number;
}

export interface ChainFoldStatus {
  readonly chain: ChainId;
  /**
   * WAITING: another process folds this chain. REBUILDING: it is folded anew, and what is there is served
   * meanwhile. FAILED: tried again in a moment.
   */
  readonly state: 'STOPPED' | 'WAITING' | 'FOLDING' | 'REBUILDING' | 'FAILED';
  /** Undefined until this process folds the chain. */
  readonly checkpoint?: Checkpoint;
  /** Events folded by this process. */
  readonly events: number;
  readonly error?: string;
  /** Whether the state is folded on with other inputs than this process was given: those recorded with it. */
  readonly hasOtherInputs?: boolean;
  /** While REBUILDING. */
  readonly rebuild?: RebuildProgress;
}

const POLL_MS = 1_000;

/** Keeps one chain folded: waits for the chain's lock, catches up, follows, and starts again after errors. */
export class ChainFold extends HeldWorker {
  private readonly subject: BehaviorSubject<ChainFoldStatus>;

  constructor(private readonly options: ChainFoldOptions) {
    super();
    this.subject = new BehaviorSubject<ChainFoldStatus>({ chain: options.chain, state: 'STOPPED', events: 0 });
  }

  /** The present status and every change of it. */
  get status(): Observable<ChainFoldStatus> {
    return this.subject.asObservable();
  }

  /** Ends after the step at hand. What it has not committed, another process folds. */
  override async stop(): Promise<void> {
    await super.stop();
    this.report({ state: 'STOPPED' });
  }

  protected work(): HeldWork {
    const { url, chain, announced, poll_ms = POLL_MS, schemas = LIVE } = this.options;
    return {
      url,
      lock: foldLockName(schemas, chain),
      name: `tributary fold ${chain}`,
      triggers: logAdvances(announced, chain, poll_ms),
      open: async ({ writer, openReader }: HeldConnections, signal: AbortSignal) => {
        const reader = await openReader();
        const before = this.subject.value.events;
        const report = (): void =>
          this.report({
            state: 'FOLDING',
            checkpoint: session.checkpoint,
            events: before + session.events,
            hasOtherInputs: session.hasOtherInputs,
          });
        const session = new FoldSession({ ...this.options, schemas, writer, reader, rebuild: this.rebuild() });
        await session.open(signal);
        report();
        return () => session.catchUp(signal, report);
      },
      report: (state: 'WAITING' | 'FAILED', error?: string): void => this.report({ state, error }),
    };
  }

  private rebuild(): ((signal: AbortSignal, rewindTo?: number) => Promise<void>) | undefined {
    const { rebuild } = this.options;
    return (
      rebuild &&
      (async (signal, rewindTo) => {
        await rebuild((progress) => this.report({ state: 'REBUILDING', rebuild: progress }), signal, rewindTo);
      })
    );
  }

  private report(change: Partial<ChainFoldStatus>): void {
    this.subject.next({ ...this.subject.value, rebuild: undefined, error: undefined, ...change });
  }
}

/** The advisory lock that whoever folds a chain holds. */
export function foldLockName(schemas: Schemas, chain: ChainId): string {
  return `tributary fold ${schemas.ledger} ${chain}`;
}
