/** A log as JSON-RPC writes it. */
export interface RpcLog {
  address: string;
  topics: string[];
  data: string;
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  transactionIndex: string;
  logIndex: string;
  removed: boolean;
}

/** A header as JSON-RPC writes it, as far as anybody reads it. */
export interface RpcHeader {
  number: string;
  hash: string;
  parentHash: string;
  timestamp: string;
  logsBloom: string;
  transactions: string[];
}

/** A receipt as JSON-RPC writes it, as far as anybody reads it. */
export interface RpcReceipt {
  transactionHash: string;
  transactionIndex: string;
  blockHash: string;
  blockNumber: string;
  logsBloom: string;
  status: string;
  logs: RpcLog[];
}

export interface ServedBlock {
  readonly header: RpcHeader;
  readonly receipts: readonly RpcReceipt[];
}

/** The chain as one node sees it at the moment. */
export interface ServedChain {
  readonly chainId: number;
  /** Number of the highest block. */
  readonly head: number;
  /** The block at a height. */
  block(number: number): ServedBlock | undefined;
  /** A block that the node knows, also when a fork has replaced it. */
  blockByHash(hash: string): ServedBlock | undefined;
}

export const NO_BLOOM = `0x${'00'.repeat(256)}`;

export const quantity = (number: number): string => `0x${number.toString(16)}`;

/** The logs of a block, in the order of their indexes. */
export const logsOf = ({ receipts }: ServedBlock): RpcLog[] => receipts.flatMap(({ logs }) => logs);
