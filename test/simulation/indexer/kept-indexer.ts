import { ManagedProcess } from '../../support/managed-process.js';
import { compiled } from '../../support/program.js';

/** Looks at the process so often. */
const LOOK_EVERY_ms = 30;
/** A process that ended by itself is started again after so many looks. */
const PAUSE_LOOKS = 3;

/** The real indexer of one chain, started again whenever it ends by itself, as its supervisor would, only sooner. */
export class KeptIndexer {
  readonly #process: ManagedProcess;
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  /** How often it ended without having been asked to. */
  endings = 0;
  kills = 0;

  constructor(configPath: string, chain: number) {
    const args = [compiled('indexer/main.js'), '--config', configPath, '--chain', String(chain), '--no-migrate'];
    this.#process = new ManagedProcess(`indexer of chain ${chain}`, args);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_ms);
  }

  get lastWords(): string {
    return this.#process.lastWords;
  }

  start(): void {
    this.#process.start();
  }

  async kill(): Promise<void> {
    this.kills++;
    await this.#process.kill();
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#process.kill();
  }

  #look(): void {
    this.#looks = this.#process.hasFailed ? this.#looks + 1 : 0;
    if (this.#looks < PAUSE_LOOKS) return;
    this.#looks = 0;
    this.endings++;
    this.#process.start();
  }
}
