import type { RoleSplit } from '../events/canonical.js';
import type { Address, AssetId, Hex } from '../ids.js';
import type { Position } from '../position.js';

/** A dispute about an asset, open until `decidedTime_s`. */
export interface DisputeRow {
  assetId: AssetId;
  /** Empty for registries that do not number them. */
  disputeId: string;
  openedAt: Position;
  openedTime_s: number;
  decidedTime_s: number | null;
  outcome: 'DISMISSED' | 'UPHELD' | null;
  /** Who gets what waited where it was upheld; null for the treasury. */
  beneficiary: Address | null;
}

/** A split that will be set: what was announced, not what is in force. */
export interface SplitAnnouncementRow {
  position: Position;
  time_s: number;
  assetId: AssetId;
  splitPpm: RoleSplit;
  effectiveAt_s: number;
}

/** A licence that was granted; its fee was paid as a usage. */
export interface LicenseRow {
  position: Position;
  time_s: number;
  assetId: AssetId;
  licensee: Address;
  termsHash: Hex;
  fee: bigint;
  token: Address;
  expiry_s: number;
  txHash: Hex;
}
