import { CHAIN_ID, headerCall, quantity, requireChain } from '../endpoints/chain-calls.js';
import type { AnsweredLog } from '../endpoints/answered-blocks.js';
import { attachTransactions } from '../endpoints/attach-transactions.js';
import { accepted, AnswerError } from '../endpoints/refusal.js';
import { checkBlocks } from '../hot/check-blocks.js';
import { type FetchedRange, fetchRange, type FetchOptions, type HistorySource } from './fetch-range.js';

/** A single block has more logs of ours than an endpoint gives, however it is asked. */
export class LargeBlockError extends AnswerError {
  override name = 'LargeBlockError';

  constructor(
    readonly block: number,
    { reason, message, endpoint }: AnswerError,
  ) {
    super(reason, message);
    if (endpoint) this.endpoint = endpoint;
  }

  /** What is wrong and what to do, as one sentence. */
  explain(chainName: string): string {
    const host = this.endpoint?.host ?? 'an endpoint';
    return (
      `Block ${this.block} of ${chainName} holds more logs of a watched contract than ${host} gives at once (${this.message}), and no endpoint gives its receipts; ` +
      'add an endpoint that allows more results or serves eth_getBlockReceipts.'
    );
  }
}

/**
 * {@link fetchRange}, also where the range is a block with more logs of ours than an endpoint gives for one
 * question: they are taken from the block's receipts, which no limit of results applies to, or asked for contract
 * by contract. Not topic by topic: which topics there are nobody knows before.
 * @throws AnswerError; a LargeBlockError where nothing of that helps
 */
export async function fetchRangeOrBlock(source: HistorySource, options: FetchOptions): Promise<FetchedRange> {
  try {
    return await fetchRange(source, options);
  } catch (error) {
    if (options.from < options.to || !isAboutSize(error)) throw error;
    return (await fromReceipts(source, options)) ?? (await byContract(source, options, error));
  }
}

const isAboutSize = (error: unknown): error is AnswerError => error instanceof AnswerError && error.isAboutSize;

/** The block's logs by its receipts: without gaps and as its bloom has them. Nothing where they are not served. */
async function fromReceipts(
  source: HistorySource,
  { from: number, avoid }: FetchOptions,
): Promise<FetchedRange | undefined> {
  const { pool, chain, strict = true } = source;
  try {
    return await pool.ask(
      async (endpoint) => {
        const receiptsCall = { method: 'eth_getBlockReceipts', params: [quantity(number)] };
        const [id, receipts, header] = await endpoint.rpc.batch([CHAIN_ID, receiptsCall, headerCall(number)]);
        requireChain(id, chain);
        if (!Array.isArray(receipts)) throw new AnswerError('missing-block', `it has no receipts of block ${number}`);
        const logs = receipts.flatMap((receipt: { logs?: unknown[] } | null) => receipt?.logs ?? []);
        const [block] = accepted(checkBlocks({ headers: [header], logs: [logs] }, { numbers: [number], strict }));
        const watched = new Set(source.addresses());
        const ours = block!.logs.filter(({ address }) => watched.has(address));
        const { hash, parentHash, timestamp } = block!.header;
        const blocks = [{ header: { number, hash, parentHash, timestamp }, logs: ours }];
        return {
          blocks: await attachTransactions(endpoint, blocks, source.readsTransactionsOf),
          endpoint: endpoint.index,
          isByReceipts: true,
        };
      },
      { avoid },
    );
  } catch (error) {
    if (error instanceof AnswerError) return undefined;
    throw error;
  }
}

async function byContract(source: HistorySource, options: FetchOptions, cause: AnswerError): Promise<FetchedRange> {
  const addresses = source.addresses();
  if (addresses.length === 1) throw new LargeBlockError(options.from, cause);
  let found: FetchedRange | undefined;
  const logs: AnsweredLog[] = [];
  for (const address of addresses) {
    try {
      const next = await fetchRange({ ...source, addresses: () => [address] }, options);
      requireSame(found, next);
      found = next;
    } catch (error) {
      throw isAboutSize(error) ? new LargeBlockError(options.from, error) : error;
    }
    logs.push(...found.blocks[0]!.logs);
  }
  const { header } = found!.blocks[0]!;
  logs.sort((a, b) => a.logIndex - b.logIndex);
  return { blocks: [{ header, logs }], endpoint: found!.endpoint };
}

/** @throws AnswerError where two questions about one block were answered from two forks */
function requireSame(one: FetchedRange | undefined, other: FetchedRange): void {
  const [a, b] = [one?.blocks[0]!.header, other.blocks[0]!.header];
  if (a && a.hash !== b.hash) throw new AnswerError('two-hashes', `block ${b.number} is both ${a.hash} and ${b.hash}`);
}
