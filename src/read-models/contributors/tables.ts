import type {
  AccountRow,
  PoolHistoryRow,
  ShareHistoryRow,
  ShareRow,
  SplitHistoryRow,
} from '../../domain/ledger/state.js';
import type { SplitAnnouncementRow } from '../../domain/ledger/right-rows.js';
import { history, keyed } from '../../fold/table.js';

export const ACCOUNT = keyed<AccountRow>('account', {
  columns: { address: 'text', firstSeen: 'text', firstSeenTime_s: 'long', shareholder: 'boolean' },
  key: ['address'],
});

const SHARE_COLUMNS = {
  assetId: 'text',
  role: 'text',
  contributor: 'text',
  shares: 'amount',
  offsets: 'amountMap',
  since: 'text',
  sinceTime_s: 'long',
} as const;

export const SHARE = keyed<ShareRow>('share', {
  columns: SHARE_COLUMNS,
  key: ['assetId', 'role', 'contributor'],
});

export const SHARE_HISTORY = history<ShareHistoryRow>('share_history', {
  columns: SHARE_COLUMNS,
  key: ['assetId', 'role', 'contributor', 'since'],
  position: 'since',
});

export const POOL_HISTORY = history<PoolHistoryRow>('pool_history', {
  columns: { assetId: 'text', role: 'text', position: 'text', time_s: 'long', totalShares: 'amount' },
  key: ['assetId', 'role', 'position'],
  position: 'position',
});

export const SPLIT_HISTORY = history<SplitHistoryRow>('split_history', {
  columns: { assetId: 'text', position: 'text', time_s: 'long', splitPpm: 'integers' },
  key: ['assetId', 'position'],
  position: 'position',
});

export const SPLIT_ANNOUNCEMENT = history<SplitAnnouncementRow>('split_announcement', {
  columns: { assetId: 'text', position: 'text', time_s: 'long', splitPpm: 'integers', effectiveAt_s: 'long' },
  key: ['assetId', 'position'],
  position: 'position',
});
