import type { AssetKind, Operation, Relation, Role, RoyaltyPolicy } from '../../src/domain/vocabulary.js';

/** Which of the economy's two chains: the first or the second that it was given. */
export type Side = 0 | 1;
export type Account = `0x${string}`;
export type Bytes32 = `0x${string}`;
/** Symbols of the test tokens. */
export type TokenSymbol = 'USDC' | 'WETH';

/** An asset by its home and its token id: registries number their assets from 1. */
export interface AssetRef {
  readonly side: Side;
  readonly id: number;
}

export interface PlannedLink {
  readonly parent: AssetRef;
  readonly relation: Relation;
  readonly royaltyPpm: number;
  readonly policy: RoyaltyPolicy;
}

export interface PlannedTerms {
  readonly derivativesAllowed: boolean;
  readonly minRoyaltyPpm: number;
  readonly royaltyPolicy: RoyaltyPolicy;
  readonly commercialUse: boolean;
  readonly termsHash: Bytes32;
}

export interface PlannedUsage {
  readonly asset: AssetRef;
  readonly token: TokenSymbol;
  /** Base units of the token. */
  readonly amount: bigint;
  readonly operation: Operation;
  readonly units: bigint;
  readonly application: Account | null;
  readonly executor: Account | null;
  readonly receiptId: Bytes32;
  readonly parentReceiptId: Bytes32 | null;
}

export interface PlannedShares {
  readonly role: Role;
  readonly contributors: readonly Account[];
  /** New counts, not differences. */
  readonly shares: readonly bigint[];
}

/** What somebody does, in one transaction on one chain. `asset` is homed on that chain, except in a usage. */
export type Deed =
  | {
      readonly do: 'register';
      kind: AssetKind;
      contentHash: Bytes32;
      uri: string;
      name: string;
      links: readonly PlannedLink[];
      /** Null leaves everything to the owner. */
      splitPpm: readonly number[] | null;
      pools: readonly PlannedShares[];
    }
  | { readonly do: 'publishVersion'; asset: AssetRef; contentHash: Bytes32; uri: string }
  | { readonly do: 'setTerms'; asset: AssetRef; terms: PlannedTerms }
  | { readonly do: 'linkParents'; asset: AssetRef; links: readonly PlannedLink[] }
  | { readonly do: 'setRoleSplit'; asset: AssetRef; splitPpm: readonly number[] }
  | { readonly do: 'setShares'; asset: AssetRef; pool: PlannedShares }
  | { readonly do: 'transfer'; asset: AssetRef; to: Account }
  | { readonly do: 'retire'; asset: AssetRef }
  | { readonly do: 'setFee'; feePpm: number }
  | { readonly do: 'use'; usage: PlannedUsage };

/** `from` is null for what only the owner of the contracts may do. */
export type Action = Deed & { readonly side: Side; readonly from: Account | null };

/** The actions that go into one block of one chain, in their order. */
export interface PlannedBlock {
  readonly side: Side;
  /** Timestamp of the block, in seconds after the start of the plan. */
  readonly after_s: number;
  readonly actions: readonly Action[];
}
