import type {
  AccumulatedHistoryRow,
  DirectRow,
  ExecutorRow,
  PostingRow,
  RunningTotalAtRow,
  RunningTotalRow,
  SuspenseRow,
  TransitRow,
  UpheldRow,
} from '../../domain/ledger/state.js';
import { history, keyed, sums, unread } from '../../fold/table.js';

export const RUNNING_TOTAL = keyed<RunningTotalRow>('running_total', {
  columns: {
    assetId: 'text',
    vault: 'text',
    token: 'text',
    total1: 'amount',
    total2: 'amount',
    closed1: 'amount',
    closed2: 'amount',
    accumulated: 'amounts',
    lastMark_s: 'long',
  },
  key: ['assetId', 'vault', 'token'],
  group: ['assetId'],
});

export const RUNNING_TOTAL_AT = unread<RunningTotalAtRow>('running_total_at', {
  columns: {
    assetId: 'name',
    vault: 'name',
    token: 'name',
    mark_s: 'long',
    total1: 'amount',
    total2: 'amount',
  },
  key: ['assetId', 'vault', 'token', 'mark_s'],
});

export const ACCUMULATED_HISTORY = history<AccumulatedHistoryRow>('accumulated_history', {
  columns: {
    assetId: 'text',
    vault: 'text',
    token: 'text',
    position: 'text',
    time_s: 'long',
    closed1: 'amount',
    closed2: 'amount',
    accumulated: 'amounts',
  },
  key: ['assetId', 'vault', 'token', 'position'],
  position: 'position',
});

export const SUSPENSE = keyed<SuspenseRow>('suspense', {
  columns: {
    assetId: 'text',
    vault: 'text',
    token: 'text',
    usageContract: 'text',
    total: 'integer',
    reason: 'text',
    amount: 'amount',
  },
  key: ['assetId', 'vault', 'token', 'usageContract', 'total'],
  group: ['assetId'],
});

export const TRANSIT = sums<TransitRow>('transit', {
  columns: {
    assetId: 'text',
    vault: 'text',
    usageContract: 'text',
    token: 'text',
    mark_s: 'long',
    executor: "text?''",
    amount: 'amount',
  },
  key: ['vault', 'mark_s', 'assetId', 'usageContract', 'token', 'executor'],
  sums: ['amount'],
});

export const EXECUTOR_EARNING = sums<ExecutorRow>('executor_earning', {
  columns: {
    executor: 'name',
    assetId: 'name',
    vault: 'name',
    token: 'name',
    mark_s: 'long',
    amount: 'amount',
  },
  key: ['executor', 'assetId', 'vault', 'token', 'mark_s'],
  sums: ['amount'],
});

export const UPHELD_EARNING = sums<UpheldRow>('upheld_earning', {
  columns: {
    beneficiary: 'text',
    assetId: 'text',
    vault: 'text',
    token: 'text',
    mark_s: 'long',
    amount: 'amount',
  },
  key: ['beneficiary', 'assetId', 'vault', 'token', 'mark_s'],
  sums: ['amount'],
});

export const DIRECT_EARNING = sums<DirectRow>('direct_earning', {
  columns: {
    beneficiary: 'text',
    assetId: 'text',
    role: 'text',
    vault: 'text',
    token: 'text',
    mark_s: 'long',
    amount: 'amount',
  },
  key: ['beneficiary', 'assetId', 'role', 'vault', 'token', 'mark_s'],
  sums: ['amount'],
});

export const POSTING = sums<PostingRow>('posting', {
  columns: {
    vault: 'name',
    token: 'name',
    mark_s: 'long',
    debit: 'name',
    credit: 'name',
    amount: 'amount',
    count: 'amount',
  },
  key: ['vault', 'token', 'mark_s', 'debit', 'credit'],
  sums: ['amount', 'count'],
});
