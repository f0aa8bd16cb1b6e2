import type { AnsweredBlock, AnsweredLog } from './answered-blocks.js';

/** A block as the processor hands it on. */
export interface ProcessorBlock {
  readonly header: {
    readonly height: number;
    readonly hash: string;
    readonly parentHash: string;
    /** Milliseconds. */
    readonly timestamp: number;
  };
  readonly logs: readonly AnsweredLog[];
}

export function toProcessorBlock({ header, logs }: AnsweredBlock): ProcessorBlock {
  const { number: height, hash, parentHash, timestamp } = header;
  return { header: { height, hash, parentHash, timestamp: timestamp * 1000 }, logs };
}
