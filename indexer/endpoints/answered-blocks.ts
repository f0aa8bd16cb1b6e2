import type { Address, Hex } from '../../src/domain/ids.js';
import type { RawLog } from '../log/blocks.js';
import { PackedLog } from '../log/packed-log.js';

/** What endpoints answered of blocks, checked: the names are those of the processor's gateway interface. */
export interface AnsweredLog {
  readonly logIndex: number;
  readonly transactionIndex: number;
  readonly transactionHash: string;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** There where the adapter of the contract reads it. */
  readonly transaction?: AnsweredTransaction;
}

export interface AnsweredTransaction {
  readonly from: string;
  /** Nothing where it makes a contract. */
  readonly to?: string | null;
  readonly value: bigint;
}

export interface AnsweredHeader {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Seconds. */
  readonly timestamp: number;
}

export interface AnsweredBlock {
  readonly header: AnsweredHeader;
  readonly logs: readonly AnsweredLog[];
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
  readonly logs: readonly AnsweredLog[];
}

/** A log as adapters take it. */
export function toRawLog(log: AnsweredLog): RawLog {
  if (log instanceof PackedLog) return log;
  const { logIndex, transactionHash, address, topics, data, transaction } = log;
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
