import type {
  AssetRow,
  OwnerHistoryRow,
  StatusHistoryRow,
  TermsHistoryRow,
  VersionRow,
} from '../../domain/ledger/state.js';
import type { DisputeRow, LicenseRow } from '../../domain/ledger/right-rows.js';
import { history, keyed } from '../../fold/table.js';

export const ASSET = keyed<AssetRow>('asset', {
  columns: {
    assetId: 'text',
    registeredAt: 'text?',
    registeredTime_s: 'long?',
    kind: 'text?',
    name: 'text?',
    owner: 'text?',
    contentHash: 'text?',
    metadataUri: 'text?',
    version: 'long',
    status: 'text',
    splitPpm: 'integers?',
    poolShares: 'amounts',
    links: 'json',
    parentNamedAt: 'text?',
    disputes: 'json?',
    txHash: 'text?',
  },
  key: ['assetId'],
});

export const ASSET_VERSION = history<VersionRow>('asset_version', {
  columns: {
    assetId: 'text',
    position: 'text',
    time_s: 'long',
    version: 'long',
    contentHash: 'text',
    uri: 'text',
    txHash: 'text',
  },
  key: ['assetId', 'position'],
  position: 'position',
});

export const TERMS_HISTORY = history<TermsHistoryRow>('terms_history', {
  columns: {
    assetId: 'text',
    position: 'text',
    time_s: 'long',
    derivativesAllowed: 'boolean',
    minRoyaltyPpm: 'long',
    royaltyPolicy: 'text',
    commercialUse: 'boolean',
    termsHash: 'text',
  },
  key: ['assetId', 'position'],
  position: 'position',
});

export const OWNER_HISTORY = history<OwnerHistoryRow>('owner_history', {
  columns: { assetId: 'text', position: 'text', time_s: 'long', owner: 'text' },
  key: ['assetId', 'position'],
  position: 'position',
});

export const STATUS_HISTORY = history<StatusHistoryRow>('status_history', {
  columns: {
    assetId: 'text',
    position: 'text',
    time_s: 'long',
    status: 'text',
    decision: 'text?',
    beneficiary: 'text?',
  },
  key: ['assetId', 'position'],
  position: 'position',
});

export const DISPUTE = keyed<DisputeRow>('dispute', {
  columns: {
    assetId: 'text',
    disputeId: 'text',
    openedAt: 'text',
    openedTime_s: 'long',
    decidedTime_s: 'long?',
    outcome: 'text?',
    beneficiary: 'text?',
  },
  key: ['assetId', 'disputeId'],
});

export const LICENSE = history<LicenseRow>('license', {
  columns: {
    position: 'text',
    time_s: 'long',
    assetId: 'text',
    licensee: 'text',
    termsHash: 'text',
    fee: 'amount',
    token: 'text',
    expiry_s: 'long',
    txHash: 'text',
  },
  key: ['position'],
  position: 'position',
});
