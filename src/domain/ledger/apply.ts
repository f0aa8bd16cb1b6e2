import type { PlacedEvent } from '../events/canonical.js';
import { contextOf } from './context.js';
import { feeSet } from './contracts.js';
import { revenuePaid } from './direct.js';
import { statusChanged } from './disputes.js';
import { parentLinked } from './graph.js';
import { usageReleased, usageReversed } from './held.js';
import { licenseGranted } from './licenses.js';
import { claimed, payoutRootPublished } from './payouts.js';
import { pricePosted, tokenDescribed } from './prices.js';
import {
  assetRegistered,
  assetTransferred,
  roleSplitSet,
  splitAnnounced,
  termsSet,
  versionPublished,
} from './registry.js';
import { sharesChanged } from './shares.js';
import type { LedgerState } from './state.js';
import { contributionReviewed, contributionSubmitted, rewardPaid, taskClosed, taskOpened } from './tasks.js';
import { usageRecorded } from './usage.js';

/**
 * Applies one event to one chain's state: the whole economy of design sections 5 and 6. Events come in
 * the order of their positions, each once. Total: it never throws, whatever a chain says; what cannot be
 * is refused or applied as far as it makes sense, with an anomaly. Rows are replaced, never changed, so
 * whoever kept one keeps it as it was.
 *
 * What must be in the state is said by {@link Touched}.
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
    case 'RoleSplitAnnounced':
      return splitAnnounced(context, event.payload);
    case 'LicenseGranted':
      return licenseGranted(context, event.payload);
    case 'TaskOpened':
      return taskOpened(context, event.payload);
    case 'TaskClosed':
      return taskClosed(context, event.payload);
    case 'ContributionSubmitted':
      return contributionSubmitted(context, event.payload);
    case 'ContributionReviewed':
      return contributionReviewed(context, event.payload);
    case 'RewardPaid':
      return rewardPaid(context, event.payload);
    case 'UsageReleased':
      return usageReleased(context, event.payload);
    case 'UsageReversed':
      return usageReversed(context, event.payload);
    case 'RevenuePaid':
      return revenuePaid(context, event.payload);
    case 'PayoutRootPublished':
      return payoutRootPublished(context, event.payload);
    case 'Claimed':
      return claimed(context, event.payload);
    case 'PricePosted':
      return pricePosted(context, event.payload);
    // Kept in the log, without meaning here.
    case 'Unknown':
    case 'Ignored':
      return;
    default:
      return unreachable(event);
  }
}

function unreachable(_event: never): void {}
