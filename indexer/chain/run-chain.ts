import type { Logger } from 'pino';
import { setFlagsFromString } from 'node:v8';
import type { TributaryConfig, ChainConfig } from '../../config/tributary-config.js';
import { EXIT } from '../exit-codes.js';
import { captureProcessorLogs, createIndexerLogger } from '../logging.js';
import { ChainMeter, type ChainReport } from '../metrics/chain-meter.js';
import { serveMetrics } from '../metrics/metrics-server.js';
import { HaltError } from './chain-endpoints.js';
import { type FollowedChain, followChain } from './follow-chain.js';

/** What a chain's process tells the supervisor that started it. */
export type ChainMessage =
  | { readonly kind: 'worked' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'metered'; readonly report: ChainReport };

const METER_EVERY_MS = 1_000;

/**
 * The heap is collected when it and the buffers beside it have grown by so much over what was alive the last time.
 * Little of a backfill is alive, and answers are many megabytes of buffers: held tighter, it is collected all the time.
 */
const HEAP_GROWTH_PERCENT = 200;
/** How long an open transaction may take to finish when the process is asked to stop. */
const STOP_WITHIN_MS = 1_200;

/**
 * Follows one chain until the process ends: on SIGTERM, on SIGINT, when the supervisor that started
 * it is gone, or on an error, which is the last thing logged.
 */
export async function runChain(config: TributaryConfig, chain: ChainConfig): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
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
  const meter = new ChainMeter();
  // Whoever is in charge of the process serves the metrics.
  if (process.connected) setInterval(() => tell({ kind: 'metered', report: meter.report() }), METER_EVERY_MS).unref();
  else if (config.metrics) serveOwnMetrics(config.metrics, chain, meter, logger);
  try {
    followed = await followChain({
      databaseUrl: config.database,
      chain,
      logger,
      meter,
      onCommit: workedOnce(logger, chain, tell),
      onConnectionLost: (error) => fail(new Error(`The connection to Postgres is lost: ${error.message}.`)),
    });
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

function serveOwnMetrics(
  at: { readonly host: string; readonly port: number },
  { id: chainId }: ChainConfig,
  meter: ChainMeter,
  logger: Logger,
): void {
  const chains = () => [{ chainId, report: meter.report(), isRunning: true, circuit: 'closed', starts: 1 } as const];
  serveMetrics({ ...at, chains, logger });
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
