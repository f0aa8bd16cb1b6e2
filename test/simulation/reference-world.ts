import { referenceAdapter } from '../../indexer/adapters/reference/adapter.js';
import type { CanonicalEvent, CanonicalPayloads, Envelope, PlacedEvent } from '../../src/domain/events/canonical.js';
import { type Address, type AssetId, type ChainId, parseAssetId, ZERO_ADDRESS } from '../../src/domain/ids.js';
import { UNNUMBERED } from '../../src/domain/ledger/disputes.js';
import { position } from '../../src/domain/position.js';
import { ASSET_KINDS, OPERATIONS, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../src/domain/vocabulary.js';
import { type LoggedBlock, LoggedChain } from '../support/logged-chain.js';
import { encode, hash } from '../support/reference-log.js';
import type { World } from './random-world.js';

/** A world as the reference contracts tell it: their logs, and what the ledger makes of these. */
export interface ReferenceWorld extends World {
  readonly chains: ReadonlyMap<ChainId, LoggedChain>;
}

/** What happens in a world as far as the reference contracts let it happen, and in their words. */
export function asReferenceWorld({ events, ...world }: World): ReferenceWorld {
  const chains = new Map([...events].map(([chain, placed]) => [chain, new Contracts().logsOf(placed)]));
  return {
    ...world,
    events: new Map([...chains].map(([chain, blocks]) => [chain, eventsOf(chain, blocks)])),
    chains: new Map([...chains].map(([chain, blocks]) => [chain, new LoggedChain(chain, blocks)])),
  };
}

/** What the adapter reads in the logs. */
function eventsOf(chain: ChainId, blocks: readonly LoggedBlock[]): PlacedEvent[] {
  return blocks.flatMap(({ number, time_s, logs }) =>
    logs.flatMap(({ contract, topics, data }, logIndex) => {
      const [txHash, blockHash] = [hash(number), hash(number)];
      const decoded = referenceAdapter.decode(
        { contract, topics, data, logIndex, txHash },
        { chain, number, hash: blockHash, time_s },
      );
      return decoded.map((event, ordinal): PlacedEvent => {
        const place = { position: position(chain, number, logIndex, ordinal), logIndex, ordinal };
        const at: Envelope = {
          ...{ chain, block: number, blockHash, blockTime_s: time_s, time_s, txHash, contract },
          ...place,
        };
        return { ...event, at };
      });
    }),
  );
}

type Said = readonly [eventName: string, args: Record<string, unknown>];

/** The contracts of one chain, as far as they refuse what makes no sense to them. */
class Contracts {
  private disputes = 0;
  /** Numbers of the open ones, by asset and what the world calls them. */
  private readonly open = new Map<string, bigint>();
  private readonly held = new Map<string, boolean>();

  logsOf(placed: readonly PlacedEvent[]): LoggedBlock[] {
    const blocks = new Map<number, { number: number; time_s: number; logs: LoggedBlock['logs'][number][] }>();
    for (const { at, ...event } of placed) {
      const block = blocks.get(at.block) ?? { number: at.block, time_s: at.time_s, logs: [] };
      blocks.set(at.block, block);
      for (const [name, args] of this.say(event as CanonicalEvent, at.contract)) {
        block.logs.push({ ...encode(name, args), contract: at.contract });
      }
    }
    return [...blocks.values()];
  }

  private say({ kind, payload }: CanonicalEvent, contract: Address): readonly Said[] {
    switch (kind) {
      case 'AssetRegistered':
        return registered(payload);
      case 'AssetTransferred':
        return [['Transfer', { from: payload.from, to: payload.to, tokenId: numberOf(payload.asset) }]];
      case 'ParentLinked':
        return [linked(payload)];
      case 'RoleSplitSet':
        return [['RoleSplitSet', { assetId: numberOf(payload.asset), ppm: payload.splitPpm }]];
      case 'SharesChanged':
        return payload.role === 'OWNER' ? [] : [sharesChanged(payload)];
      case 'AssetStatusChanged':
        return this.dispute(payload);
      case 'FeeSet':
        return [['FeeSet', { feePpm: payload.feePpm, treasury: payload.treasury, vault: payload.vault }]];
      case 'UsageRecorded':
        return this.use(payload, contract);
      case 'UsageReleased':
      case 'UsageReversed':
        return this.decideHeld(`${contract}${payload.receiptId}`, [kind, { ...payload }]);
      case 'Claimed':
        return [['Claimed', { ...payload, epoch: 1 }]];
      default:
        return [];
    }
  }

  private dispute(event: CanonicalPayloads['AssetStatusChanged']): readonly Said[] {
    const [key, assetId] = [`${event.asset} ${event.disputeId ?? UNNUMBERED}`, numberOf(event.asset)];
    const disputeId = this.open.get(key);
    if (event.status === 'DISPUTED' && event.outcome === null) {
      if (disputeId !== undefined) return [];
      this.open.set(key, BigInt(++this.disputes));
      return [['DisputeRaised', { assetId, disputeId: BigInt(this.disputes), claimant: ZERO_ADDRESS, reason: '' }]];
    }
    if (disputeId === undefined) return [];
    this.open.delete(key);
    const isOpen = [...this.open.keys()].some((other) => other.startsWith(`${event.asset} `));
    const [upheld, beneficiary] = [event.outcome === 'UPHELD', event.beneficiary ?? ZERO_ADDRESS];
    return [['DisputeDecided', { assetId, disputeId, upheld, beneficiary, status: isOpen ? 1 : 0 }]];
  }

  private use(usage: CanonicalPayloads['UsageRecorded'], contract: Address): readonly Said[] {
    if (usage.settlement !== 'VAULT') return [];
    const { chain, registry, tokenId } = parseAssetId(usage.asset);
    const args = {
      ...usage,
      ...{ assetChainId: BigInt(chain), assetRegistry: registry, assetId: tokenId },
      operation: OPERATIONS.indexOf(usage.operation),
      application: usage.application ?? ZERO_ADDRESS,
      executor: usage.executor ?? ZERO_ADDRESS,
      parentReceiptId: usage.parentReceiptId ?? hash(0),
    };
    if (!usage.held) return [['UsageRecorded', args]];
    const key = `${contract}${usage.receiptId}`;
    if (this.held.has(key)) return [];
    this.held.set(key, true);
    return [['UsageHeld', { ...args, until: 0n }]];
  }

  private decideHeld(key: string, said: Said): readonly Said[] {
    if (!this.held.get(key)) return [];
    this.held.set(key, false);
    return [said];
  }
}

function registered({ asset, owner, kind, contentHash, metadataUri, name }: CanonicalPayloads['AssetRegistered']) {
  const assetId = numberOf(asset);
  const args = { assetId, owner, kind: ASSET_KINDS.indexOf(kind), contentHash, uri: metadataUri, name };
  return [
    ['AssetRegistered', args],
    ['Transfer', { from: ZERO_ADDRESS, to: owner, tokenId: assetId }],
  ] as const;
}

function linked({ child, parent, relation, royaltyPpm, policy }: CanonicalPayloads['ParentLinked']): Said {
  const { chain, registry, tokenId } = parseAssetId(parent);
  const args = {
    ...{ childId: numberOf(child), parentChainId: BigInt(chain), parentRegistry: registry, parentId: tokenId },
    ...{ relation: RELATIONS.indexOf(relation), royaltyPpm, policy: ROYALTY_POLICIES.indexOf(policy) },
  };
  return ['ParentLinked', args];
}

function sharesChanged({ asset, role, contributor, shares }: CanonicalPayloads['SharesChanged']): Said {
  const lists = { contributors: [contributor], shares: [shares] };
  return ['SharesChanged', { assetId: numberOf(asset), role: ROLES.indexOf(role), ...lists }];
}

const numberOf = (asset: AssetId): bigint => parseAssetId(asset).tokenId;
