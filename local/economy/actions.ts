import type {
  AssetKind,
  ContributionSource,
  Operation,
  Relation,
  Role,
  RoyaltyPolicy,
} from '../../src/domain/vocabulary.js';

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

/** A usage that its consumer signs and somebody else settles, from the consumer's prepaid balance. */
export interface PlannedReceipt {
  readonly consumer: Account;
  /** The consumer's private key: money for play. */
  readonly key: Bytes32;
  readonly held: boolean;
  readonly usage: PlannedUsage;
}

/** What a task pays in one token, in its base units. */
export interface PlannedReward {
  readonly token: TokenSymbol;
  readonly budget: bigint;
  readonly basePerUnit: bigint;
  readonly bonusPerUnit: bigint;
}

/** A submission to a task: tasks, disputes and offers are numbered from 1 on their chain. */
export interface Submission {
  readonly task: number;
  readonly contributor: Account;
  readonly contentHash: Bytes32;
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
  /** What the price feed says: USD for one WETH, by the feed's decimals. */
  | { readonly do: 'postPrice'; answer: bigint }
  | { readonly do: 'use'; usage: PlannedUsage }
  | WorkDeed
  | PaymentDeed
  | RuleDeed;

/** Work for an asset, and what is paid for it. */
export type WorkDeed =
  | { readonly do: 'appointTasks'; asset: AssetRef }
  | {
      readonly do: 'openTask';
      asset: AssetRef;
      role: Role;
      /** The least part that is locked for the role; 0 for none. */
      leastPpm: number;
      dailyUnits: bigint;
      rewards: readonly PlannedReward[];
      reviewers: readonly Account[];
      uri: string;
    }
  | {
      readonly do: 'submit';
      task: number;
      contentHash: Bytes32;
      units: bigint;
      source: ContributionSource;
      tags: readonly string[];
    }
  | {
      readonly do: 'review';
      submission: Submission;
      acceptedUnits: bigint;
      scorePpm: number;
    }
  | { readonly do: 'pay'; submission: Submission }
  | { readonly do: 'closeTask'; task: number };

/** Money that does not go to the vault at once, and licences. */
export type PaymentDeed =
  | { readonly do: 'hold'; usage: PlannedUsage }
  | { readonly do: 'release'; receiptId: Bytes32 }
  | { readonly do: 'reverse'; receiptId: Bytes32; reason: string }
  | { readonly do: 'deposit'; token: TokenSymbol; amount: bigint }
  | { readonly do: 'settle'; receipts: readonly PlannedReceipt[] }
  | {
      readonly do: 'offerLicense';
      asset: AssetRef;
      termsHash: Bytes32;
      token: TokenSymbol;
      fee: bigint;
      duration_s: number;
    }
  | { readonly do: 'buyLicense'; offer: number; receiptId: Bytes32 };

/** What changes the rules of an asset from outside. */
export type RuleDeed =
  /** Puts an announced split in force. */
  | { readonly do: 'applyRoleSplit'; asset: AssetRef; splitPpm: readonly number[] }
  | { readonly do: 'raiseDispute'; asset: AssetRef; claimant: Account; reason: string }
  | { readonly do: 'decideDispute'; asset: AssetRef; dispute: number; upheldFor: Account | null };

/** `from` is null for what only the contracts' owner or arbiter may do. */
export type Action = Deed & { readonly side: Side; readonly from: Account | null };

/** The actions that go into one block of one chain, in their order. */
export interface PlannedBlock {
  readonly side: Side;
  /** Timestamp of the block, in seconds after the start of the plan. */
  readonly after_s: number;
  readonly actions: readonly Action[];
}
