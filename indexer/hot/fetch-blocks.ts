import { attachTransactions } from '../endpoints/attach-transactions.js';
import { confirmLogs } from '../endpoints/confirm-logs.js';
import { AnswerError, accepted } from '../endpoints/refusal.js';
import type { EndpointPool, RpcEndpoint } from '../endpoints/endpoint-pool.js';
import type { RpcCall } from '../endpoints/rpc-http.js';
import { type CheckedHeader, checkHeader } from '../endpoints/check-headers.js';
import { CHAIN_ID, headerCall, quantity, requireChain } from '../endpoints/chain-calls.js';
import { logCalls } from '../endpoints/log-groups.js';
import type { BlockRange } from '../endpoints/answered-blocks.js';
import type { BlockRef } from '../log/blocks.js';
import { checkBlocks, type CheckedBlock } from './check-blocks.js';

export interface HotSource {
  readonly chain: number;
  readonly pool: EndpointPool;
  /** The watched contracts, in lower case; asked each time, as contracts may be announced. */
  readonly addresses: () => readonly string[];
  /** Whether a block's logs must be without gaps, and those that its bloom tells of. */
  readonly strict: boolean;
  /** Whether a contract's logs are read with their transactions; absent where none are. */
  readonly readsTransactionsOf?: ((contract: string) => boolean) | undefined;
  /** Called with the heads that endpoints tell. */
  readonly onHeads?: (heads: readonly number[]) => void;
}

/** Which endpoint to ask: the one that is followed, or anybody but the one that has just failed. */
export interface Preference {
  readonly prefer?: number | undefined;
  readonly avoid?: number | undefined;
}

/** A head, and who told it. */
export interface ToldHead {
  readonly endpoint: number;
  readonly header: CheckedHeader;
}

/** The newest block of the endpoint that is followed. @throws AnswerError */
export function fetchHead({ pool, chain }: HotSource, preference: Preference): Promise<ToldHead> {
  return pool.ask((endpoint) => askHeader(endpoint, chain, 'latest'), preference);
}

/** The newest block of every endpoint that does not rest and answers. */
export function fetchHeads({ pool, chain }: HotSource, except?: number): Promise<ToldHead[]> {
  return pool.askAll((endpoint) => askHeader(endpoint, chain, 'latest'), except);
}

/** The blocks of a range, with the logs of the watched contracts at least. @throws AnswerError */
export function fetchBlocks(
  source: HotSource,
  { from, to }: BlockRange,
  preference: Preference,
): Promise<CheckedBlock[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const headers = numbers.map(headerCall);
  return ask(source, preference, { numbers, headers, filter: { fromBlock: quantity(from), toBlock: quantity(to) } });
}

/** The block with a hash. @throws AnswerError */
export async function fetchBlock(
  source: HotSource,
  { number, hash }: BlockRef,
  preference: Preference,
): Promise<CheckedBlock> {
  const headers = [{ method: 'eth_getBlockByHash', params: [hash, false] }];
  const [block] = await ask(source, preference, { numbers: [number], hash, headers, filter: { blockHash: hash } });
  return block!;
}

/** The header at a height. @throws AnswerError */
export function fetchHeader({ pool, chain }: HotSource, number: number, preference: Preference): Promise<ToldHead> {
  return pool.ask((endpoint) => askHeader(endpoint, chain, number), preference);
}

/** The header at a height, by every endpoint that does not rest and has one. */
export function fetchHeadersAt(
  { pool, chain }: Pick<HotSource, 'pool' | 'chain'>,
  number: number,
): Promise<ToldHead[]> {
  return pool.askAll((endpoint) => askHeader(endpoint, chain, number));
}

interface Question {
  readonly numbers: readonly number[];
  readonly hash?: string;
  readonly headers: readonly RpcCall[];
  readonly filter: Record<string, unknown>;
}

/** Asks for everything in one request, so that behind a balancer of load one node answers all of it. */
function ask(source: HotSource, preference: Preference, question: Question): Promise<CheckedBlock[]> {
  const { pool, strict } = source;
  return pool.ask(async (endpoint) => {
    let blocks: CheckedBlock[];
    try {
      blocks = await askBlocks(endpoint, source, question);
    } catch (error) {
      // One block's logs are more than the endpoint gives at once: those of our contracts are fewer.
      if (!(error instanceof AnswerError) || !error.isAboutSize || question.numbers.length > 1) throw error;
      blocks = await askBlocks(endpoint, source, question, source.addresses());
    }
    if (strict) for (const block of blocks) await confirmLogs(source, endpoint, block);
    return attachTransactions(endpoint, blocks, source.readsTransactionsOf);
  }, preference);
}

async function askBlocks(
  endpoint: RpcEndpoint,
  { chain, strict }: HotSource,
  { numbers, hash, headers, filter }: Question,
  addresses?: readonly string[],
): Promise<CheckedBlock[]> {
  const calls = logCalls(filter, addresses);
  const [id, ...answers] = await endpoint.rpc.batch([CHAIN_ID, ...calls, ...headers]);
  requireChain(id, chain);
  const [logs, answered] = [answers.slice(0, calls.length), answers.slice(calls.length)];
  return accepted(
    checkBlocks(
      { headers: answered, logs },
      { numbers, strict, ...(hash && { hash }), ...(addresses && { addresses }) },
    ),
  );
}

async function askHeader({ index, rpc }: RpcEndpoint, chain: number, number: number | 'latest'): Promise<ToldHead> {
  const [id, header] = await rpc.batch([CHAIN_ID, headerCall(number)]);
  requireChain(id, chain);
  return { endpoint: index, header: accepted(checkHeader(header, number)) };
}
