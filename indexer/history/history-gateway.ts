import type { Logger } from 'pino';
import type { ChainConfig } from '../../config/tributary-config.js';
import { EndpointPool } from '../endpoints/endpoint-pool.js';
import { type GatewayServer, serveGateway } from './gateway-server.js';
import { HistoryReader } from './history-reader.js';

export interface GatewayOptions {
  readonly config: ChainConfig;
  /** The contracts to read, in lower case. */
  readonly addresses: () => readonly string[];
  readonly logger: Logger;
  /** Called when history cannot be read, whatever the patience. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Where the processor reads the past of a chain from: the chain's Subsquid gateway, or one of our own
 * over its endpoints, which is started here. Nothing where history is read by RPC, block by block.
 */
export async function openHistory(options: GatewayOptions): Promise<string | undefined> {
  const { config } = options;
  if (config.history === 'rpc') return undefined;
  if (config.gateway !== undefined) return config.gateway;
  if (httpEndpoints(config).length === 0) return undefined;
  return (await startHistoryGateway(options)).url;
}

/** Serves the history of a chain on loopback, at a port of the system's choice. */
export function startHistoryGateway(options: GatewayOptions): Promise<GatewayServer> {
  const { config, addresses, logger, onFailure } = options;
  const endpoints = httpEndpoints(config).map((url) => ({ url, callsPerSecond: config.callsPerSecond }));
  const pool = new EndpointPool({ endpoints, logger });
  const { id: chain, name: chainName, finality } = config;
  return serveGateway(new HistoryReader({ chain, chainName, finality, pool, addresses }), onFailure);
}

const httpEndpoints = ({ rpc }: ChainConfig): string[] => rpc.filter((url) => url.startsWith('http'));
