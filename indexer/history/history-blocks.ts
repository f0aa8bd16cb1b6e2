/** Blocks of the past as the gateway serves them: the names are those of the processor's gateway interface. */
export interface HistoryLog {
  readonly logIndex: number;
  readonly transactionIndex: number;
  readonly transactionHash: string;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
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
