import type pg from 'pg';
import { assetId, chainId, ZERO_HASH, type Address, type AssetId, type Hex } from '../../src/domain/ids.js';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import { Chance } from '../../test/simulation/chance.js';
import { WorldLog, type WorldEvent } from './world-log.js';

/** What the usages of a log are of, and who has shares in it. */
export interface World {
  readonly chain: number;
  /** How usages are spread over the assets people pay for: all alike, or by Zipf's law. */
  readonly popularity: 'uniform' | 'zipf';
  /** Shareholders of the ten assets used most. */
  readonly shareholders?: number;
  /** Accounts with shares, spread over all assets. */
  readonly accounts?: number;
}

const ASSETS = 5_000;
/** A usage touches its asset and four levels above it. */
const LEVELS = 5;
const PER_LEVEL = ASSETS / LEVELS;
const POPULAR = 10;
const LOGS_PER_BLOCK = 10;
/** One event in twenty is no usage: somebody's shares change. */
const SHARES_EVERY = 20;

const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}` as Address;
const [REGISTRY, METER, TOKEN] = [address(0xa), address(0xe), address(3)];
/** Where the addresses of contributors of a world begin. */
const CONTRIBUTORS = 1_000_000;

/** The vault that every usage of a world pays into. */
export const WORLD_VAULT = address(2);

/** The address of a world's n-th shareholder. */
export function worldShareholder(n: number): Address {
  return address(CONTRIBUTORS + n);
}

/** What a log holds: the events that set the world up, and all. */
export interface Written {
  readonly setUp: number;
  readonly all: number;
}

/** Writes a log of registrations, shares and then `events` more events, through the indexer's writer. */
export async function writeWorld(client: pg.Client, world: World, events: number): Promise<Written> {
  const economy = new Economy(world);
  const log = new WorldLog(client, chainId(world.chain));
  let block: WorldEvent[] = [];
  let count = 0;
  const add = async (event: CanonicalEvent): Promise<void> => {
    const isMeter = event.kind === 'UsageRecorded' || event.kind === 'FeeSet';
    block.push({ contract: isMeter ? METER : REGISTRY, event });
    count++;
    if (block.length < LOGS_PER_BLOCK) return;
    await log.append(block);
    block = [];
  };
  for (const event of economy.setUp()) await add(event);
  const setUp = count;
  for (let n = 0; n < events; n++) await add(economy.next());
  await log.append(block);
  await log.end();
  return { setUp, all: count };
}

class Economy {
  private readonly chance = new Chance(1);
  private events = 0;

  constructor(private readonly world: World) {}

  *setUp(): Generator<CanonicalEvent> {
    const { shareholders = 0, accounts = 0 } = this.world;
    yield {
      kind: 'FeeSet',
      payload: { usageContract: METER, feePpm: 25_000, treasury: address(1), vault: WORLD_VAULT },
    };
    for (let n = 0; n < ASSETS; n++) yield* this.asset(n);
    for (let n = 0; n < shareholders; n++) yield this.shares(this.used(n % POPULAR), CONTRIBUTORS + n);
    for (let n = 0; n < accounts; n++) yield this.shares(n % ASSETS, 2 * CONTRIBUTORS + n);
  }

  /** The next event of everyday life. */
  next(): CanonicalEvent {
    const n = this.events++;
    if (n % SHARES_EVERY === 0) return this.shares(this.chance.below(ASSETS), 2_000 + (n % 700));
    return {
      kind: 'UsageRecorded',
      payload: {
        asset: this.id(this.used(this.draw())),
        consumer: address(5_000 + this.chance.below(500)),
        application: n % 3 === 0 ? address(8_000 + (n % 20)) : null,
        operation: 'INVOKE',
        units: 1n,
        token: TOKEN,
        amount: 1_000_000n + BigInt(n),
        executor: n % 4 === 0 ? address(9_000 + (n % 50)) : null,
        receiptId: `0x${n.toString(16).padStart(64, '0')}` as Hex,
        parentReceiptId: null,
        held: false,
        settlement: 'VAULT',
      },
    };
  }

  private *asset(n: number): Generator<CanonicalEvent> {
    const asset = this.id(n);
    const content = { contentHash: ZERO_HASH, metadataUri: `ipfs://asset/${n}`, name: `model ${n}` };
    yield { kind: 'AssetRegistered', payload: { asset, kind: 'MODEL', owner: address(1_000 + (n % 300)), ...content } };
    yield { kind: 'RoleSplitSet', payload: { asset, splitPpm: [0, 200_000, 100_000, 0, 0, 0, 100_000] } };
    yield this.shares(n, 2_000 + (n % 700));
    if (n < PER_LEVEL) return;
    const link = { relation: 'FINETUNED_FROM', royaltyPpm: 100_000, policy: 'RELATIVE' } as const;
    yield { kind: 'ParentLinked', payload: { child: asset, parent: this.id(n - PER_LEVEL), ...link } };
  }

  private shares(asset: number, contributor: number): CanonicalEvent {
    const shares = BigInt(1 + (this.events % 100));
    return {
      kind: 'SharesChanged',
      payload: { asset: this.id(asset), role: 'ANNOTATOR', contributor: address(contributor), shares },
    };
  }

  private draw(): number {
    if (this.world.popularity === 'uniform') return this.chance.below(PER_LEVEL);
    return Math.floor(PER_LEVEL ** (this.chance.below(1 << 30) / (1 << 30))) - 1;
  }

  /** The asset of this rank among those that are paid for: the lowest level of the lineage. */
  private used(rank: number): number {
    return ASSETS - PER_LEVEL + rank;
  }

  private id(n: number): AssetId {
    return assetId(this.world.chain, REGISTRY, BigInt(n));
  }
}
