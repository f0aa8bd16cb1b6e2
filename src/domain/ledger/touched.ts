import type { PlacedEvent } from '../events/canonical.js';
import type { Address, AssetId } from '../ids.js';
import type { Role } from '../vocabulary.js';

/** Keys that an event names. */
export interface Touched {
  readonly assets: readonly AssetId[];
  readonly shares: readonly { readonly assetId: AssetId; readonly role: Role; readonly contributor: Address }[];
  readonly accounts: readonly Address[];
  /** Usage contracts. */
  readonly fees: readonly Address[];
  readonly tokens: readonly Address[];
}

const NOTHING: Touched = { assets: [], shares: [], accounts: [], fees: [], tokens: [] };

/**
 * What must be in the state before an event is applied; what is absent counts as not existing. Given the
 * keys of a batch's events, load
 *
 * - the rows of `assets`, and of everything reachable from them upward over `links` (both policies)
 *   within the chain: the waterfall and the refusal of loops walk them. Parents homed on other chains
 *   need no more than their own row, and only where the event names them;
 * - of all those assets: every running total and every row of suspense;
 * - the rows of `shares`, `accounts` and `tokens`;
 * - every fee row of the chain (one for each usage contract; a decided dispute may need any of them).
 *
 * By kind: a UsageRecorded reads assets, totals, suspense, its fee and the executor's account; a
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
      const { asset, beneficiary } = event.payload;
      return { ...NOTHING, assets: [asset], accounts: beneficiary === null ? [] : [beneficiary] };
    }
    case 'AssetVersionPublished':
    case 'TermsSet':
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
      const { asset, executor } = event.payload;
      return {
        ...NOTHING,
        assets: [asset],
        accounts: executor === null ? [] : [executor],
        fees: [event.at.contract],
      };
    }
    case 'FeeSet':
      return { ...NOTHING, accounts: [event.payload.treasury], fees: [event.payload.usageContract] };
    case 'TokenDescribed':
      return { ...NOTHING, tokens: [event.payload.token] };
    default:
      return NOTHING;
  }
}

function ownerShare(assetId: AssetId, contributor: Address): Touched['shares'][number] {
  return { assetId, role: 'OWNER', contributor };
}
