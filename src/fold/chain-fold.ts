import type pg from 'pg';
import { BehaviorSubject, type Observable } from 'rxjs';
import type { ChainId } from '../domain/ids.js';
import { logAdvances } from '../event-log/announcements.js';
import { LIVE, type Schemas } from './chain-tables.js';
import type { Checkpoint } from './checkpoint.js';
import { FoldSession } from './fold-session.js';
import { holdAndWork } from './held-work.js';
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
}

export interface ChainFoldStatus {
  readonly chain: ChainId;
  /** WAITING: another process folds this chain. FAILED: tried again in a moment. */
  readonly state: 'STOPPED' | 'WAITING' | 'FOLDING' | 'FAILED';
  /** Undefined until this process folds the chain. */
  readonly checkpoint?: Checkpoint;
  /** Events folded by this process. */
  readonly events: number;
  readonly error?: string;
}

const POLL_MS = 1_000;

/** Keeps one chain folded: waits for the chain's lock, catches up, follows, and starts again after errors. */
export class ChainFold {
  private readonly subject: BehaviorSubject<ChainFoldStatus>;
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ChainFoldOptions) {
    this.subject = new BehaviorSubject<ChainFoldStatus>({ chain: options.chain, state: 'STOPPED', events: 0 });
  }

  /** The present status and every change of it. */
  get status(): Observable<ChainFoldStatus> {
    return this.subject.asObservable();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the step at hand. What it has not committed, another process folds. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    this.report({ state: 'STOPPED' });
  }

  private run(): Promise<void> {
    const { url, chain, announced, poll_ms = POLL_MS, schemas = LIVE } = this.options;
    const work = {
      url,
      lock: foldLockName(schemas, chain),
      name: `tributary fold ${chain}`,
      triggers: logAdvances(announced, chain, poll_ms),
      open: async (connections: { writer: pg.Client; reader: pg.Client }, signal: AbortSignal) => {
        const session = new FoldSession({ ...this.options, schemas, ...connections });
        const before = this.subject.value.events;
        const report = (): void =>
          this.report({ state: 'FOLDING', checkpoint: session.checkpoint, events: before + session.events });
        await session.open();
        report();
        return () => session.catchUp(signal, report);
      },
      report: (state: 'WAITING' | 'FAILED', error?: string): void => this.report({ state, error }),
    };
    return holdAndWork(work, this.abort.signal);
  }

  private report(change: Partial<ChainFoldStatus>): void {
    this.subject.next({ ...this.subject.value, ...change });
  }
}

/** The advisory lock that whoever folds a chain holds. */
export function foldLockName(schemas: Schemas, chain: ChainId): string {
  return `tributary fold ${schemas.ledger} ${chain}`;
}
