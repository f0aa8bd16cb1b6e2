import { logsOf, quantity, type RpcHeader, type RpcLog, type ServedBlock, type ServedChain } from './served-chain.js';

export interface Call {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface Reply {
  readonly id: number;
  result?: unknown;
  error?: { code: number; message: string };
}

/** What a node gives at most for one question. */
export interface AnswerLimits {
  /** The widest range of blocks. */
  readonly mostBlocks?: number | undefined;
  readonly mostLogs?: number | undefined;
  /** The contracts that one filter may name. */
  readonly mostContracts?: number | undefined;
  /** Doesn't know the method that gives a block's receipts. */
  readonly withoutReceipts?: boolean | undefined;
}

export interface Filter {
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly blockHash?: string;
  readonly address?: string | readonly string[];
  readonly topics?: readonly (string | readonly string[] | null)[];
}

/** The honest answer of a node that sees `chain`. Its parts are fresh objects: faults may change them. */
export function answer(chain: ServedChain, { id, method, params = [] }: Call, limits: AnswerLimits = {}): Reply {
  const [first, second] = params as [string, unknown];
  switch (method) {
    case 'eth_chainId':
      return { id, result: quantity(chain.chainId) };
    case 'net_version':
      return { id, result: String(chain.chainId) };
    case 'eth_blockNumber':
      return { id, result: quantity(chain.head) };
    case 'eth_getBlockByNumber':
      return { id, result: headerOf(chain.block(heightOf(chain, first)), second === true) };
    case 'eth_getBlockByHash':
      return { id, result: headerOf(chain.blockByHash(first), second === true) };
    case 'eth_getLogs':
      return { id, ...getLogs(chain, params[0] as Filter, limits) };
    case 'eth_getBlockReceipts':
      if (limits.withoutReceipts)
        return { id, error: { code: -32601, message: `the method ${method} does not exist` } };
      return {
        id,
        result: receiptsOf(first.length === 66 ? chain.blockByHash(first) : chain.block(heightOf(chain, first))),
      };
    case 'eth_getTransactionByHash':
      return { id, result: findTransaction(chain, first) };
    case 'eth_getTransactionReceipt':
      return { id, result: findReceipt(chain, first) };
    default:
      return { id, error: { code: -32601, message: `the method ${method} does not exist` } };
  }
}

/** The last block that a call is about; infinite where it names the head or a hash, -1 where it is about none. */
export function highest({ method, params = [] }: Call): number {
  const [first] = params;
  switch (method) {
    case 'eth_getBlockByNumber':
    case 'eth_getBlockReceipts':
      return numberOr(first, Infinity);
    case 'eth_getLogs':
      return numberOr((first as Filter).toBlock, Infinity);
    case 'eth_getBlockByHash':
    case 'eth_getTransactionByHash':
    case 'eth_getTransactionReceipt':
      return Infinity;
    default:
      return -1;
  }
}

const numberOr = (value: unknown, other: number): number =>
  typeof value === 'string' && value.startsWith('0x') && value.length < 66 ? Number(value) : other;

function heightOf(chain: ServedChain, tag: string): number {
  if (tag === 'earliest') return 0;
  return tag.startsWith('0x') ? Number(tag) : chain.head;
}

function headerOf(block: ServedBlock | undefined, withTransactions: boolean): unknown {
  if (!block) return null;
  const header: RpcHeader = { ...block.header, transactions: [...block.header.transactions] };
  if (!withTransactions) return header;
  return { ...header, transactions: header.transactions.map((_, index) => transactionAt(header, index)) };
}

function transactionAt({ hash: blockHash, number: blockNumber, transactions }: RpcHeader, index: number): unknown {
  const hash = transactions[index]!;
  const { from, to, value } = sentBy(hash);
  const place = { hash, blockHash, blockNumber, transactionIndex: quantity(index) };
  return { ...place, from, to, value: `0x${value.toString(16)}`, input: '0x' };
}

/** What a transaction says, made of its hash: every second one makes a contract. */
export function sentBy(hash: string): { from: string; to: string | null; value: bigint } {
  const isCreation = Number(`0x${hash.at(-1)}`) % 2 === 1;
  return {
    from: `0x${hash.slice(2, 42)}`,
    to: isCreation ? null : `0x${hash.slice(-40)}`,
    value: BigInt(hash.slice(0, 34)),
  };
}

function findTransaction(chain: ServedChain, hash: string): unknown {
  for (let number = chain.head; number >= 0; number--) {
    const header = chain.block(number)?.header;
    const index = header?.transactions.indexOf(hash) ?? -1;
    if (index >= 0) return transactionAt(header!, index);
  }
  return null;
}

function receiptsOf(block: ServedBlock | undefined): unknown {
  return block ? block.receipts.map((receipt) => ({ ...receipt, logs: receipt.logs.map(copy) })) : null;
}

function findReceipt(chain: ServedChain, hash: string): unknown {
  for (let number = chain.head; number >= 0; number--) {
    const found = chain.block(number)?.receipts.find(({ transactionHash }) => transactionHash === hash);
    if (found) return { ...found, logs: found.logs.map(copy) };
  }
  return null;
}

function getLogs(chain: ServedChain, filter: Filter, limits: AnswerLimits): Pick<Reply, 'result' | 'error'> {
  const { mostBlocks = Infinity, mostLogs = Infinity, mostContracts = Infinity } = limits;
  if ([filter.address ?? []].flat().length > mostContracts) {
    return { error: { code: -32602, message: `a filter names more than ${mostContracts} addresses` } };
  }
  const blocks = blocksOf(chain, filter, mostBlocks);
  if (!blocks) return { error: { code: -32600, message: 'block range is too wide' } };
  const isWanted = matcher(filter);
  const logs: RpcLog[] = [];
  for (const block of blocks) {
    for (const log of logsOf(block)) if (isWanted(log)) logs.push(copy(log));
    if (logs.length > mostLogs) {
      return { error: { code: -32005, message: `query returned more than ${mostLogs} results` } };
    }
  }
  return { result: logs };
}

function* blocksIn(chain: ServedChain, from: number, to: number): Generator<ServedBlock> {
  for (let number = from; number <= to; number++) yield chain.block(number)!;
}

function blocksOf(
  chain: ServedChain,
  { blockHash, fromBlock, toBlock }: Filter,
  most: number,
): Iterable<ServedBlock> | undefined {
  if (blockHash !== undefined) {
    const block = chain.blockByHash(blockHash);
    return block ? [block] : [];
  }
  const from = heightOf(chain, fromBlock ?? 'latest');
  const to = heightOf(chain, toBlock ?? 'latest');
  return to - from + 1 > most ? undefined : blocksIn(chain, from, Math.min(to, chain.head));
}

function matcher({ address, topics = [] }: Filter): (log: RpcLog) => boolean {
  const addresses = address === undefined ? undefined : new Set([address].flat());
  const wanted = topics.map((topic) => (topic === null ? undefined : new Set([topic].flat())));
  return (log) =>
    (!addresses || addresses.has(log.address)) &&
    wanted.every((allowed, index) => !allowed || allowed.has(log.topics[index]!));
}

const copy = (log: RpcLog): RpcLog => ({ ...log, topics: [...log.topics] });
