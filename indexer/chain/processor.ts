import { setImmediate as turn } from 'node:timers/promises';
import { EvmBatchProcessor } from '@subsquid/evm-processor';
import type { ChainConfig } from '../../config/tributary-config.js';
import type { WatchList } from '../adapters/watch-list.js';
import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { ProcessorBlock } from '../endpoints/processor-block.js';
import type { HistoryDataSource } from '../history/history-data-source.js';
import { toRawLog } from '../endpoints/answered-blocks.js';
import type { History } from '../history/open-history.js';
import type { DecodedBlock } from '../log/blocks.js';
import type { HotTail } from '../hot/hot-tail.js';
import type { LogDatabase } from '../log/log-database.js';
import { EventPacker } from '../log/packed-event.js';

const FIELDS = {
  block: { timestamp: true },
  log: { address: true, topics: true, data: true, transactionHash: true },
} as const;
/** A gateway gives the transactions of logs too; where we read ourselves, our sources do. */
const FIELDS_WITH_TRANSACTIONS = { ...FIELDS, transaction: { from: true, to: true, value: true } } as const;

export interface ProcessorOptions {
  readonly watched: WatchList;
  /** Where reading starts when the log is empty. */
  readonly firstBlock: number;
  readonly database: LogDatabase;
  /** Where to read the past from; without it, block by block from where hot blocks come from. */
  readonly history?: History | undefined;
  /** Where the blocks above the finalized one come from. */
  readonly tail: HotTail;
}

/** Blocks that are decoded before rows of the batch before them go out to Postgres again, which else had to wait. */
const AT_A_STRETCH = 10;

/**
 * Follows the chain into the log. Takes the process over: it ends with exit code 1 on whatever it
 * cannot go on from, having logged why.
 */
export function runProcessor(config: ChainConfig, options: ProcessorOptions): void {
  const { watched, firstBlock, database, history, tail } = options;
  const chain = config.id as ChainId;
  const processor = new EvmBatchProcessor()
    .setRpcEndpoint(config.rpc[0]!)
    .setFinalityConfirmation(config.finality)
    .setBlockRange({ from: firstBlock })
    .setFields(watched.readsTransactions ? FIELDS_WITH_TRANSACTIONS : (FIELDS as typeof FIELDS_WITH_TRANSACTIONS))
    // All topics: what an adapter doesn't know is kept too. The list is fixed from here on: where contracts
    // can be announced, all logs are taken and the watch list says which count.
    .addLog({
      ...(watched.canGrow ? {} : { address: watched.addresses }),
      ...(watched.readsTransactions && { transaction: true }),
    });
  if (history && 'gateway' in history) processor.setGateway(history.gateway);
  if (history && 'source' in history) readPastFrom(processor, history.source);
  withoutMetricsServer(processor);
  takeHotBlocksFrom(tail, processor);
  processor.run(database, async ({ store, blocks }) => {
    watched.rewind(store.base.number);
    const packer = new EventPacker();
    for (const [index, block] of blocks.entries()) {
      if (index % AT_A_STRETCH === AT_A_STRETCH - 1) await turn();
      store.blocks.push(packed(decodeBlock(block, chain, watched), packer));
    }
  });
}

/** A block as the processor gives it, with the meaning of those of its logs that are watched. */
export function decodeBlock(block: ProcessorBlock, chain: ChainId, watched: WatchList): DecodedBlock {
  const { height: number, hash, parentHash, timestamp } = block.header;
  const ref = { number, hash: hash as Hex, time_s: Math.floor(timestamp / 1000) };
  const logs = watched.decode(block.logs.map(toRawLog), { ...ref, chain });
  return { ...ref, parentHash: parentHash as Hex, logs };
}

/** A block whose events are bytes: what they were decoded to can go before the next block is decoded. */
function packed(block: DecodedBlock, packer: EventPacker): DecodedBlock {
  const logs = block.logs.map((log) => ({ ...log, events: log.events.map((event) => packer.pack(event)) }));
  return { ...block, logs };
}

/** Puts a source in the place of the client that the processor would make for a gateway's URL. */
function readPastFrom(processor: EvmBatchProcessor, source: HistoryDataSource): void {
  processor.setGateway('http://in-this-process');
  processor['getArchiveDataSource'] = () => source as never;
}

/**
 * The processor serves its own metrics on every interface at a port of its choice, and has no option
 * against that; what there is to know of a chain stands in the log's tables.
 */
function withoutMetricsServer(processor: EvmBatchProcessor): void {
  const server = processor['getPrometheusServer']();
  server.serve = () => Promise.resolve({ port: 0, close: () => Promise.resolve() });
}

/**
 * The processor's own source of hot blocks asks one endpoint for its height only: it believes what it is
 * told, and sees a replaced tip once the height grows. Another source takes its place at the seam that
 * `HotDataSource` is, for which the processor has no option.
 */
function takeHotBlocksFrom(tail: HotTail, processor: EvmBatchProcessor): void {
  processor['getHotDataSource'] = () => tail as never;
}
