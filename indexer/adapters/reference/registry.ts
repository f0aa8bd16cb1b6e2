import type { EventParams } from '@subsquid/evm-abi';
import type { CanonicalEvent } from '../../../src/domain/events/canonical.js';
import { type Address, assetId, type Hex, ZERO_ADDRESS } from '../../../src/domain/ids.js';
import { ASSET_KINDS, ASSET_STATUSES, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../../src/domain/vocabulary.js';
import { ignored, type Mapping } from '../adapter.js';
import { displayText } from '../text.js';
import type { events } from './generated/AssetRegistry.js';
import { exact, foreignAssetId, orNull, UnreadableLogError, word } from '../unreadable.js';

type Events = typeof events;
type Mappings = { readonly [K in keyof Events]?: Mapping<EventParams<Events[K]>> };

/** What the registry's events mean; those that are missing mean nothing here. */
export const REGISTRY_MAPPINGS = {
  AssetRegistered: (event, log, block) => [
    {
      kind: 'AssetRegistered',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        kind: word(ASSET_KINDS, event.kind, 'kind'),
        owner: event.owner as Address,
        contentHash: event.contentHash as Hex,
        metadataUri: displayText(event.uri),
        name: displayText(event.name),
      },
    },
  ],

  VersionPublished: (event, log, block) => [
    {
      kind: 'AssetVersionPublished',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        version: event.version,
        contentHash: event.contentHash as Hex,
        uri: displayText(event.uri),
      },
    },
  ],

  // A mint tells nothing that AssetRegistered does not.
  Transfer: (event, log, block) =>
    event.from === ZERO_ADDRESS
      ? ignored('Transfer')
      : [
          {
            kind: 'AssetTransferred',
            payload: {
              asset: assetId(block.chain, log.contract, event.tokenId),
              from: event.from as Address,
              to: event.to as Address,
            },
          },
        ],

  StatusChanged: (event, log, block) => [
    {
      kind: 'AssetStatusChanged',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        status: word(ASSET_STATUSES, event.status, 'status'),
        disputeId: null,
        outcome: null,
        beneficiary: null,
      },
    },
  ],

  DisputeRaised: (event, log, block) => [
    {
      kind: 'AssetStatusChanged',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        status: 'DISPUTED',
        disputeId: `${event.disputeId}`,
        outcome: null,
        beneficiary: null,
      },
    },
  ],

  DisputeDecided: (event, log, block) => [
    {
      kind: 'AssetStatusChanged',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        status: word(ASSET_STATUSES, event.status, 'status'),
        disputeId: `${event.disputeId}`,
        outcome: event.upheld ? 'UPHELD' : 'DISMISSED',
        beneficiary: orNull(event.beneficiary as Address, ZERO_ADDRESS),
      },
    },
  ],

  TermsSet: (event, log, block) => [
    {
      kind: 'TermsSet',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        derivativesAllowed: event.derivativesAllowed,
        minRoyaltyPpm: event.minRoyaltyPpm,
        royaltyPolicy: word(ROYALTY_POLICIES, event.royaltyPolicy, 'royalty policy'),
        commercialUse: event.commercialUse,
        termsHash: event.termsHash as Hex,
      },
    },
  ],

  ParentLinked: (event, log, block) => [
    {
      kind: 'ParentLinked',
      payload: {
        child: assetId(block.chain, log.contract, event.childId),
        parent: foreignAssetId(event.parentChainId, event.parentRegistry, event.parentId),
        relation: word(RELATIONS, event.relation, 'relation'),
        royaltyPpm: event.royaltyPpm,
        policy: word(ROYALTY_POLICIES, event.policy, 'royalty policy'),
      },
    },
  ],

  RoleSplitSet: (event, log, block) => [
    {
      kind: 'RoleSplitSet',
      payload: { asset: assetId(block.chain, log.contract, event.assetId), splitPpm: [...event.ppm] },
    },
  ],

  RoleSplitAnnounced: (event, log, block) => [
    {
      kind: 'RoleSplitAnnounced',
      payload: {
        asset: assetId(block.chain, log.contract, event.assetId),
        splitPpm: [...event.ppm],
        effectiveAt_s: exact(event.effectiveAt, 'time of effect'),
      },
    },
  ],

  SharesChanged: (event, log, block) => {
    const { contributors, shares } = event;
    if (contributors.length !== shares.length) {
      throw new UnreadableLogError(`${contributors.length} contributors and ${shares.length} shares`);
    }
    if (contributors.length === 0) return ignored('SharesChanged');
    const asset = assetId(block.chain, log.contract, event.assetId);
    const role = word(ROLES, event.role, 'role');
    return contributors.map((contributor, index): CanonicalEvent => ({
      kind: 'SharesChanged',
      payload: { asset, role, contributor: contributor as Address, shares: shares[index]! },
    }));
  },
} satisfies Mappings;
