import type pg from 'pg';
import type { Logger } from 'pino';
import type { ChainConfig } from '../../config/tributary-config.js';
import type { ChainId } from '../../src/domain/ids.js';
import { adaptersOf } from '../adapters/adapters.js';
import { ContractsAhead } from '../adapters/contracts-ahead.js';
import { WatchList } from '../adapters/watch-list.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import { openHistory } from '../history/open-history.js';
import { HotTail } from '../hot/hot-tail.js';
import type { Advance } from '../log/advance.js';
import { loadAnnounced } from '../log/announced-store.js';
import { acquireChainLock } from '../log/chain-lock.js';
import { LogDatabase } from '../log/log-database.js';
import { describeChain, loadState, markHalted, markStalled } from '../log/log-store.js';
import type { ChainMeter } from '../metrics/chain-meter.js';
import { connectPatiently } from '../postgres.js';
import { ChainEndpoints, HaltError } from './chain-endpoints.js';
import { runProcessor } from './processor.js';

/** An endpoint that hangs holds the head up for so long; what is too much for that time is asked for in pieces. */
const TIMEOUT_MS = 15_000;

export interface FollowOptions {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  readonly logger: Logger;
  readonly meter: ChainMeter;
  /** Called after each commit to the log. */
  readonly onCommit: (advance: Advance) => void;
  /** Called when the connection that holds the lock is gone: nothing can be written any more. */
  readonly onConnectionLost: (error: Error) => void;
}

/** A chain being followed in this process. */
export interface FollowedChain {
  /** Resolves when no transaction is open. */
  idle(): Promise<void>;
}

/**
 * Follows one chain into the log: takes the chain's lock, makes sure that the endpoint serves the
 * chain that the log holds, and hands the process over to the processor.
 * @throws HaltError, having shown the chain as HALTED
 */
export async function followChain(options: FollowOptions): Promise<FollowedChain> {
  const { chain: config, logger, meter } = options;
  const chain = config.id as ChainId;
  const client = await connectPatiently(options.databaseUrl, `tributary-indexer-${chain}`, logger);
  client.on('error', options.onConnectionLost);
  await describeChain(client, chain, config.name);
  await acquireChainLock(client, chain, () =>
    logger.warn(`Another indexer writes the log of ${config.name} (chain ${chain}); waiting until it ends.`),
  );
  const state = await loadState(client, chain);
  meter.holds(state);
  const pool = new EndpointPool({
    endpoints: config.endpoints.map((endpoint) => ({ ...endpoint, timeout_ms: TIMEOUT_MS })),
    logger,
  });
  meter.countsRefusals(() => pool.refusals);
  const endpoints = new ChainEndpoints({ chainName: config.name, pool, logger });
  try {
    await endpoints.requireChain(chain);
    if (state.blocks[0]) await endpoints.requireFinal(state.blocks[0]);
  } catch (error) {
    if (error instanceof HaltError) await markHalted(client, chain, config.name, error.message);
    throw error;
  }
  const database = new LogDatabase({
    client,
    state,
    headerOf: (block) => endpoints.headerOf(block),
    onCommit(advance) {
      logAdvance(logger, advance);
      meter.committed(advance);
      options.onCommit(advance);
    },
  });
  const announced = await loadAnnounced(client, chain);
  const adapters = adaptersOf(config.contracts);
  const watching = (): WatchList => new WatchList(config.contracts, adapters, announced);
  const watched = watching();
  const onHeads = (heads: readonly number[]): void => meter.told(heads);
  const addresses = (): readonly string[] => watched.addresses;
  const tail = new HotTail({
    chain,
    chainName: config.name,
    pool,
    addresses,
    readsTransactionsOf: watched.readsTransactions ? (contract) => watched.readsTransactionsOf(contract) : undefined,
    ahead: watched.canGrow ? (block) => new ContractsAhead(watched.upTo(block), chain) : undefined,
    strict: config.strictBlocks,
    finality: config.finality,
    pollInterval_ms: config.pollIntervalMs,
    onHeads,
    async onStall(reason) {
      meter.stalled(reason);
      await showStall(client, chain, reason, logger);
    },
  });
  // Above the finalized block the processor wants every block, those before the first contract too.
  const firstBlock = Math.min(watched.firstBlock, await tail.getFinalizedHeight());
  const history = openHistory({ config, pool, watched: watching(), base: state.blocks[0], onHeads });
  runProcessor(config, { watched, firstBlock, database, history, tail });
  return database;
}

async function showStall(
  client: pg.ClientBase,
  chain: ChainId,
  reason: string | undefined,
  logger: Logger,
): Promise<void> {
  if (reason === undefined) logger.info('The chain moves again.');
  else logger.error(reason);
  await markStalled(client, chain, reason);
}

function logAdvance(logger: Logger, { batches }: Advance): void {
  for (const batch of batches) {
    if (batch.kind === 'retract') {
      logger.warn({ batch: batch.number, from: batch.fromBlock, to: batch.toBlock }, 'Blocks were replaced by a fork.');
      continue;
    }
    const unknown = batch.events.filter(({ event }) => event.kind === 'Unknown');
    for (const { block, log, event } of unknown.slice(0, 10)) {
      logger.warn(
        { block: block.number, log: log.raw.logIndex, contract: log.raw.contract, payload: event.payload },
        'Unknown event.',
      );
    }
    if (batch.events.length > 0) {
      logger.debug(
        { batch: batch.number, head: batch.head.number, events: batch.events.length },
        'Events were logged.',
      );
    }
  }
}
