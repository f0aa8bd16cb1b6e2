import type { ChainConfig } from '../../config/tributary-config.js';
import type { ChainId } from '../../src/domain/ids.js';
import type { WatchList } from '../adapters/watch-list.js';
import type { BlockRef } from '../log/blocks.js';
import type { EndpointPool } from '../endpoints/endpoint-pool.js';
import { ContractsAhead } from '../adapters/contracts-ahead.js';
import { HistoryDataSource } from './history-data-source.js';
import { HistoryReader } from './history-reader.js';

export interface HistoryOptions {
  readonly config: ChainConfig;
  readonly pool: EndpointPool;
  /** The contracts to read, of the reader's own: it knows of announced ones before they are decoded. */
  readonly watched: WatchList;
  /** The last block that the log holds for final. */
  readonly base: BlockRef | undefined;
  /** Called with the heads that endpoints tell. */
  readonly onHeads: (heads: readonly number[]) => void;
}

/** Where the processor reads the past of a chain from: a Subsquid gateway's URL, or endpoints of the chain. */
export type History = { readonly gateway: string } | { readonly source: HistoryDataSource };

/**
 * The chain's Subsquid gateway, or our own reading of its endpoints where there is none, or where it would
 * not do. Nothing where history is read by RPC, block by block.
 */
export function openHistory({ config, pool, watched, base, onHeads }: HistoryOptions): History | undefined {
  if (config.history === 'rpc') return undefined;
  // A gateway is asked for contracts once and for all: those that are announced later, only we can read.
  if (config.gateway !== undefined && !watched.canGrow) return { gateway: config.gateway };
  const { id: chain, name: chainName, finality } = config;
  const contracts = new ContractsAhead(watched, chain as ChainId);
  const readsTransactionsOf = watched.readsTransactions
    ? (contract: string) => contracts.readsTransactionsOf(contract)
    : undefined;
  const asked = { chain, chainName, finality, pool, contracts, readsTransactionsOf, strict: config.strictBlocks };
  const reader = new HistoryReader({ ...asked, base, onHeads });
  return { source: new HistoryDataSource(reader) };
}
