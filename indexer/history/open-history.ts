import type { ChainConfig } from '../../config/tributary-config.js';
import type { EndpointPool } from '../endpoints/endpoint-pool.js';
import { HistoryDataSource } from './history-data-source.js';
import { HistoryReader } from './history-reader.js';

export interface HistoryOptions {
  readonly config: ChainConfig;
  readonly pool: EndpointPool;
  /** The contracts to read, in lower case. */
  readonly addresses: () => readonly string[];
  /** Called with the heads that endpoints tell. */
  readonly onHeads: (heads: readonly number[]) => void;
}

/** Where the processor reads the past of a chain from: a Subsquid gateway's URL, or endpoints of the chain. */
export type History = { readonly gateway: string } | { readonly source: HistoryDataSource };

/**
 * The chain's Subsquid gateway, or our own reading of its endpoints where there is none. Nothing where
 * history is read by RPC, block by block.
 */
export function openHistory({ config, pool, addresses, onHeads }: HistoryOptions): History | undefined {
  if (config.history === 'rpc') return undefined;
  if (config.gateway !== undefined) return { gateway: config.gateway };
  const { id: chain, name: chainName, finality } = config;
  return { source: new HistoryDataSource(new HistoryReader({ chain, chainName, finality, pool, addresses, onHeads })) };
}
