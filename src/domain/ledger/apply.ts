import type { PlacedEvent } from '../events/canonical.js';
import { contextOf } from './context.js';
import { feeSet, tokenDescribed } from './contracts.js';
import { statusChanged } from './disputes.js';
import { parentLinked } from './graph.js';
import { assetRegistered, assetTransferred, roleSplitSet, termsSet, versionPublished } from './registry.js';
import { sharesChanged } from './shares.js';
import type { LedgerState } from './state.js';
import { usageRecorded } from './usage.js';

/**
 * Applies one event to one chain's state: the whole economy of design sections 5 and 6. Events come in
 * the order of their positions, each once. Total: it never throws, whatever a chain says; what cannot be
 * is refused or applied as far as it makes sense, with an anomaly. Rows are replaced, never changed, so
 * whoever kept one keeps it as it was.
 *
 * What must be in the state is said by {@link touchedBy}.
 */
export function applyEvent(state: LedgerState, event: PlacedEvent): void {
  const context = contextOf(state, event);
  switch (event.kind) {
    case 'AssetRegistered':
      return assetRegistered(context, event.payload);
    case 'AssetVersionPublished':
      return versionPublished(context, event.payload);
    case 'AssetTransferred':
      return assetTransferred(context, event.payload);
    case 'AssetStatusChanged':
      return statusChanged(context, event.payload);
    case 'TermsSet':
      return termsSet(context, event.payload);
    case 'ParentLinked':
      return parentLinked(context, event.payload);
    case 'RoleSplitSet':
      return roleSplitSet(context, event.payload);
    case 'SharesChanged':
      return sharesChanged(context, event.payload);
    case 'UsageRecorded':
      return usageRecorded(context, event.payload);
    case 'FeeSet':
      return feeSet(context, event.payload);
    case 'TokenDescribed':
      return tokenDescribed(context, event.payload);
    // No contract of the vocabulary's first adapter emits these: they move nothing yet.
    case 'RoleSplitAnnounced':
    case 'LicenseGranted':
    case 'TaskOpened':
    case 'TaskClosed':
    case 'ContributionSubmitted':
    case 'ContributionReviewed':
    case 'RewardPaid':
    case 'UsageReleased':
    case 'UsageReversed':
    case 'RevenuePaid':
    case 'PayoutRootPublished':
    case 'Claimed':
    case 'PricePosted':
      return;
    // Kept in the log, without meaning here.
    case 'Unknown':
    case 'Ignored':
      return;
    default:
      return unreachable(event);
  }
}

function unreachable(_event: never): void {}
