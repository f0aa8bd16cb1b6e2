import { createHash } from 'node:crypto';

/** How often something goes wrong, and in which ways it may. */
export interface FaultRule<F> {
  /** From 0 to 1. */
  readonly share: number;
  readonly faults: readonly F[];
}

/**
 * What happens to a request is decided by a hash of (seed, request, nth time): the same seed decides
 * the same, whenever the request comes and whatever comes between.
 */
export class FaultDecisions {
  readonly #times = new Map<string, number>();

  constructor(private readonly seed: string) {}

  /** Counts the request. @returns a source of chance for what is to be decided about it this time */
  next(request: string): Decision {
    const time = (this.#times.get(request) ?? 0) + 1;
    this.#times.set(request, time);
    return new Decision(createHash('sha256').update(`${this.seed} ${request} ${time}`).digest(), time);
  }
}

/** One request at one time. */
export class Decision {
  constructor(
    private readonly hash: Buffer,
    private readonly time: number,
  ) {}

  /** The fault for it, if any. Below a share of 1 the same request never goes wrong twice in a row. */
  fault<F>({ share, faults }: FaultRule<F>): F | undefined {
    if (this.#part(0) >= share || (share < 1 && this.time % 2 === 0)) return undefined;
    return faults[this.hash.readUInt16BE(2) % faults.length];
  }

  /** How long it takes: up to `most_ms` in the given share of cases, else nothing. */
  delay({ share, most_ms }: { readonly share: number; readonly most_ms: number }): number {
    return this.#part(4) < share ? Math.round(this.#part(6) * most_ms) : 0;
  }

  #part(at: number): number {
    return this.hash.readUInt16BE(at) / 65_536;
  }
}
