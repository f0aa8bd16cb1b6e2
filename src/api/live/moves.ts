import type { Observable, Subscription } from 'rxjs';
import type { FoldNotice } from './fold-notices.js';

/** What has moved since it was last asked: per chain, and the least position that a rewind went back to. */
export interface Moved {
  /** True when notices may have been missed: everything may have moved. */
  everything: boolean;
  readonly chains: Map<number, { rewoundTo: string | null }>;
}

/**
 * A queue of notices for one client that cannot grow: notices of a chain merge into one, so a slow client
 * costs nothing but its own delay.
 */
export class Moves {
  private moved: Moved = nothing();
  private wake: (() => void) | undefined;
  private readonly subscription: Subscription;

  constructor(notices: Observable<FoldNotice>) {
    this.subscription = notices.subscribe((notice) => {
      this.merge(notice);
      this.wake?.();
    });
  }

  /** Waits until something has moved, or the signal fires, and takes it. */
  async next(signal: AbortSignal, timeout_ms?: number): Promise<Moved> {
    if (!this.moved.everything && this.moved.chains.size === 0 && !signal.aborted) await this.news(signal, timeout_ms);
    const taken = this.moved;
    this.moved = nothing();
    return taken;
  }

  close(): void {
    this.subscription.unsubscribe();
    this.wake?.();
  }

  private news(signal: AbortSignal, timeout_ms?: number): Promise<void> {
    return new Promise((done) => {
      const timer = timeout_ms === undefined ? undefined : setTimeout(() => this.wake?.(), timeout_ms);
      this.wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', this.wake!);
        this.wake = undefined;
        done();
      };
      signal.addEventListener('abort', this.wake);
    });
  }

  private merge(notice: FoldNotice): void {
    if (notice === 'listening') {
      this.moved.everything = true;
      return;
    }
    const known = this.moved.chains.get(notice.chain)?.rewoundTo ?? null;
    const rewoundTo =
      known === null || (notice.rewoundTo !== null && notice.rewoundTo < known) ? notice.rewoundTo : known;
    this.moved.chains.set(notice.chain, { rewoundTo });
  }
}

function nothing(): Moved {
  return { everything: false, chains: new Map() };
}
