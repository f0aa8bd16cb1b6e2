import { checkHeader, type CheckedHeader, blocksNeeded, joinBlocks } from '../endpoints/check-headers.js';
import { CHAIN_ID, headerCall, quantity, requireChain } from '../endpoints/chain-calls.js';
import { attachTransactions } from '../endpoints/attach-transactions.js';
import { confirmLogs } from '../endpoints/confirm-logs.js';
import type { EndpointPool, RpcEndpoint } from '../endpoints/endpoint-pool.js';
import type { BlockLogs, BlockRange, AnsweredBlock } from '../endpoints/answered-blocks.js';
import { checkLogGroups, logCalls } from '../endpoints/log-groups.js';
import { accepted, AnswerError } from '../endpoints/refusal.js';
import { scanLogs } from '../endpoints/scan-logs.js';

export interface HistorySource {
  readonly chain: number;
  readonly pool: EndpointPool;
  /** The contracts to read, in lower case; asked each time, as contracts may be announced. */
  readonly addresses: () => readonly string[];
  /** Whether a contract's logs are read with their transactions; absent where none are. */
  readonly readsTransactionsOf?: ((contract: string) => boolean) | undefined;
  /** Whether the logs of a block that are read from its receipts must be without gaps; they must, unless said otherwise. */
  readonly strict?: boolean;
  /** Called with the heads that endpoints tell. */
  readonly onHeads?: (heads: readonly number[]) => void;
}

export interface FetchOptions extends BlockRange {
  /** An endpoint to avoid where there is another. */
  readonly avoid?: number | undefined;
}

export interface FetchedRange {
  readonly blocks: readonly AnsweredBlock[];
  /** Who answered. */
  readonly endpoint: number;
  /** Whether it is a single block whose logs only its receipts gave. */
  readonly isByReceipts?: boolean;
}

const HEADERS_AT_ONCE = 100;

/**
 * The logs of a range and the headers of the blocks that have them, first and last block included,
 * all from one endpoint and checked.
 * @throws AnswerError when nothing that can be believed was answered
 */
export async function fetchRange(source: HistorySource, options: FetchOptions): Promise<FetchedRange> {
  const { pool } = source;
  return pool.ask(
    async (endpoint) => {
      const { logs, ends } = await askLogs(endpoint, source, options, [options.from, options.to]);
      if (logs.length === 0) await confirmEmpty(endpoint, source, options);
      const numbers = blocksNeeded(logs, options);
      const known = new Map(ends.map((header) => [header.number, header]));
      const missing = numbers.filter((number) => !known.has(number));
      for (const header of await askHeaders(endpoint, missing)) known.set(header.number, header);
      await confirmQuiet(endpoint, source, logs, known.values());
      const headers = numbers.map((number) => known.get(number)!);
      const joined = accepted(joinBlocks(logs, headers));
      const blocks = await attachTransactions(endpoint, joined, source.readsTransactionsOf);
      return { blocks, endpoint: endpoint.index };
    },
    { avoid: options.avoid },
  );
}

/**
 * Asks for logs and some headers in one request, so that behind a balancer of load one node answers
 * both: a node that has not got the last block yet leaves its logs out without a word.
 */
async function askLogs(
  { rpc }: RpcEndpoint,
  { chain, addresses }: HistorySource,
  { from, to }: BlockRange,
  headers: readonly number[],
): Promise<{ logs: BlockLogs[]; ends: CheckedHeader[] }> {
  const address = addresses();
  const filter = { fromBlock: quantity(from), toBlock: quantity(to) };
  const calls = logCalls(filter, address, (asked) => scanLogs({ chain, from, to, addresses: new Set(asked) }));
  const [id, ...answers] = await rpc.batch([CHAIN_ID, ...calls, ...headers.map(headerCall)]);
  const ends = answers.splice(calls.length);
  requireChain(id, chain);
  return {
    logs: accepted(checkLogGroups(answers, { from, to, addresses: address })),
    ends: ends.map((header, at) => accepted(checkHeader(header, headers[at]!))),
  };
}

async function askHeaders({ rpc }: RpcEndpoint, numbers: readonly number[]): Promise<CheckedHeader[]> {
  const batches: Promise<CheckedHeader[]>[] = [];
  for (let at = 0; at < numbers.length; at += HEADERS_AT_ONCE) {
    const some = numbers.slice(at, at + HEADERS_AT_ONCE);
    const asked = rpc.batch(some.map(headerCall));
    batches.push(asked.then((headers) => headers.map((header, index) => accepted(checkHeader(header, some[index]!)))));
  }
  return (await Promise.all(batches)).flat();
}

/** Nothing is the answer that is easiest to give wrongly: the other endpoints are asked, or the same one again. */
async function confirmEmpty(endpoint: RpcEndpoint, source: HistorySource, { from, to }: BlockRange): Promise<void> {
  const ask = (other: RpcEndpoint): Promise<BlockLogs[]> =>
    askLogs(other, source, { from, to }, [to]).then(({ logs }) => logs);
  const others = await source.pool.askAll(ask, endpoint.index);
  // Two may be wrong at once; the same one is asked after another, too.
  if (others.length < 2) others.push(await ask(endpoint));
  const [other] = others.flat();
  if (!other) return;
  throw new AnswerError(
    'empty-contradicted',
    `it has no logs in blocks ${from} to ${to}, but block ${other.number} has some by another answer`,
  );
}

/** A header whose bloom may hold one of the contracts, of a block without logs, is reason to ask about that block. */
async function confirmQuiet(
  endpoint: RpcEndpoint,
  source: HistorySource,
  logs: readonly BlockLogs[],
  headers: Iterable<CheckedHeader>,
): Promise<void> {
  const loud = new Set(logs.map(({ number }) => number));
  for (const header of headers) {
    if (header.bloom?.isFilled && !loud.has(header.number)) await confirmLogs(source, endpoint, { header, logs: [] });
  }
}
