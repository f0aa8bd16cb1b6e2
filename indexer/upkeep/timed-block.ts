import type { Seconds } from '../../src/domain/time.js';
import type { BlockRef } from '../log/blocks.js';

/** A block with its timestamp. */
export interface TimedBlock extends BlockRef {
  readonly time_s: Seconds;
}
