import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from 'pino';
import pg from 'pg';
import type { ChainConfig, TributaryConfig } from '../../config/tributary-config.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { ChainMessage } from '../chain/run-chain.js';
import { EXIT } from '../exit-codes.js';
import { markHalted } from '../log/log-store.js';
import type { ChainReport } from '../metrics/chain-meter.js';
import type { MeteredChain } from '../metrics/indexer-metrics.js';
import { INITIAL_SUPERVISION, supervise, type SupervisionAction, type SupervisionEffect } from './plan.js';

/** After this time a chain's process that was asked to stop is killed. */
const STOP_WITHIN_MS = 1_600;

export interface SupervisorOptions {
  readonly config: TributaryConfig;
  /** The file to run, and the arguments with which it follows one chain. */
  readonly entry: string;
  readonly argumentsFor: (chain: ChainConfig) => string[];
  readonly logger: Logger;
}

/**
 * Runs one process per chain and starts it again when it ends; a chain that keeps failing is shown
 * as HALTED and tried again at a slow pace, while the others go on. A process ends by itself when the
 * supervisor is gone, however it went.
 */
export class Supervisor {
  #state = INITIAL_SUPERVISION;
  readonly #children = new Map<number, { process: ChildProcess; reason: string | undefined }>();
  readonly #metered = new Map<number, { report: ChainReport | undefined; starts: number }>();

  constructor(
    private readonly options: SupervisorOptions,
    private readonly onStopped: () => void,
  ) {}

  start(): void {
    for (const { id } of this.options.config.chains) this.#dispatch({ type: 'due', chain: id });
  }

  /** What is known of every chain, for metrics. */
  get chains(): MeteredChain[] {
    return this.options.config.chains.map(({ id }) => ({
      chainId: id,
      report: this.#metered.get(id)?.report,
      starts: this.#metered.get(id)?.starts ?? 0,
      isRunning: this.#state.running.has(id),
      circuit: this.#state.halted.has(id) ? 'open' : 'closed',
    }));
  }

  /** Asks every chain's process to stop; `onStopped` is called when they have. */
  stop(): void {
    this.#dispatch({ type: 'stop' });
  }

  #dispatch(action: SupervisionAction): void {
    const [state, effects] = supervise(this.#state, action);
    this.#state = state;
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: SupervisionEffect): void {
    switch (effect.type) {
      case 'start':
        return this.#fork(this.#chain(effect.chain));
      case 'startLater':
        this.options.logger.info({ chain: effect.chain }, `Starting again in ${Math.round(effect.pause_ms)} ms.`);
        setTimeout(() => this.#dispatch({ type: 'due', chain: effect.chain }), effect.pause_ms);
        return;
      case 'showHalted':
        return void this.#showHalted(this.#chain(effect.chain), effect.reason);
      case 'signal': {
        const child = this.#children.get(effect.chain)?.process;
        child?.kill('SIGTERM');
        setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS).unref();
        return;
      }
      case 'exit':
        return this.onStopped();
    }
  }

  #fork(chain: ChainConfig): void {
    const child = fork(this.options.entry, this.options.argumentsFor(chain), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const entry = { process: child, reason: undefined as string | undefined };
    this.#children.set(chain.id, entry);
    const metered = this.#metered.get(chain.id) ?? { report: undefined as ChainReport | undefined, starts: 0 };
    metered.starts++;
    this.#metered.set(chain.id, metered);
    child.on('message', (message: ChainMessage) => {
      if (message.kind === 'failed') entry.reason = message.reason;
      else if (message.kind === 'metered') metered.report = message.report;
      else this.#dispatch({ type: 'worked', chain: chain.id });
    });
    child.on('error', (error) => (entry.reason ??= error.message));
    // 'close' comes after the last message was read, 'exit' may come before.
    child.once('close', (code, signal) => this.#ended(chain, code, entry.reason ?? ending(code, signal)));
  }

  #ended(chain: ChainConfig, code: number | null, reason: string): void {
    this.#children.delete(chain.id);
    if (!this.#state.isStopping)
      this.options.logger.error({ chain: chain.id, code }, `The process of ${chain.name} ended: ${reason}`);
    this.#dispatch({ type: 'ended', chain: chain.id, code, reason, now_ms: performance.now(), jitter: Math.random() });
  }

  async #showHalted(chain: ChainConfig, reason: string): Promise<void> {
    this.options.logger.error({ chain: chain.id }, `${chain.name} is halted. ${reason}`);
    const client = new pg.Client({ connectionString: this.options.config.database });
    try {
      await client.connect();
      await markHalted(client, chain.id as ChainId, chain.name, reason);
    } catch (error) {
      this.options.logger.error({ chain: chain.id, err: error }, 'The halted chain could not be shown as such.');
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  #chain(id: number): ChainConfig {
    return this.options.config.chains.find((chain) => chain.id === id)!;
  }
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `it was ended by ${signal}`;
  return code === EXIT.STOPPED ? 'it stopped' : `it ended with code ${code}`;
}
