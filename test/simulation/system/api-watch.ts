import { CONTRIBUTOR, type ServedContributor, unequalBalances } from '../../e2e/served-entitlements.js';
import type { KeptProcess } from '../kept-process.js';
import { PEOPLE } from '../random-world.js';
import { askGraphql } from '../../support/graphql.js';

const LOOK_EVERY_ms = 250;
/** What dies with Postgres may be noticed so much later. */
const RECOVERY_ms = 5_000;
/** On a machine that is busy with other things this may happen to a question, but not to the next one too. */
const TOO_SLOW = 'took too long';

/** A service and where it answers. */
export interface WatchedService {
  readonly process: KeptProcess;
  readonly url: string;
}

/**
 * Asks every service what somebody has earned, over and over: a service that answered once answers as long as
 * neither it nor Postgres is gone, and every answer adds up, whatever is folded, settled or replaced meanwhile.
 */
export class ApiWatch {
  readonly problems: string[] = [];
  answers = 0;
  /** When Postgres was last known to be gone. */
  #disturbed_ms = -Infinity;
  #round = 0;
  #running: Promise<void> | undefined;
  #ended = false;
  /** Starts of each service after which it has answered. */
  readonly #serving = new Map<KeptProcess, number>();
  /** Services whose last answer did not come in time. */
  readonly #slow = new Set<KeptProcess>();

  constructor(private readonly services: readonly WatchedService[]) {}

  start(): void {
    this.#running ??= this.#watch();
  }

  /** Postgres is gone, or has just come back. */
  disturb(): void {
    this.#disturbed_ms = performance.now();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      this.#round++;
      await Promise.all(this.services.map((service) => this.#look(service)));
      await new Promise((done) => setTimeout(done, LOOK_EVERY_ms));
    }
  }

  async #look({ process, url }: WatchedService): Promise<void> {
    const { starts, isRunning } = process;
    if (!isRunning) return;
    const asked_ms = performance.now();
    try {
      const address = PEOPLE[this.#round % PEOPLE.length]!;
      const { contributor } = await askGraphql<{ contributor: ServedContributor | null }>(url, CONTRIBUTOR, {
        address,
      });
      this.#serving.set(process, starts);
      this.#slow.delete(process);
      this.answers++;
      if (contributor) this.problems.push(...unequalBalances([contributor]).map((what) => `while it ran, ${what}`));
    } catch (error) {
      const served = this.#serving.get(process) === starts;
      const isSteady = process.isRunning && !process.isEnding && process.starts === starts;
      const isDisturbed = this.#disturbed_ms > asked_ms - RECOVERY_ms;
      if (served && isSteady && !isDisturbed) this.#notice(process, error as Error);
    }
  }

  #notice(process: KeptProcess, { message, cause }: Error): void {
    const isFirst = !this.#slow.has(process);
    this.#slow.add(process);
    if (isFirst && message.includes(TOO_SLOW)) return;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    this.problems.push(`${process.name} did not answer: ${why}`);
  }
}
