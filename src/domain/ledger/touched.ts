import type { PlacedEvent } from '../events/canonical.js';
import type { Address, AssetId } from '../ids.js';
import type { Role } from '../vocabulary.js';
import { UNNUMBERED } from './disputes.js';
import type { HeldUsageRow, ReceiptKey } from './held-rows.js';
import type { ContributionKey, TaskKey } from './task-rows.js';

type ShareKey = { readonly assetId: AssetId; readonly role: Role; readonly contributor: Address };

/** Keys that an event names. */
export interface Touched {
  readonly assets: readonly AssetId[];
  readonly shares: readonly ShareKey[];
  readonly accounts: readonly Address[];
  /** Usage contracts. */
  readonly fees: readonly Address[];
  readonly tokens: readonly Address[];
  /** Of held usages. */
  readonly receipts: readonly ReceiptKey[];
  readonly disputes: readonly { readonly assetId: AssetId; readonly disputeId: string }[];
  readonly tasks: readonly TaskKey[];
  readonly taskTokens: readonly (TaskKey & { readonly token: Address })[];
  readonly contributions: readonly ContributionKey[];
  /** Vaults that publish payout roots. */
  readonly vaults: readonly Address[];
}

const NOTHING: Touched = {
  assets: [],
  shares: [],
  accounts: [],
  fees: [],
  tokens: [],
  receipts: [],
  disputes: [],
  tasks: [],
  taskTokens: [],
  contributions: [],
  vaults: [],
};

/**
 * What must be in the state before an event is applied; what is absent counts as not existing. Given the
 * keys of a batch's events, load
 *
 * - the rows of `assets`, and of everything reachable from them upward over `links` (both policies)
 *   within the chain: the waterfall and the refusal of loops walk them. Parents homed on other chains
 *   need no more than their own row, and only where the event names them;
 * - of all those assets: every running total and every row of suspense;
 * - the rows of `shares`, `accounts` and `tokens`;
 * - every fee row of the chain (one for each usage contract; a decided dispute may need any of them);
 * - the rows of `receipts`, `disputes`, `tasks`, `taskTokens`, `contributions` and `vaults`, and of a vault
 *   the row of its latest payout root; of a held usage that is released what {@link touchedByRelease} says;
 * - where the account of a payer was ever a shareholder's: their shares, in every pool of the assets that the
 *   usage pays.
 *
 * By kind: a UsageRecorded reads assets, totals, suspense, its fee, its token and the accounts of payer and executor; a
 * ParentLinked the lineage above the parent and the parent's own row, wherever it is homed; AssetRegistered,
 * AssetTransferred, RoleSplitSet and SharesChanged the asset, its totals and the named shares;
 * AssetRegistered and AssetStatusChanged its suspense. Running totals by interval, history and sums are
 * only written: nothing of them is read.
 */
export function touchedBy(event: PlacedEvent): Touched {
  switch (event.kind) {
    case 'AssetRegistered': {
      const { asset, owner } = event.payload;
      return { ...NOTHING, assets: [asset], shares: [ownerShare(asset, owner)], accounts: [owner] };
    }
    case 'AssetTransferred': {
      const { asset, from, to } = event.payload;
      return {
        ...NOTHING,
        assets: [asset],
        shares: [ownerShare(asset, from), ownerShare(asset, to)],
        accounts: [to],
      };
    }
    case 'AssetStatusChanged': {
      const { asset, disputeId, beneficiary } = event.payload;
      return {
        ...NOTHING,
        assets: [asset],
        accounts: beneficiary === null ? [] : [beneficiary],
        disputes: [{ assetId: asset, disputeId: disputeId ?? UNNUMBERED }],
      };
    }
    case 'AssetVersionPublished':
    case 'TermsSet':
    case 'RoleSplitAnnounced':
    case 'RoleSplitSet':
      return { ...NOTHING, assets: [event.payload.asset] };
    case 'ParentLinked':
      return { ...NOTHING, assets: [event.payload.child, event.payload.parent] };
    case 'SharesChanged': {
      const { asset, role, contributor } = event.payload;
      return {
        ...NOTHING,
        assets: [asset],
        shares: [{ assetId: asset, role, contributor }],
        accounts: [contributor],
      };
    }
    case 'UsageRecorded': {
      const { asset, consumer, executor, token, receiptId, held } = event.payload;
      return {
        ...NOTHING,
        assets: [asset],
        accounts: executor === null ? [consumer] : [consumer, executor],
        fees: [event.at.contract],
        tokens: [token],
        receipts: held ? [{ usageContract: event.at.contract, receiptId }] : NOTHING.receipts,
      };
    }
    case 'UsageReleased':
    case 'UsageReversed':
      return { ...NOTHING, receipts: [{ usageContract: event.at.contract, receiptId: event.payload.receiptId }] };
    case 'RevenuePaid':
      return { ...NOTHING, accounts: [event.payload.beneficiary] };
    case 'TaskOpened':
    case 'TaskClosed':
      return { ...NOTHING, tasks: [{ taskContract: event.at.contract, task: event.payload.task }] };
    case 'ContributionSubmitted':
    case 'ContributionReviewed': {
      const { task, contributor, contentHash } = event.payload;
      const key = { taskContract: event.at.contract, task };
      return {
        ...NOTHING,
        tasks: [key],
        contributions: [{ ...key, contributor, contentHash }],
        accounts: [contributor],
      };
    }
    case 'RewardPaid': {
      const { task, contributor, token } = event.payload;
      const key = { taskContract: event.at.contract, task };
      return { ...NOTHING, tasks: [key], taskTokens: [{ ...key, token }], accounts: [contributor] };
    }
    case 'PayoutRootPublished':
      return { ...NOTHING, vaults: [event.payload.vault] };
    case 'Claimed':
      return { ...NOTHING, vaults: [event.payload.vault], accounts: [event.payload.contributor] };
    case 'FeeSet':
      return { ...NOTHING, accounts: [event.payload.treasury], fees: [event.payload.usageContract] };
    case 'TokenDescribed':
    case 'PricePosted':
      return { ...NOTHING, tokens: [event.payload.token] };
    default:
      return NOTHING;
  }
}

/** Keys that the release of a held usage needs beside those that its event names. */
export function touchedByRelease(row: HeldUsageRow): Pick<Touched, 'assets' | 'accounts' | 'tokens'> {
  const { assetId, consumer, executor, token } = row;
  return { assets: [assetId], accounts: executor === null ? [consumer] : [consumer, executor], tokens: [token] };
}

function ownerShare(assetId: AssetId, contributor: Address): ShareKey {
  return { assetId, role: 'OWNER', contributor };
}
