import type { ClaimRow, PayoutRootRow, PayoutVaultRow } from '../../domain/ledger/payout-rows.js';
import { history, keyed } from '../../fold/table.js';

export const PAYOUT_ROOT = keyed<PayoutRootRow>('payout_root', {
  columns: {
    vault: 'text',
    epoch: 'long',
    publishedAt: 'text',
    publishedTime_s: 'long',
    root: 'text',
    mark_s: 'long',
    remoteMark_s: 'long',
    configurationDigest: 'text',
    activeFrom_s: 'long',
    replacedTime_s: 'long?',
    txHash: 'text',
  },
  key: ['vault', 'epoch', 'publishedAt'],
});

export const PAYOUT_VAULT = keyed<PayoutVaultRow>('payout_vault', {
  columns: { vault: 'text', epoch: 'long', publishedAt: 'text', activeFrom_s: 'long', hadActive: 'boolean' },
  key: ['vault'],
});

export const CLAIM = history<ClaimRow>('claim', {
  columns: {
    position: 'text',
    time_s: 'long',
    vault: 'text',
    contributor: 'text',
    token: 'text',
    amount: 'amount',
    txHash: 'text',
  },
  key: ['position'],
  position: 'position',
});
