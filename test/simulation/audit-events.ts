import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import { ROLES } from '../../src/domain/vocabulary.js';
import type { AuditEvent } from '../audit/events.js';

/** The audit's form of canonical events, for worlds that no chain has ever seen. */
export function auditEventsOf(events: readonly PlacedEvent[]): AuditEvent[] {
  return events.flatMap((event) => auditEventOf(event) ?? []);
}

function auditEventOf(event: PlacedEvent): AuditEvent | undefined {
  const place = { chain: event.at.chain as number, time_s: event.at.time_s, contract: event.at.contract as string };
  switch (event.kind) {
    case 'AssetRegistered':
      return { ...place, name: 'registered', asset: event.payload.asset, owner: event.payload.owner };
    case 'ParentLinked': {
      const { child, parent, royaltyPpm, policy } = event.payload;
      return { ...place, name: 'linked', child, parent, ratePpm: BigInt(royaltyPpm), absolute: policy === 'ABSOLUTE' };
    }
    case 'RoleSplitSet': {
      const ppm = new Map(ROLES.map((role, index) => [role, BigInt(event.payload.splitPpm[index]!)]));
      return { ...place, name: 'split', asset: event.payload.asset, ppm };
    }
    case 'SharesChanged': {
      const { asset, role, contributor, shares } = event.payload;
      return { ...place, name: 'shares', asset, role, counts: [{ contributor, shares }] };
    }
    case 'AssetStatusChanged': {
      const { asset, status, disputeId, outcome, beneficiary } = event.payload;
      const opens = status === 'DISPUTED' && outcome === null;
      return {
        ...place,
        name: 'status',
        asset,
        dispute: disputeId ?? '',
        opens,
        upheld: outcome === 'UPHELD',
        beneficiary,
      };
    }
    case 'AssetTransferred':
      return { ...place, name: 'transferred', ...event.payload };
    case 'UsageRecorded': {
      const { asset, consumer, token, amount, executor, settlement, receiptId, held } = event.payload;
      return { ...place, name: 'used', asset, consumer, token, amount, executor, settlement, receipt: receiptId, held };
    }
    case 'UsageReleased':
      return { ...place, name: 'released', receipt: event.payload.receiptId };
    case 'UsageReversed':
      return { ...place, name: 'reversed', receipt: event.payload.receiptId };
    case 'RevenuePaid': {
      const { beneficiary: contributor, ...payment } = event.payload;
      return { ...place, name: 'direct', contributor, ...payment };
    }
    case 'TaskOpened': {
      const { task, asset, role } = event.payload;
      return { ...place, name: 'task', task, asset, role };
    }
    case 'RewardPaid': {
      const { task, contributor, token, amount } = event.payload;
      return { ...place, name: 'reward', task, contributor, token, amount };
    }
    case 'Claimed':
      return { ...place, name: 'claimed', ...event.payload };
    case 'FeeSet': {
      const { feePpm, treasury, vault } = event.payload;
      return { ...place, name: 'fee', feePpm: BigInt(feePpm), treasury, vault };
    }
    case 'PricePosted':
      return { ...place, name: 'priced', token: event.payload.token, usd: event.payload.priceUsd };
    case 'TokenDescribed':
      return { ...place, name: 'described', token: event.payload.token, decimals: event.payload.decimals };
    default:
      return undefined;
  }
}
