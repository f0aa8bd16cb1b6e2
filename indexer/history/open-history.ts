import type { Logger } from 'pino';
import type { ChainConfig } from '../../config/tributary-config.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import { HistoryDataSource } from './history-data-source.js';
import { HistoryReader } from './history-reader.js';

export interface HistoryOptions {
  readonly config: ChainConfig;
  /** The contracts to read, in lower case. */
  readonly addresses: () => readonly string[];
  readonly logger: Logger;
}

/** Where the processor reads the past of a chain from: a Subsquid gateway's URL, or endpoints of the chain. */
export type History = { readonly gateway: string } | { readonly source: HistoryDataSource };

/**
 * The chain's Subsquid gateway, or our own reading of its endpoints where there is none. Nothing where
 * history is read by RPC, block by block.
 */
export function openHistory({ config, addresses, logger }: HistoryOptions): History | undefined {
  if (config.history === 'rpc') return undefined;
  if (config.gateway !== undefined) return { gateway: config.gateway };
  const urls = config.rpc.filter((url) => url.startsWith('http'));
  if (urls.length === 0) return undefined;
  const endpoints = urls.map((url) => ({ url, callsPerSecond: config.callsPerSecond }));
  const pool = new EndpointPool({ endpoints, logger });
  const { id: chain, name: chainName, finality } = config;
  return { source: new HistoryDataSource(new HistoryReader({ chain, chainName, finality, pool, addresses })) };
}
