import { PPM } from '../vocabulary.js';

/** How what an asset keeps of one usage is divided before its people. */
export interface OwnParts {
  /** To the executor at once. */
  readonly executor: bigint;
  /** To the first running total, in which every role takes part. */
  readonly total1: bigint;
  /** To the second, in which compute providers do not. */
  readonly total2: bigint;
}

/** @param executorPpm of the compute providers where the usage names an executor, else 0 */
export function ownParts(kept: bigint, direct: bigint, executorPpm: bigint): OwnParts {
  if (executorPpm === 0n) return { executor: 0n, total1: kept + direct, total2: 0n };
  const executor = (kept * executorPpm) / PPM;
  return { executor, total1: 0n, total2: kept + direct - executor };
}
