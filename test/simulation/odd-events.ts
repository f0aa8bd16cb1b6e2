import type { CanonicalEvent, RoleSplit } from '../../src/domain/events/canonical.js';
import { type Address, type AssetId, assetId, type ChainId, chainId, ZERO_HASH, hex } from '../../src/domain/ids.js';
import { ROLES, type Role } from '../../src/domain/vocabulary.js';
import type { Chance } from './chance.js';

/** Nobody follows it. */
const ELSEWHERE = chainId(99);
const UINT256_MAX = (1n << 256n) - 1n;

/** Where things happen on a chain. */
export interface OddPlaces {
  readonly registryOf: (chain: ChainId) => Address;
  readonly meters: readonly Address[];
  /** Records usages long before it sets its fee, if it ever does. */
  readonly lateMeter: Address;
  readonly vaults: readonly Address[];
  readonly tokens: readonly Address[];
  readonly people: readonly Address[];
}

/**
 * What the reference contracts never say: rules of ids that are not registered (yet) or homed elsewhere, what must be
 * refused, money of any size, usages of what cannot exist. It keeps nothing, so the rest of a world does not depend on
 * it but by what it means.
 */
export class OddEvents {
  private receipts = 2_000_000;

  constructor(
    private readonly chance: Chance,
    private readonly chain: ChainId,
    private readonly all: readonly ChainId[],
    private readonly places: OddPlaces,
  ) {}

  /** @param owners of the assets that are registered here */
  next(owners: ReadonlyMap<AssetId, Address>): { contract: Address; event: CanonicalEvent } {
    const registry = this.places.registryOf(this.chain);
    const dice = this.chance.below(20);
    if (dice < 3) return { contract: registry, event: this.split(owners) };
    if (dice < 6) return { contract: registry, event: this.shares(owners) };
    if (dice < 9) return { contract: registry, event: this.link(owners) };
    if (dice < 12) return { contract: registry, event: this.dispute(owners) };
    if (dice < 13) return { contract: registry, event: this.register(owners) };
    if (dice < 15) return { contract: registry, event: this.transfer(owners) };
    if (dice < 16) return this.fee();
    return { contract: this.chance.pick([...this.places.meters, this.places.lateMeter]), event: this.use(owners) };
  }

  /** Mostly an id that is registered soon. */
  private anything(owners: ReadonlyMap<AssetId, Address>): AssetId {
    const dice = this.chance.below(20);
    if (dice < 8) return this.idOf(this.chain, owners.size + 1 + this.chance.below(2));
    if (dice < 15) return this.chance.pick([...owners.keys()]);
    const chain = dice < 18 ? this.chance.pick(this.all) : ELSEWHERE;
    return this.idOf(chain, 1 + this.chance.below(8));
  }

  private idOf(chain: ChainId, id: number): AssetId {
    return assetId(chain, this.places.registryOf(chain), BigInt(id));
  }

  private split(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const of = (ppm: Partial<Record<Role, number>>): RoleSplit => ROLES.map((role) => ppm[role] ?? 0);
    const splitPpm = this.chance.pick([
      of({ COMPUTE_PROVIDER: 1_000_000 }),
      of({ COMPUTE_PROVIDER: 400_000, ANNOTATOR: 600_000 }),
      of({ ANNOTATOR: 1_000_000 }),
      of({ ANNOTATOR: 700_000, VALIDATOR: 300_001 }),
      of({ DATA_CONTRIBUTOR: 4_294_967_295 }),
      of({}),
    ]);
    return { kind: 'RoleSplitSet', payload: { asset: this.anything(owners), splitPpm } };
  }

  private shares(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const role = this.chance.pick(['ANNOTATOR', 'COMPUTE_PROVIDER', 'OWNER'] as const);
    const shares = this.chance.pick([-1n, 0n, 3n, 2n ** 96n - 1n, 2n ** 96n]);
    const contributor = this.chance.pick(this.places.people);
    return { kind: 'SharesChanged', payload: { asset: this.anything(owners), role, contributor, shares } };
  }

  private link(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const [child, parent] = [this.anything(owners), this.anything(owners)];
    const royaltyPpm = this.chance.pick([0, 333_333, 1_000_000, 2_000_000, 4_294_967_295]);
    const policy = this.chance.pick(['ABSOLUTE', 'RELATIVE'] as const);
    return { kind: 'ParentLinked', payload: { child, parent, relation: 'MIRROR_OF', royaltyPpm, policy } };
  }

  private dispute(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const asset = this.anything(owners);
    const disputeId = this.chance.pick([null, '1', '2']);
    const opens = { status: 'DISPUTED', outcome: null } as const;
    const step = this.chance.pick([
      opens,
      opens,
      { status: 'DISPUTED', outcome: 'UPHELD' },
      { status: 'ACTIVE', outcome: 'UPHELD' },
      { status: 'RETIRED', outcome: 'DISMISSED' },
      { status: 'RETIRED', outcome: null },
    ] as const);
    const beneficiary = step.outcome === 'UPHELD' ? this.chance.pick([null, ...this.places.people]) : null;
    return { kind: 'AssetStatusChanged', payload: { asset, disputeId, ...step, beneficiary } };
  }

  /** Once more, or on the wrong chain: what is new is registered by those who count the ids. */
  private register(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const here = this.chance.happens(70);
    const asset = here ? this.chance.pick([...owners.keys()]) : this.idOf(ELSEWHERE, 1 + this.chance.below(8));
    const content = { kind: 'DATASET' as const, contentHash: ZERO_HASH, metadataUri: '', name: '' };
    const owner = this.chance.pick(this.places.people);
    return { kind: 'AssetRegistered', payload: { asset, owner, ...content } };
  }

  private transfer(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const asset = this.anything(owners);
    const from = this.chance.happens(50) ? owners.get(asset) : undefined;
    const to = this.chance.pick(this.places.people);
    return { kind: 'AssetTransferred', payload: { asset, from: from ?? this.chance.pick(this.places.people), to } };
  }

  private fee(): { contract: Address; event: CanonicalEvent } {
    const usageContract = this.chance.pick([...this.places.meters, this.places.lateMeter]);
    const feePpm = this.chance.pick([0, 1_000_000, 1_000_001, 4_294_967_295]);
    const [treasury, vault] = [this.chance.pick(this.places.people), this.chance.pick(this.places.vaults)];
    return { contract: usageContract, event: { kind: 'FeeSet', payload: { usageContract, feePpm, treasury, vault } } };
  }

  private use(owners: ReadonlyMap<AssetId, Address>): CanonicalEvent {
    const payload = {
      asset: this.anything(owners),
      consumer: this.chance.pick(this.places.people),
      application: null,
      operation: 'TRAIN' as const,
      units: 0n,
      token: this.chance.pick(this.places.tokens),
      amount: this.chance.pick([1n, 7n, 1_000_003n, 1_000_003n, 10n ** 30n + 1n, UINT256_MAX]),
      executor: this.chance.pick([null, ...this.places.people]),
      receiptId: hex(`0x${(this.receipts++).toString(16).padStart(64, '0')}`),
      parentReceiptId: null,
      held: false,
      settlement: 'VAULT' as const,
    };
    return { kind: 'UsageRecorded', payload };
  }
}
