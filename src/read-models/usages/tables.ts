import type { AssetId } from '../../domain/ids.js';
import type { HeldUsageRow } from '../../domain/ledger/held-rows.js';
import { REVENUE_SUMS, type RevenueRow } from '../../domain/ledger/revenue-rows.js';
import type { AnomalyRow, FeeHistoryRow, FeeRow, UsageRow } from '../../domain/ledger/state.js';
import { history, keyed, sums } from '../../fold/table.js';

export const USAGE = history<UsageRow>('usage', {
  columns: {
    position: 'position',
    time_s: 'long',
    blockTime_s: 'long',
    txHash: 'hex',
    usageContract: 'name',
    vault: 'name',
    assetId: 'name',
    consumer: 'name',
    application: 'name?',
    operation: 'text',
    units: 'amount',
    token: 'name',
    amount: 'amount',
    fee: 'amount',
    executor: 'name?',
    receiptId: 'hex',
    parentReceiptId: 'hex?',
    settlement: 'text',
    status: 'text',
    circular: 'boolean',
    usdE18: 'amount?',
    noUsd: 'text?',
  },
  key: ['position'],
  position: 'position',
});

export const HELD_USAGE = keyed<HeldUsageRow>('held_usage', {
  columns: {
    usageContract: 'text',
    receiptId: 'text',
    recordedAt: 'text',
    recordedTime_s: 'long',
    vault: 'text',
    assetId: 'text',
    consumer: 'text',
    application: 'text?',
    operation: 'text',
    units: 'amount',
    token: 'text',
    amount: 'amount',
    executor: 'text?',
    settlement: 'text',
    state: 'text',
    decidedAt: 'text?',
    decidedTime_s: 'long?',
    reason: 'text?',
    fee: 'amount',
    circular: 'boolean',
    usdE18: 'amount?',
    noUsd: 'text?',
  },
  key: ['usageContract', 'receiptId'],
});

export const REVENUE = sums<RevenueRow>('revenue', {
  columns: {
    assetId: 'name',
    operation: 'text',
    application: "name?''",
    usageContract: 'name',
    vault: 'name',
    token: 'name',
    mark_s: 'long',
    usages: 'amount',
    units: 'amount',
    gross: 'amount',
    fee: 'amount',
    settlement: 'text',
    circularUsages: 'amount',
    circularGross: 'amount',
    circularFee: 'amount',
    usdE18: 'amount',
    feeUsdE18: 'amount',
    circularUsdE18: 'amount',
    unpricedGross: 'amount',
    unpricedFee: 'amount',
  },
  key: ['assetId', 'mark_s', 'operation', 'application', 'usageContract', 'settlement', 'vault', 'token'],
  sums: REVENUE_SUMS,
});

/** How often an asset was used on a chain, for orderings by use. */
export interface AssetActivityRow {
  assetId: AssetId;
  usages: bigint;
}

export const ASSET_ACTIVITY = sums<AssetActivityRow>('asset_activity', {
  columns: { assetId: 'text', usages: 'amount' },
  key: ['assetId'],
  sums: ['usages'],
});

const FEE_COLUMNS = { usageContract: 'text', feePpm: 'long', treasury: 'text', vault: 'text' } as const;

export const FEE = keyed<FeeRow>('fee', { columns: FEE_COLUMNS, key: ['usageContract'] });

export const FEE_HISTORY = history<FeeHistoryRow>('fee_history', {
  columns: { position: 'text', time_s: 'long', ...FEE_COLUMNS },
  key: ['usageContract', 'position'],
  position: 'position',
});

export const ANOMALY = history<AnomalyRow>('anomaly', {
  columns: {
    position: 'text',
    seq: 'integer',
    time_s: 'long',
    reason: 'text',
    detail: 'text',
    assetId: 'text?',
    txHash: 'text',
  },
  key: ['position', 'seq'],
  position: 'position',
});
