import { ManagedProcess } from '../support/managed-process.js';
import { compiled } from '../support/program.js';

/** Looks at the process so often. */
const LOOK_EVERY_ms = 30;
/** A process that ended by itself is started again after so many looks. */
const PAUSE_LOOKS = 3;

/** A process that is started again whenever it ends by itself, as its supervisor would, only sooner. */
export class KeptProcess {
  readonly #process: ManagedProcess;
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  /** How often it ended without having been asked to. */
  endings = 0;
  kills = 0;
  /** How often it was started. */
  starts = 0;
  /** Somebody is ending it. */
  isEnding = false;

  constructor(name: string, args: readonly string[]) {
    this.#process = new ManagedProcess(name, args);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_ms);
  }

  get name(): string {
    return this.#process.name;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  get lastWords(): string {
    return this.#process.lastWords;
  }

  start(): void {
    if (!this.#process.isRunning) this.starts++;
    this.#process.start();
  }

  async kill(): Promise<void> {
    this.kills++;
    await this.#ending(this.#process.kill());
  }

  /** Asks it to end, and waits until it is gone. */
  async stop(): Promise<void> {
    await this.#ending(this.#process.stop());
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ending(this.#process.kill());
  }

  async #ending(end: Promise<void>): Promise<void> {
    this.isEnding = true;
    await end.finally(() => (this.isEnding = false));
  }

  #look(): void {
    this.#looks = this.#process.hasFailed ? this.#looks + 1 : 0;
    if (this.#looks < PAUSE_LOOKS) return;
    this.#looks = 0;
    this.endings++;
    this.start();
  }
}

/** The real indexer of one chain. */
export function keptIndexer(configPath: string, chain: number): KeptProcess {
  const args = [compiled('indexer/main.js'), '--config', configPath, '--chain', String(chain), '--no-migrate'];
  return new KeptProcess(`indexer of chain ${chain}`, args);
}

/** The real service: folds, settlement and API. */
export function keptService(name: string, configPath: string, port: number): KeptProcess {
  return new KeptProcess(name, [compiled('src/main.js'), '--config', configPath, '--port', String(port)]);
}
