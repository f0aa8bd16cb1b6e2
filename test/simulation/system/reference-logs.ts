import { type Abi } from 'viem';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  usageMeterAbi,
} from '../../../contracts/generated/abis.js';
import type { CanonicalPayloads, PlacedEvent } from '../../../src/domain/events/canonical.js';
import { parseAssetId, ZERO_ADDRESS, ZERO_HASH } from '../../../src/domain/ids.js';
import {
  ASSET_KINDS,
  ASSET_STATUSES,
  OPERATIONS,
  RELATIONS,
  REWARD_PARTS,
  ROLES,
  ROYALTY_POLICIES,
} from '../../../src/domain/vocabulary.js';
import { encodeLog } from '../../support/encode-log.js';
import type { EmittedLog } from '../../support/scripted-tree.js';

/**
 * The log by which a reference contract would say an event, and all of whose words it has: every usage is one of a
 * vault. Undefined for what no reference contract says.
 */
export function referenceLog(event: PlacedEvent): EmittedLog | undefined {
  const emit = (abi: unknown, name: string, args: Record<string, unknown>): EmittedLog => {
    const { topics, data } = encodeLog(abi as Abi, name, args);
    return { address: event.at.contract, topics, data };
  };
  switch (event.kind) {
    case 'AssetRegistered': {
      const { asset, owner, kind, contentHash, metadataUri: uri, name } = event.payload;
      const what = { assetId: tokenOf(asset), owner, kind: ASSET_KINDS.indexOf(kind), contentHash, uri, name };
      return emit(assetRegistryAbi, 'AssetRegistered', what);
    }
    case 'AssetTransferred': {
      const { asset, from, to } = event.payload;
      return emit(assetRegistryAbi, 'Transfer', { from, to, tokenId: tokenOf(asset) });
    }
    case 'ParentLinked':
      return emit(assetRegistryAbi, 'ParentLinked', linkOf(event.payload));
    case 'RoleSplitSet':
      return emit(assetRegistryAbi, 'RoleSplitSet', {
        assetId: tokenOf(event.payload.asset),
        ppm: event.payload.splitPpm,
      });
    case 'SharesChanged': {
      const { asset, role, contributor, shares } = event.payload;
      const pool = { assetId: tokenOf(asset), role: ROLES.indexOf(role) };
      return emit(assetRegistryAbi, 'SharesChanged', { ...pool, contributors: [contributor], shares: [shares] });
    }
    case 'AssetStatusChanged':
      return emit(assetRegistryAbi, ...statusOf(event.payload));
    case 'FeeSet': {
      const { feePpm, treasury, vault } = event.payload;
      return emit(usageMeterAbi, 'FeeSet', { feePpm, treasury, vault });
    }
    case 'UsageRecorded':
      return emit(usageMeterAbi, event.payload.held ? 'UsageHeld' : 'UsageRecorded', usageOf(event.payload));
    case 'UsageReleased':
    case 'UsageReversed':
      return emit(usageMeterAbi, event.kind, event.payload);
    case 'TaskOpened':
      return emit(contributionTasksAbi, 'TaskOpened', taskOf(event.payload));
    case 'RewardPaid': {
      const { task, part, ...paid } = event.payload;
      const reward = { taskId: BigInt(task), part: REWARD_PARTS.indexOf(part), contentHash: ZERO_HASH };
      return emit(contributionTasksAbi, 'RewardPaid', { ...paid, ...reward });
    }
    case 'Claimed':
      return emit(payoutVaultAbi, 'Claimed', { ...event.payload, epoch: 1 });
    default:
      return undefined;
  }
}

const tokenOf = (asset: string): bigint => parseAssetId(asset).tokenId;

function linkOf({ child, parent, relation, royaltyPpm, policy }: CanonicalPayloads['ParentLinked']) {
  const { chain, registry, tokenId } = parseAssetId(parent);
  return {
    childId: tokenOf(child),
    parentChainId: BigInt(chain),
    parentRegistry: registry,
    parentId: tokenId,
    relation: RELATIONS.indexOf(relation),
    royaltyPpm,
    policy: ROYALTY_POLICIES.indexOf(policy),
  };
}

function statusOf(payload: CanonicalPayloads['AssetStatusChanged']): [name: string, args: Record<string, unknown>] {
  const { asset, disputeId, outcome, beneficiary } = payload;
  const status = ASSET_STATUSES.indexOf(payload.status);
  const assetId = tokenOf(asset);
  if (disputeId === null) return ['StatusChanged', { assetId, status }];
  const dispute = { assetId, disputeId: BigInt(disputeId) };
  if (payload.status === 'DISPUTED') return ['DisputeRaised', { ...dispute, claimant: ZERO_ADDRESS, reason: '' }];
  const upheld = outcome === 'UPHELD';
  return ['DisputeDecided', { ...dispute, upheld, beneficiary: beneficiary ?? ZERO_ADDRESS, status }];
}

function usageOf(payload: CanonicalPayloads['UsageRecorded']): Record<string, unknown> {
  const { asset, application, executor, operation, parentReceiptId, ...usage } = payload;
  const { chain, registry, tokenId } = parseAssetId(asset);
  return {
    ...usage,
    assetChainId: BigInt(chain),
    assetRegistry: registry,
    assetId: tokenId,
    application: application ?? ZERO_ADDRESS,
    executor: executor ?? ZERO_ADDRESS,
    operation: OPERATIONS.indexOf(operation),
    parentReceiptId: parentReceiptId ?? ZERO_HASH,
    until: 2_000_000_000n,
  };
}

function taskOf({ task, asset, sponsor, role, tokens }: CanonicalPayloads['TaskOpened']): Record<string, unknown> {
  const { registry, tokenId } = parseAssetId(asset);
  return {
    taskId: BigInt(task),
    assetId: tokenId,
    sponsor,
    assetRegistry: registry,
    role: ROLES.indexOf(role),
    tokens: tokens.map(({ token }) => token),
    budgets: tokens.map(({ budget }) => budget),
    baseRewards: tokens.map(({ baseReward }) => baseReward),
    bonusRewards: tokens.map(({ bonusReward }) => bonusReward),
  };
}
