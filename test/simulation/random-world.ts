import {
  type CanonicalEvent,
  type Envelope,
  type PlacedEvent,
  type RoleSplit,
} from '../../src/domain/events/canonical.js';
import {
  type Address,
  address,
  type AssetId,
  assetId,
  type ChainId,
  chainId,
  hex,
  ZERO_HASH,
} from '../../src/domain/ids.js';
import { position } from '../../src/domain/position.js';
import { ROLES, type Role } from '../../src/domain/vocabulary.js';

/** The same numbers for the same seed, on any machine (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  happens(percent: number): boolean {
    return this.below(100) < percent;
  }
}

export interface WorldOptions {
  seed: number;
  chains?: number;
  eventsPerChain?: number;
  interval_s?: number;
}

export interface World {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
}

const person = (index: number): Address => address(`0x${(0xa11ce000 + index).toString(16).padStart(40, '0')}`);
const contractOf = (chain: number, index: number): Address =>
  address(`0x${(0xc0 + chain * 16 + index).toString(16).padStart(40, '0')}`);

/** A short history of a few chains in which everything that moves money happens, often at awkward moments. */
export function randomWorld({ seed, chains = 2, eventsPerChain = 60, interval_s = 60 }: WorldOptions): World {
  const chance = new Chance(seed);
  const ids = Array.from({ length: chains }, (_, index) => chainId(index + 1));
  const events = new Map(ids.map((chain) => [chain, new ChainHistory(chance, chain, ids).write(eventsPerChain)]));
  return { interval_s, events };
}

/** Writes the history of one chain: it knows nothing of the others but the ids their assets will have. */
class ChainHistory {
  private readonly events: PlacedEvent[] = [];
  private readonly owners = new Map<AssetId, Address>();
  private readonly registry: Address;
  private readonly meters: readonly Address[];
  private block = 1;
  private time_s = 1_700_000_000 - (1_700_000_000 % 3600);
  private logIndex = 0;

  constructor(
    private readonly chance: Chance,
    private readonly chain: ChainId,
    private readonly all: readonly ChainId[],
  ) {
    this.registry = contractOf(chain, 1);
    this.meters = [contractOf(chain, 2), contractOf(chain, 3)];
  }

  write(count: number): PlacedEvent[] {
    for (const meter of this.meters) this.setFee(meter);
    this.register();
    while (this.events.length < count) {
      this.moveOn();
      this.something();
    }
    return this.events;
  }

  private moveOn(): void {
    if (this.chance.happens(40)) return;
    this.block += 1 + this.chance.below(3);
    this.logIndex = 0;
    // Often just at, just before or just after the end of an interval.
    this.time_s += this.chance.pick([0, 1, 1, 2, 29, 59, 60, 61, 120 - (this.time_s % 60), 60 - (this.time_s % 60)]);
  }

  private something(): void {
    const dice = this.chance.below(100);
    if (dice < 45) this.use();
    else if (dice < 55) this.register();
    else if (dice < 67) this.link();
    else if (dice < 75) this.split();
    else if (dice < 88) this.shares();
    else if (dice < 94) this.transfer();
    else if (dice < 97) this.dispute();
    else this.setFee(this.chance.pick(this.meters));
  }

  private add(contract: Address, event: CanonicalEvent): void {
    const at: Envelope = {
      chain: this.chain,
      position: position(this.chain, this.block, this.logIndex, 0),
      block: this.block,
      blockHash: ZERO_HASH,
      blockTime_s: this.time_s,
      time_s: this.time_s,
      txHash: ZERO_HASH,
      logIndex: this.logIndex++,
      ordinal: 0,
      contract,
    };
    this.events.push({ ...event, at });
  }

  private ofHere(): AssetId {
    return this.chance.pick([...this.owners.keys()]);
  }

  /** Any asset of any chain, registered by then or not. */
  private ofAnywhere(): AssetId {
    if (this.chance.happens(60)) return this.ofHere();
    const chain = this.chance.pick(this.all);
    return assetId(chain, contractOf(chain, 1), BigInt(1 + this.chance.below(8)));
  }

  private register(): void {
    const asset = assetId(this.chain, this.registry, BigInt(this.owners.size + 1));
    const owner = person(this.chance.below(8));
    this.owners.set(asset, owner);
    const content = { kind: 'MODEL' as const, contentHash: ZERO_HASH, metadataUri: '', name: '' };
    this.add(this.registry, { kind: 'AssetRegistered', payload: { asset, owner, ...content } });
  }

  private link(): void {
    const royaltyPpm = this.chance.pick([0, 1, 50_000, 100_000, 333_333, 700_000, 1_000_000]);
    const policy = this.chance.happens(30) ? 'ABSOLUTE' : 'RELATIVE';
    const payload = { child: this.ofHere(), parent: this.ofAnywhere(), relation: 'TRAINED_ON' as const, royaltyPpm };
    this.add(this.registry, { kind: 'ParentLinked', payload: { ...payload, policy } });
  }

  private split(): void {
    let left = 1_000_000;
    const splitPpm: RoleSplit = ROLES.map((_, role) => {
      if (role === 0 || this.chance.happens(50)) return 0;
      const ppm = Math.min(left, this.chance.pick([left, 333_333, 200_000, 1, 0]));
      left -= ppm;
      return ppm;
    });
    this.add(this.registry, { kind: 'RoleSplitSet', payload: { asset: this.ofHere(), splitPpm } });
  }

  private shares(): void {
    const role: Role = this.chance.pick(ROLES);
    const shares = this.chance.pick([0n, 1n, 2n, 7n, 1_000n, 2n ** 96n - 1n]);
    const contributor = person(this.chance.below(8));
    this.add(this.registry, { kind: 'SharesChanged', payload: { asset: this.ofHere(), role, contributor, shares } });
  }

  private transfer(): void {
    const asset = this.ofHere();
    const from = this.owners.get(asset)!;
    const to = person(this.chance.below(8));
    this.owners.set(asset, to);
    this.add(this.registry, { kind: 'AssetTransferred', payload: { asset, from, to } });
  }

  private dispute(): void {
    const status = this.chance.pick(['DISPUTED', 'ACTIVE', 'RETIRED'] as const);
    const nothing = { disputeId: null, outcome: null, beneficiary: null };
    this.add(this.registry, { kind: 'AssetStatusChanged', payload: { asset: this.ofHere(), status, ...nothing } });
  }

  private setFee(meter: Address): void {
    const feePpm = this.chance.pick([0, 1, 25_000, 100_000]);
    const vault = this.chance.pick([contractOf(this.chain, 4), contractOf(this.chain, 5)]);
    const payload = { usageContract: meter, feePpm, treasury: person(100 + this.chance.below(2)), vault };
    this.add(meter, { kind: 'FeeSet', payload });
  }

  private use(): void {
    const amount =
      this.chance.pick([0n, 1n, 2n, 3n, 19n, 100n, 999_999n, 10n ** 18n + 7n]) * BigInt(1 + this.chance.below(3));
    const payload = {
      asset: this.ofAnywhere(),
      consumer: person(50),
      application: null,
      operation: 'INVOKE' as const,
      units: 1n,
      token: contractOf(this.chain, 6 + this.chance.below(2)),
      amount,
      executor: this.chance.happens(40) ? person(60 + this.chance.below(3)) : null,
      receiptId: hex(`0x${this.events.length.toString(16).padStart(64, '0')}`),
      parentReceiptId: null,
      held: false,
      settlement: 'VAULT' as const,
    };
    this.add(this.chance.pick(this.meters), { kind: 'UsageRecorded', payload });
  }
}
