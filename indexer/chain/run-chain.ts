import type { Logger } from 'pino';
import type { TributaryConfig, ChainConfig } from '../../config/tributary-config.js';
import { EXIT } from '../exit-codes.js';
import { captureProcessorLogs, createIndexerLogger } from '../logging.js';
import { HaltError } from './endpoint.js';
import { type FollowedChain, followChain } from './follow-chain.js';

/** What a chain's process tells the supervisor that started it. */
export type ChainMessage = { readonly kind: 'worked' } | { readonly kind: 'failed'; readonly reason: string };

/** How long an open transaction may take to finish when the process is asked to stop. */
const STOP_WITHIN_MS = 1_200;

/**
 * Follows one chain until the process ends: on SIGTERM, on SIGINT, when the supervisor that started
 * it is gone, or on an error, which is the last thing logged.
 */
export async function runChain(config: TributaryConfig, chain: ChainConfig): Promise<void> {
  const logger = createIndexerLogger({ name: 'indexer', chain: chain.id }, chain.rpc);
  const tell = (message: ChainMessage): void => void process.send?.(message);
  let followed: FollowedChain | undefined;
  const stop = (why: string): void => {
    logger.info(`Stopping: ${why}.`);
    const deadline = new Promise((done) => setTimeout(done, STOP_WITHIN_MS));
    void Promise.race([followed?.idle(), deadline]).then(() => process.exit(EXIT.STOPPED));
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  process.once('disconnect', () => stop('the supervisor is gone'));
  captureProcessorLogs(logger, (reason) => tell({ kind: 'failed', reason }));

  const fail = (error: Error): void => {
    logger.fatal({ err: error }, error.message);
    tell({ kind: 'failed', reason: error.message });
    process.exit(error instanceof HaltError ? EXIT.HALTED : EXIT.FAILED);
  };
  process.on('uncaughtException', fail);
  try {
    followed = await followChain({
      databaseUrl: config.database,
      chain,
      logger,
      onCommit: workedOnce(logger, chain, tell),
      onConnectionLost: (error) => fail(new Error(`The connection to Postgres is lost: ${error.message}.`)),
    });
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The first commit says that the chain is followed. */
function workedOnce(logger: Logger, chain: ChainConfig, tell: (message: ChainMessage) => void): () => void {
  let isFirst = true;
  return () => {
    if (!isFirst) return;
    isFirst = false;
    logger.info(`Following ${chain.name}.`);
    tell({ kind: 'worked' });
  };
}
