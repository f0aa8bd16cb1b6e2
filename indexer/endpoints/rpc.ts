import { RpcHttp, type RpcCall, type RpcHttpOptions } from './rpc-http.js';
import { RpcWs } from './rpc-ws.js';

/** JSON-RPC with one endpoint, whatever carries it. */
export interface Rpc {
  /** Makes the calls together. @returns their results in order @throws AnswerError */
  batch(calls: readonly RpcCall[]): Promise<unknown[]>;
  /** Calls back whenever the endpoint announces a block, where it does. */
  onHead?(listener: () => void): void;
}

export function openRpc(options: RpcHttpOptions): Rpc {
  return options.url.startsWith('ws') ? new RpcWs(options) : new RpcHttp(options);
}
