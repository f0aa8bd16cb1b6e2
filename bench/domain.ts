import { pathToFileURL } from 'node:url';
import type { CanonicalPayloads, PlacedEvent } from '../src/domain/events/canonical.js';
import { assetId, chainId, ZERO_HASH, type Address, type AssetId, type Hex } from '../src/domain/ids.js';
import { applyEvent } from '../src/domain/ledger/apply.js';
import { MemoryLedger } from '../src/domain/ledger/memory-state.js';
import { position } from '../src/domain/position.js';

/**
 * How fast the pure fold applies usages over a lineage of four levels, in memory: no Postgres, no log.
 * It waits for nothing, so it is measured in time of the processor, its garbage collection included.
 * The floor beside it is the same usages over assets without parents.
 */
const ASSETS = 5_000;
const USAGES = 200_000;
const CHAIN = chainId(1);
const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}` as Address;
const asset = (n: number): AssetId => assetId(CHAIN, address(0xa), BigInt(n));

/** Numbers from a seed (mulberry32), from 0 to below 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Feed {
  private block = 0;

  constructor(private readonly ledger: MemoryLedger) {}

  apply<K extends keyof CanonicalPayloads>(kind: K, payload: CanonicalPayloads[K]): void {
    const block = ++this.block;
    const time_s = 1_700_000_000 + Math.floor(block / 100);
    const at = {
      chain: CHAIN,
      position: position(CHAIN, block, 0, 0),
      block,
      blockHash: ZERO_HASH,
      blockTime_s: time_s,
      time_s,
      txHash: ZERO_HASH,
      logIndex: 0,
      ordinal: 0,
      contract: address(0xe),
    };
    applyEvent(this.ledger, { kind, payload, at } as unknown as PlacedEvent);
  }
}

/** A quarter of the assets on each level, each linked to one of the level below. */
function economy(levels: number): { ledger: MemoryLedger; feed: Feed } {
  const ledger = new MemoryLedger(CHAIN, 600);
  const feed = new Feed(ledger);
  feed.apply('FeeSet', { usageContract: address(0xe), feePpm: 25_000, treasury: address(1), vault: address(2) });
  const perLevel = ASSETS / levels;
  for (let n = 0; n < ASSETS; n++) {
    feed.apply('AssetRegistered', {
      asset: asset(n),
      kind: 'MODEL',
      owner: address(1000 + (n % 300)),
      contentHash: ZERO_HASH,
      metadataUri: '',
      name: `model ${n}`,
    });
    feed.apply('RoleSplitSet', { asset: asset(n), splitPpm: [0, 200_000, 100_000, 0, 0, 0, 100_000] });
    if (n < perLevel) continue;
    feed.apply('ParentLinked', {
      child: asset(n),
      parent: asset(n - perLevel),
      relation: 'FINETUNED_FROM',
      royaltyPpm: 100_000,
      policy: 'RELATIVE',
    });
  }
  return { ledger, feed };
}

function measure(levels: number, pick: (next: () => number) => number): number {
  const { ledger, feed } = economy(levels);
  const next = random(1);
  const lowest = ASSETS - ASSETS / levels;
  const start = process.cpuUsage();
  for (let n = 0; n < USAGES; n++) {
    feed.apply('UsageRecorded', {
      asset: asset(lowest + (pick(next) % (ASSETS / levels))),
      consumer: address(5000 + Math.floor(next() * 500)),
      application: null,
      operation: 'INVOKE',
      units: 1n,
      token: address(3),
      amount: 1_000_000n + BigInt(n),
      executor: n % 4 === 0 ? address(9000 + (n % 50)) : null,
      receiptId: `0x${n.toString(16).padStart(64, '0')}` as Hex,
      parentReceiptId: null,
      held: false,
      settlement: 'VAULT',
    });
    // What a fold writes out and forgets.
    ledger.usages.rows.length = 0;
  }
  const { user, system } = process.cpuUsage(start);
  return Math.round((USAGES * 1e6) / (user + system));
}

const uniform = (next: () => number): number => Math.floor(next() * ASSETS);
/** Zipf's law by the inverse of its continuous form. */
const zipf = (next: () => number): number => Math.floor(ASSETS ** next()) - 1;

/** Prints a table for people and one line of JSON. */
export function benchDomain(): void {
  const figures = {
    events_per_cpu_s_uniform: measure(4, uniform),
    events_per_cpu_s_zipf: measure(4, zipf),
    events_per_cpu_s_without_parents: measure(1, uniform),
  };
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(32)} ${value}`);
  console.log(JSON.stringify({ bench: 'domain', figures }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) benchDomain();
