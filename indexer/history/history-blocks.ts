import type { Address, Hex } from '../../src/domain/ids.js';
import type { RawLog } from '../log/blocks.js';

/** Blocks of the past as the gateway serves them: the names are those of the processor's gateway interface. */
export interface HistoryLog {
  readonly logIndex: number;
  readonly transactionIndex: number;
  readonly transactionHash: string;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** There where the adapter of the contract reads it. */
  readonly transaction?: HistoryTransaction;
}

export interface HistoryTransaction {
  readonly from: string;
  /** Nothing where it makes a contract. */
  readonly to?: string | null;
  readonly value: bigint;
}

export interface HistoryHeader {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Seconds. */
  readonly timestamp: number;
}

export interface HistoryBlock {
  readonly header: HistoryHeader;
  readonly logs: readonly HistoryLog[];
}

/** Blocks from `from` to `to`, both included. */
export interface BlockRange {
  readonly from: number;
  readonly to: number;
}

/** The logs of one block within an answer, in the order of their indexes. */
export interface BlockLogs {
  readonly number: number;
  readonly hash: string;
  readonly logs: readonly HistoryLog[];
}

/** A log as adapters take it. */
export function toRawLog({ logIndex, transactionHash, address, topics, data, transaction }: HistoryLog): RawLog {
  const raw = {
    logIndex,
    txHash: transactionHash as Hex,
    contract: address as Address,
    topics: topics as Hex[],
    data: data as Hex,
  };
  if (!transaction) return raw;
  const { from, to, value } = transaction;
  return { ...raw, transaction: { from: from as Address, to: (to ?? null) as Address | null, value } };
}
