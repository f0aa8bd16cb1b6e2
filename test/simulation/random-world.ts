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
  type Hex,
  ZERO_HASH,
} from '../../src/domain/ids.js';
import { position } from '../../src/domain/position.js';
import type { SettlingWindow } from '../../src/domain/settlement/settling-chains.js';
import { ROLES, type Role } from '../../src/domain/vocabulary.js';
import { Chance } from './chance.js';
import { OddEvents } from './odd-events.js';

export interface WorldOptions {
  seed: number;
  chains?: number;
  eventsPerChain?: number;
  interval_s?: number;
  /** Also what the reference contracts never say (see {@link OddEvents}). */
  odd?: boolean;
  /** Some chains settle only from a mark on, or until one. */
  bounded?: boolean;
}

export interface World {
  interval_s: number;
  events: ReadonlyMap<ChainId, readonly PlacedEvent[]>;
  /** When chains settle that don't always do. */
  settles?: ReadonlyMap<ChainId, SettlingWindow>;
}

/** When a world begins and ends, on whatever chain. */
export function timesOf({ events }: World): [first_s: number, last_s: number] {
  const times_s = [...events.values()].flat().map(({ at }) => at.time_s);
  return [Math.min(...times_s), Math.max(...times_s)];
}

/** The mark that a world's first interval begins at, and how many there are, with two after its end. */
export function intervalsOf(world: World): { start_s: number; intervals: number } {
  const [first_s, last_s] = timesOf(world);
  const start_s = Math.floor(first_s / world.interval_s) * world.interval_s;
  return { start_s, intervals: Math.ceil((last_s - start_s) / world.interval_s) + 2 };
}

const person = (index: number): Address => address(`0x${(0xa11ce000 + index).toString(16).padStart(40, '0')}`);
/** Those whom things happen to most. */
export const PEOPLE: readonly Address[] = Array.from({ length: 8 }, (_, index) => person(index));
const contractOf = (chain: number, index: number): Address =>
  address(`0x${(0xc0 + chain * 16 + index).toString(16).padStart(40, '0')}`);

/** A short history of a few chains in which everything that moves money happens, often at awkward moments. */
export function randomWorld(options: WorldOptions): World {
  const { seed, chains = 2, eventsPerChain = 60, interval_s = 60, odd = false, bounded = false } = options;
  const chance = new Chance(seed);
  const ids = Array.from({ length: chains }, (_, index) => chainId(index + 1));
  const events = new Map(
    ids.map((chain) => {
      const oddities = odd ? oddEvents(new Chance(seed * 1_000 + 500 + chain), chain, ids) : undefined;
      return [chain, new ChainHistory(chance, chain, ids, seed, oddities).write(eventsPerChain)];
    }),
  );
  if (!bounded) return { interval_s, events };
  return { interval_s, events, settles: settlingWindows(new Chance(seed * 1_000 + 900), { interval_s, events }) };
}

function settlingWindows(chance: Chance, world: World): Map<ChainId, SettlingWindow> {
  const { start_s, intervals } = intervalsOf(world);
  const marks = [...world.events.keys()].map((chain) => {
    const [from_s, until_s] = [chance.below(intervals), chance.below(intervals)]
      .sort((a, b) => a - b)
      .map((interval) => start_s + interval * world.interval_s);
    const [begins, ends] = [chance.happens(60), chance.happens(40)];
    return [chain, { ...(begins && { from_s }), ...(ends && { until_s }) }] as const;
  });
  return new Map(marks);
}

function oddEvents(chance: Chance, chain: ChainId, all: readonly ChainId[]): OddEvents {
  const [meters, vaults, tokens] = [
    [2, 3],
    [4, 5],
    [6, 7],
  ].map((few) => few.map((index) => contractOf(chain, index)));
  return new OddEvents(chance, chain, all, {
    ...{ meters: meters!, vaults: vaults!, tokens: tokens!, lateMeter: contractOf(chain, 11) },
    registryOf: (home) => contractOf(home, 1),
    people: [...PEOPLE, person(61), person(70), person(100)],
  });
}

/** The contracts of a world's chain that something happens in. */
export function contractsOf(chain: number): Address[] {
  return [1, 2, 3, 4, 5, 9].map((index) => contractOf(chain, index));
}

/** Writes the history of one chain: it knows nothing of the others but the ids their assets will have. */
export class ChainHistory {
  private events: PlacedEvent[] = [];
  private held: [meter: Address, receipt: Hex][] = [];
  private disputes: [asset: AssetId, id: string | null][] = [];
  private owners = new Map<AssetId, Address>();
  private readonly registry: Address;
  private readonly meters: readonly Address[];
  /** Shared by all branches: no two of them make the same receipt. */
  private receipts = { made: 0 };
  private block = 1;
  private time_s = 1_700_000_000 - (1_700_000_000 % 3600);
  /** How far the block's clock is behind the chain's time. */
  private behind_s = 0;
  private logIndex = 0;
  /** Of what is said about tokens, so that the rest of a seed's world does not depend on it. */
  private readonly news: Chance;
  /** Events that nothing else depends on: of tokens, and odd ones. */
  private asides = 0;

  constructor(
    private readonly chance: Chance,
    private readonly chain: ChainId,
    private readonly all: readonly ChainId[],
    seed = 0,
    private readonly odd?: OddEvents,
  ) {
    this.registry = contractOf(chain, 1);
    this.meters = [contractOf(chain, 2), contractOf(chain, 3)];
    this.news = new Chance(seed * 1_000 + chain);
  }

  write(count: number): PlacedEvent[] {
    this.begin();
    while (this.events.length - this.asides < count) {
      this.moveOn();
      if (this.news.happens(12)) this.tellOfTokens();
      if (this.odd && this.news.happens(40)) this.tellOdd(this.odd);
      this.something();
    }
    return this.events;
  }

  /** What comes first: fees, and an asset that something can happen to. @returns the events */
  begin(): readonly PlacedEvent[] {
    for (const meter of this.meters) this.setFee(meter);
    this.register();
    return this.events;
  }

  /** Lets so many things happen at the same time. @returns the events */
  goOn(count: number): readonly PlacedEvent[] {
    const before = this.events.length;
    for (let happened = 0; happened < count; happened++) this.something();
    return this.events.slice(before);
  }

  /** The same history so far, to go on apart from this one. */
  branch(): ChainHistory {
    const { events, held, disputes, owners, receipts, block, time_s, logIndex } = this;
    return Object.assign(new ChainHistory(this.chance, this.chain, this.all), {
      ...{ receipts, block, time_s, logIndex },
      events: [...events],
      held: [...held],
      disputes: [...disputes],
      owners: new Map(owners),
    });
  }

  private moveOn(): void {
    if (this.chance.happens(40)) return;
    this.block += 1 + this.chance.below(3);
    this.logIndex = 0;
    // Often just at, just before or just after the end of an interval.
    const later_s = this.chance.pick([0, 1, 1, 2, 29, 59, 60, 61, 120 - (this.time_s % 60), 60 - (this.time_s % 60)]);
    // A clock that steps back does not take the chain's time along.
    this.behind_s = this.odd && this.news.happens(20) ? 1 + this.news.below(90) : 0;
    if (this.behind_s === 0) this.time_s += later_s;
  }

  private something(): void {
    const dice = this.chance.below(120);
    if (dice >= 100) this.moneyOfOthers();
    else if (dice < 33) this.use(false);
    else if (dice < 39) this.use(true);
    else if (dice < 45) this.decideHeld();
    else if (dice < 55) this.register();
    else if (dice < 67) this.link();
    else if (dice < 74) this.split();
    else if (dice < 85) this.shares();
    else if (dice < 91) this.transfer();
    else if (dice < 98) this.dispute();
    else this.setFee(this.chance.pick(this.meters));
  }

  private add(contract: Address, event: CanonicalEvent): void {
    const at: Envelope = {
      chain: this.chain,
      position: position(this.chain, this.block, this.logIndex, 0),
      block: this.block,
      blockHash: ZERO_HASH,
      blockTime_s: this.time_s - this.behind_s,
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
    // Compute providers come last, where little is left: they get their part first now and then.
    const computePpm = this.chance.pick([0, 0, 250_000]);
    let left = 1_000_000 - computePpm;
    const splitPpm: RoleSplit = ROLES.map((_, role) => {
      if (role === 0 || this.chance.happens(50)) return ROLES[role] === 'COMPUTE_PROVIDER' ? computePpm : 0;
      const ppm = Math.min(left, this.chance.pick([left, 333_333, 200_000, 1, 0]));
      left -= ppm;
      return ROLES[role] === 'COMPUTE_PROVIDER' ? ppm + computePpm : ppm;
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

  /** Disputes are opened, often several about one asset, and decided, sometimes when they are not open. */
  private dispute(): void {
    const open = this.chance.pick([undefined, ...this.disputes]);
    const asset = open?.[0] ?? this.ofHere();
    const disputeId = open && this.chance.happens(80) ? open[1] : this.chance.pick([null, '1', '2']);
    if (!open || this.chance.happens(15)) {
      this.disputes.push([asset, disputeId]);
      const nothing = { outcome: null, beneficiary: null };
      const payload = { asset, status: 'DISPUTED' as const, disputeId, ...nothing };
      this.add(this.registry, { kind: 'AssetStatusChanged', payload });
      return;
    }
    const status = this.chance.pick(['ACTIVE', 'RETIRED'] as const);
    const outcome = this.chance.pick([null, 'DISMISSED', 'UPHELD', 'UPHELD'] as const);
    const beneficiary = outcome === 'UPHELD' && this.chance.happens(60) ? person(this.chance.below(8)) : null;
    const payload = { asset, status, disputeId, outcome, beneficiary };
    this.add(this.registry, { kind: 'AssetStatusChanged', payload });
  }

  private setFee(meter: Address): void {
    const feePpm = this.chance.pick([0, 1, 25_000, 100_000]);
    const vault = this.chance.pick([contractOf(this.chain, 4), contractOf(this.chain, 5)]);
    const payload = { usageContract: meter, feePpm, treasury: person(100 + this.chance.below(2)), vault };
    this.add(meter, { kind: 'FeeSet', payload });
  }

  private use(held: boolean): void {
    const payload = {
      asset: this.ofAnywhere(),
      consumer: this.chance.happens(30) ? person(this.chance.below(8)) : person(50),
      application: null,
      operation: 'INVOKE' as const,
      units: 1n,
      token: this.token(),
      amount: this.amount(),
      executor: this.chance.happens(40) ? person(this.chance.pick([3, 60, 61, 62])) : null,
      receiptId: this.receipt(this.receipts.made++),
      parentReceiptId: null,
      held,
      settlement: this.chance.pick(['VAULT', 'VAULT', 'VAULT', 'VAULT', 'VAULT', 'DIRECT', 'NONE'] as const),
    };
    const again = held && this.held.length > 0 && this.chance.happens(10) ? this.chance.pick(this.held) : undefined;
    const meter = again?.[0] ?? this.chance.pick(this.meters);
    const receiptId = again?.[1] ?? payload.receiptId;
    this.add(meter, { kind: 'UsageRecorded', payload: { ...payload, receiptId } });
    if (held) this.held.push([meter, receiptId]);
  }

  /** Mostly of what is held; sometimes of what never was, or was decided before. */
  private decideHeld(): void {
    const kind = this.chance.pick(['UsageReleased', 'UsageReleased', 'UsageReversed'] as const);
    const none = [this.meters[0]!, this.receipt(1_000_000)] as const;
    const [meter, receiptId] = this.held.length > 0 ? this.chance.pick(this.held) : none;
    this.add(meter, { kind, payload: { receiptId, reason: 'decided' } });
  }

  /** What contracts other than meters pay, and what vaults pay out. */
  private moneyOfOthers(): void {
    const dice = this.chance.below(10);
    const contributor = person(this.chance.below(8));
    const money = { token: this.token(), amount: this.amount() };
    const task = `${this.chance.below(3)}`;
    if (dice < 3) {
      const payload = { asset: this.ofAnywhere(), beneficiary: contributor, role: this.chance.pick(ROLES), ...money };
      this.add(contractOf(this.chain, 8), { kind: 'RevenuePaid', payload });
    } else if (dice < 5) {
      const offer = { token: money.token, budget: money.amount, baseReward: 2n, bonusReward: 1n };
      const payload = {
        task,
        asset: this.ofHere(),
        sponsor: person(70),
        role: this.chance.pick(ROLES),
        tokens: [offer],
      };
      this.add(contractOf(this.chain, 9), { kind: 'TaskOpened', payload });
    } else if (dice < 8) {
      const part = this.chance.pick(['BASE', 'BONUS'] as const);
      this.add(contractOf(this.chain, 9), { kind: 'RewardPaid', payload: { task, contributor, part, ...money } });
    } else {
      const vault = contractOf(this.chain, 4);
      this.add(vault, { kind: 'Claimed', payload: { vault, contributor, ...money } });
    }
  }

  /** Prices come and go, some of them no prices, and tokens are described late. */
  private tellOfTokens(): void {
    this.asides++;
    const token = contractOf(this.chain, 6 + this.news.below(2));
    if (this.news.happens(25)) {
      const payload = { token, symbol: 'TOK', decimals: this.news.pick([0, 6, 18]) };
      this.add(this.meters[0]!, { kind: 'TokenDescribed', payload });
      return;
    }
    const priceUsd = this.news.pick(['1', '0.9998', '2345.678901', '0.000000000000000000000007', '0']);
    this.add(contractOf(this.chain, 10), {
      kind: 'PricePosted',
      payload: { token, priceUsd, decimals: 8, source: 'feed' },
    });
  }

  private tellOdd(odd: OddEvents): void {
    this.asides++;
    const { contract, event } = odd.next(this.owners);
    if (event.kind === 'AssetTransferred') {
      const { asset, from, to } = event.payload;
      if (this.owners.get(asset) === from) this.owners.set(asset, to);
    }
    this.add(contract, event);
  }

  private token(): Address {
    return contractOf(this.chain, 6 + this.chance.below(2));
  }

  private amount(): bigint {
    const amounts = [0n, 1n, 2n, 3n, 19n, 100n, 999_999n, 10n ** 18n + 7n];
    return this.chance.pick(amounts) * BigInt(1 + this.chance.below(3));
  }

  private receipt(number: number): Hex {
    return hex(`0x${number.toString(16).padStart(64, '0')}`);
  }
}
