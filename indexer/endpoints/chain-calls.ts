import { readQuantity } from './check-logs.js';
import { AnswerError } from './refusal.js';
import type { RpcCall } from './rpc-http.js';

/** Goes with every question whose answer is kept: one endpoint may stand for several chains. */
export const CHAIN_ID: RpcCall = { method: 'eth_chainId', params: [] };

/** @throws AnswerError where the answer to {@link CHAIN_ID} names another chain */
export function requireChain(answer: unknown, chain: number): void {
  if (readQuantity(answer) === chain) return;
  throw new AnswerError('wrong-chain', `it serves chain ${String(answer)}, not chain ${chain}`);
}

/** A number as JSON-RPC writes it. */
export const quantity = (number: number): string => `0x${number.toString(16)}`;

/** The call that asks for the header at a height, or for the newest one. */
export function headerCall(block: number | 'latest'): RpcCall {
  return { method: 'eth_getBlockByNumber', params: [block === 'latest' ? block : quantity(block), false] };
}
