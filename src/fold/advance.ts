import type { Envelope } from '../domain/events/canonical.js';
import type { Hex } from '../domain/ids.js';
import { closedMark, intervalEnd } from '../domain/time.js';
import type { LogBatch } from '../event-log/batches.js';
import type { Checkpoint, Reopening } from './checkpoint.js';

/** What was folded from one checkpoint to the next. */
export interface Step {
  /** The log as of which it was folded. */
  readonly batch: LogBatch;
  /** Where its first and its last event stand; undefined where it has none. */
  readonly first: Envelope | undefined;
  readonly end: Envelope | undefined;
  /** Whether these are all the events there are as of the batch. */
  readonly last: boolean;
}

/** Where the fold stands after a step. */
export function checkpointAfter(start: Checkpoint, { batch, first, end, last }: Step): Checkpoint {
  const passed = last
    ? { block: batch.headBlock, blockHash: batch.headHash as Hex | null, blockTime_s: batch.headTime_s }
    : end
      ? { block: end.block, blockHash: end.blockHash as Hex | null, blockTime_s: end.time_s }
      : { block: start.block, blockHash: start.blockHash as Hex | null, blockTime_s: start.blockTime_s };
  const finalizedTime_s = Math.max(start.finalizedTime_s, batch.finalizedTime_s);
  const final_s = Math.min(finalizedTime_s, passed.blockTime_s);
  return {
    ...start,
    ...passed,
    status: last ? 'FOLLOWING' : 'CATCHING_UP',
    lastBatch: batch.number,
    position: end?.position ?? start.position,
    time_s: end?.time_s ?? start.time_s,
    finalizedBlock: Math.max(start.finalizedBlock, batch.finalizedBlock),
    finalizedTime_s,
    closedTo_s: Math.max(start.closedTo_s, closedMark(final_s, start.interval_s)),
    reopened: reopening(start, first),
  };
}

/** An event that comes into an interval that was closed before it. */
function reopening(start: Checkpoint, first: Envelope | undefined): Reopening | null {
  if (first === undefined || first.time_s >= start.closedTo_s) return null;
  return { mark_s: intervalEnd(first.time_s, start.interval_s), event: first.position };
}
