import type { Address, AssetId, ChainId } from '../../domain/ids.js';
import type { PostingAccount } from '../../domain/ledger/state.js';
import type { Position } from '../../domain/position.js';
import type { Role } from '../../domain/vocabulary.js';
import { keyed, sums } from '../../fold/table.js';

/**
 * Tables of settled transit, written by the settlement alone. `chainId` is the home chain of the asset,
 * `vaultChainId` the chain of the vault whose money it is. They are shared between chains.
 */

/** A vault of a chain. */
export interface VaultRef {
  vaultChainId: ChainId;
  vault: Address;
}

/** How far a vault's transit is settled. */
export interface SettlementRow extends VaultRef {
  settledTo_s: number;
}

/** Through which mark rule changes on a home chain have closed that vault's settled totals. */
export interface SettlementClosingRow extends VaultRef {
  chainId: ChainId;
  closedTo_s: number;
}

interface SettledKey extends VaultRef {
  chainId: ChainId;
  assetId: AssetId;
  token: Address;
}

export interface SettledTotalRow extends SettledKey {
  total1: bigint;
  total2: bigint;
  closed1: bigint;
  closed2: bigint;
  accumulated: readonly bigint[];
  lastMark_s: number;
}

/** The settled totals after the settlement of the interval that `mark_s` ends. */
export interface SettledTotalAtRow extends SettledKey {
  mark_s: number;
  total1: bigint;
  total2: bigint;
}

/** A closing through `mark_s`, with the rules at that mark. */
export interface SettledAccumulatedRow extends SettledKey {
  mark_s: number;
  closed1: bigint;
  closed2: bigint;
  accumulated: readonly bigint[];
}

/** A contributor's offset from `mark_s` on: settled part due, scaled = offset + shares * accumulated. */
export interface SettledShareOffsetRow extends SettledKey {
  role: Role;
  contributor: Address;
  mark_s: number;
  offsetScaled: bigint;
}

export interface SettledExecutorRow extends SettledKey {
  executor: Address;
  mark_s: number;
  amount: bigint;
}

export interface SettledUpheldRow extends SettledKey {
  beneficiary: Address;
  mark_s: number;
  amount: bigint;
}

export interface SettledSuspenseRow extends SettledKey {
  usageContract: Address;
  total: 1 | 2;
  reason: 'UNREGISTERED' | 'DISPUTED';
  amount: bigint;
}

export interface SettledPostingRow extends VaultRef {
  token: Address;
  mark_s: number;
  debit: PostingAccount;
  credit: PostingAccount;
  amount: bigint;
  count: bigint;
}

/** What a run owed to a further chain: hops of 2 and more. */
export interface SettledTransitRow extends SettledKey {
  usageContract: Address;
  mark_s: number;
  hop: number;
  amount: bigint;
}

export interface SettledAnomalyRow extends VaultRef {
  mark_s: number;
  /** Counts the anomalies of one vault and mark. */
  seq: number;
  reason: string;
  detail: string;
  assetId: AssetId | null;
  /** The event that led to it; null where it was found before events were named. */
  eventPosition: Position | null;
}

const VAULT = { vaultChainId: 'long', vault: 'text' } as const;
const KEY = { chainId: 'long', assetId: 'text', vaultChainId: 'long', vault: 'text', token: 'text' } as const;
const BY_ASSET = ['assetId', 'vaultChainId', 'vault', 'token'] as const;
const shared = { perChain: false } as const;

export const SETTLEMENT = keyed<SettlementRow>('settlement', {
  columns: { ...VAULT, settledTo_s: 'long' },
  key: ['vaultChainId', 'vault'],
  ...shared,
});

export const SETTLEMENT_CLOSING = keyed<SettlementClosingRow>('settlement_closing', {
  columns: { ...VAULT, chainId: 'long', closedTo_s: 'long' },
  key: ['vaultChainId', 'vault', 'chainId'],
  ...shared,
});

export const SETTLED_TOTAL = keyed<SettledTotalRow>('settled_total', {
  columns: {
    ...KEY,
    total1: 'amount',
    total2: 'amount',
    closed1: 'amount',
    closed2: 'amount',
    accumulated: 'amounts',
    lastMark_s: 'long',
  },
  key: BY_ASSET,
  ...shared,
});

export const SETTLED_TOTAL_AT = keyed<SettledTotalAtRow>('settled_total_at', {
  columns: { ...KEY, mark_s: 'long', total1: 'amount', total2: 'amount' },
  key: [...BY_ASSET, 'mark_s'],
  ...shared,
});

export const SETTLED_ACCUMULATED_HISTORY = keyed<SettledAccumulatedRow>('settled_accumulated_history', {
  columns: { ...KEY, mark_s: 'long', closed1: 'amount', closed2: 'amount', accumulated: 'amounts' },
  key: [...BY_ASSET, 'mark_s'],
  ...shared,
});

export const SETTLED_SHARE_OFFSET = keyed<SettledShareOffsetRow>('settled_share_offset', {
  columns: { ...KEY, role: 'text', contributor: 'text', mark_s: 'long', offsetScaled: 'amount' },
  key: ['contributor', 'assetId', 'role', 'vaultChainId', 'vault', 'token', 'mark_s'],
  ...shared,
});

export const SETTLED_EXECUTOR_EARNING = sums<SettledExecutorRow>('settled_executor_earning', {
  columns: { ...KEY, executor: 'text', mark_s: 'long', amount: 'amount' },
  key: ['executor', 'assetId', 'vaultChainId', 'vault', 'token', 'mark_s'],
  sums: ['amount'],
  ...shared,
});

export const SETTLED_UPHELD_EARNING = sums<SettledUpheldRow>('settled_upheld_earning', {
  columns: { ...KEY, beneficiary: 'text', mark_s: 'long', amount: 'amount' },
  key: ['beneficiary', 'assetId', 'vaultChainId', 'vault', 'token', 'mark_s'],
  sums: ['amount'],
  ...shared,
});

export const SETTLED_SUSPENSE = keyed<SettledSuspenseRow>('settled_suspense', {
  columns: { ...KEY, usageContract: 'text', total: 'integer', reason: 'text', amount: 'amount' },
  key: ['vaultChainId', 'vault', 'assetId', 'token', 'usageContract', 'total'],
  ...shared,
});

export const SETTLED_POSTING = sums<SettledPostingRow>('settled_posting', {
  columns: {
    ...VAULT,
    token: 'text',
    mark_s: 'long',
    debit: 'text',
    credit: 'text',
    amount: 'amount',
    count: 'amount',
  },
  key: ['vaultChainId', 'vault', 'token', 'mark_s', 'debit', 'credit'],
  sums: ['amount', 'count'],
  ...shared,
});

export const SETTLED_TRANSIT = sums<SettledTransitRow>('settled_transit', {
  columns: {
    ...KEY,
    usageContract: 'text',
    mark_s: 'long',
    hop: 'integer',
    amount: 'amount',
  },
  key: ['vaultChainId', 'vault', 'mark_s', 'hop', 'assetId', 'usageContract', 'token'],
  sums: ['amount'],
  ...shared,
});

export const SETTLED_ANOMALY = keyed<SettledAnomalyRow>('settled_anomaly', {
  columns: {
    ...VAULT,
    mark_s: 'long',
    seq: 'integer',
    reason: 'text',
    detail: 'text',
    assetId: 'text?',
    eventPosition: 'text?',
  },
  key: ['vaultChainId', 'vault', 'mark_s', 'seq'],
  ...shared,
});
