import type { Address, AssetId, Hex } from '../ids.js';
import type { Position } from '../position.js';
import type { Operation, Settlement } from '../vocabulary.js';
import type { UsdValue } from './token-rows.js';

/** Receipts are known by the contract that wrote them and its id for them. */
export type ReceiptKey = { usageContract: Address; receiptId: Hex };

/** A usage that was recorded as held, and what became of it: each is decided at most once. */
export interface HeldUsageRow extends ReceiptKey {
  /** Of the event that recorded it. */
  recordedAt: Position;
  recordedTime_s: number;
  /** Where its money waits: the vault of the contract when it was recorded. */
  vault: Address;
  assetId: AssetId;
  consumer: Address;
  application: Address | null;
  operation: Operation;
  units: bigint;
  token: Address;
  amount: bigint;
  executor: Address | null;
  settlement: Settlement;
  state: 'HELD' | 'RELEASED' | 'REVERSED';
  /** Position, time and reason of the decision; null until then. */
  decidedAt: Position | null;
  decidedTime_s: number | null;
  reason: string | null;
  /** The protocol's part, by the fee in force at the release; 0 before it. */
  fee: bigint;
  /** Whether the consumer was among those whom the release paid. */
  circular: boolean;
  /** What `amount` was worth at the release, USD times 10^18; null where unknown, and until then. */
  usdE18: UsdValue['usdE18'];
  /** Why a released one has no value. */
  noUsd: UsdValue['noUsd'];
}
