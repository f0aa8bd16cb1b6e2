import type { AssetId } from '../ids.js';

/** A part of an asset's inflow that goes to another asset. */
export interface Gift {
  readonly to: AssetId;
  /** Index of the receiver in the plan; -1 where it is homed on another chain. */
  readonly index: number;
  /** Parts per million of the giver's inflow. ABSOLUTE ones may exceed one whole. */
  readonly ratePpm: bigint;
}
