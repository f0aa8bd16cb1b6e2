import { ROLES, type AssetKind, type Operation } from '../../src/domain/vocabulary.js';
import type { Account, Action, Bytes32, PlannedUsage, Side, TokenSymbol } from './actions.js';
import type { Scene } from './births.js';
import type { Random } from './random.js';
import type { WorldAsset } from './world.js';

/** How often assets of a kind are asked for. */
const DEMAND: Readonly<Record<AssetKind, number>> = { MODEL: 52, AGENT: 26, DATASET: 15, COMPUTE: 4, OTHER: 3 };

const HABITS: { readonly [K in AssetKind]: Readonly<Partial<Record<Operation, number>>> } = {
  DATASET: { TRAIN: 30, DOWNLOAD: 40, LICENSE: 12, REUSE: 12, COMBINE: 6 },
  MODEL: { INVOKE: 82, DEPLOY: 6, TRAIN: 3, COMBINE: 3, DOWNLOAD: 3, LICENSE: 2, REUSE: 1 },
  AGENT: { INVOKE: 88, DEPLOY: 6, COMBINE: 3, REUSE: 2, LICENSE: 1 },
  COMPUTE: { DEPLOY: 45, INVOKE: 45, REUSE: 10 },
  OTHER: { DOWNLOAD: 60, REUSE: 30, LICENSE: 10 },
};

/** What is usually paid, in US dollars, and how many units that is (tokens, rows, hours, licences). */
const PRICES: { readonly [O in Operation]: { usd: readonly [number, number]; units: readonly [number, number] } } = {
  INVOKE: { usd: [0.0004, 0.9], units: [1, 40_000] },
  DEPLOY: { usd: [0.5, 40], units: [1, 720] },
  TRAIN: { usd: [4, 250], units: [1_000, 5_000_000] },
  COMBINE: { usd: [0.4, 30], units: [1, 20] },
  REUSE: { usd: [0.02, 6], units: [1, 1_000] },
  DOWNLOAD: { usd: [0.05, 12], units: [1, 200] },
  LICENSE: { usd: [20, 250], units: [1, 3] },
};

const USD_PER_WETH = 3_400;
/** How often somebody uses what is homed on the other chain, and pays where they are. */
const ABROAD = 0.16;

/**
 * One use of an asset, with the uses that it causes: agents call what they are composed of, and say so
 * by the parent's receipt. Undefined where there is nothing to use.
 */
export function use(scene: Scene): readonly Action[] {
  const { random, people, world } = scene;
  const kind = random.weighted(DEMAND);
  const fitting = world.ranked.filter((asset) => asset.kind === kind);
  const candidates = fitting.length > 0 ? fitting : world.ranked;
  if (candidates.length === 0) return [];
  const asset = random.zipf(candidates);
  const side: Side = random.chance(ABROAD) ? (asset.ref.side === 0 ? 1 : 0) : asset.ref.side;
  const consumer = random.zipf(people.consumers);
  const application = random.chance(0.65) ? random.zipf(people.applications) : null;
  return callTree(asset, { side, consumer, application, parentReceiptId: null, depth: 0 }, scene);
}

/** One use by a consumer on a side, of anything that is used, by itself. Undefined where there is nothing to use. */
export function usageBy(consumer: Account, side: Side, scene: Scene, operation?: Operation): PlannedUsage | undefined {
  const { random, people, world } = scene;
  const fitting = world.ranked.filter(
    ({ kind, ref }) => (kind === 'MODEL' || kind === 'AGENT') && (ref.side === side || random.chance(ABROAD)),
  );
  if (fitting.length === 0) return undefined;
  const asset = random.zipf(fitting);
  const application = random.chance(0.65) ? random.zipf(people.applications) : null;
  const call: Call = { side, consumer, application, parentReceiptId: null, depth: 0 };
  return usageOf(asset, operation ?? random.weighted(HABITS[asset.kind]), call, scene);
}

interface Call {
  readonly side: Side;
  readonly consumer: Account;
  readonly application: Account | null;
  readonly parentReceiptId: Bytes32 | null;
  readonly depth: number;
}

function callTree(asset: WorldAsset, call: Call, scene: Scene): Action[] {
  const { random, world } = scene;
  const operation = call.depth > 0 ? 'INVOKE' : random.weighted(HABITS[asset.kind]);
  const usage = usageOf(asset, operation, call, scene);
  const own: Action = { do: 'use', side: call.side, from: call.consumer, usage };
  if (asset.kind !== 'AGENT' || operation !== 'INVOKE' || call.depth > 2) return [own];
  const parts = asset.links
    .filter(({ relation }) => relation === 'COMPOSED_OF' || relation === 'DEPLOYED_AS')
    .map(({ parent }) => world.find(parent))
    .filter((part): part is WorldAsset => part !== undefined && !part.retired && random.chance(0.45));
  // The agent's owner pays for what the agent calls.
  const next = { ...call, consumer: asset.owner, parentReceiptId: usage.receiptId, depth: call.depth + 1 };
  return [own, ...parts.flatMap((part) => callTree(part, next, scene))];
}

function usageOf(asset: WorldAsset, operation: Operation, call: Call, { random, people }: Scene): PlannedUsage {
  const { usd, units } = PRICES[operation];
  const token: TokenSymbol = random.chance(0.2) ? 'WETH' : 'USDC';
  const price = random.logarithmic(usd[0], usd[1]) / (call.depth > 0 ? 4 : 1);
  const runs = operation === 'INVOKE' || operation === 'DEPLOY' || operation === 'TRAIN';
  const hasExecutorRole = (asset.splitPpm?.[ROLES.indexOf('COMPUTE_PROVIDER')] ?? 0) > 0;
  return {
    asset: asset.ref,
    token,
    // One use in a hundred is free.
    amount: random.chance(0.01) ? 0n : baseUnits(price, token),
    operation,
    units: BigInt(Math.round(random.logarithmic(units[0], units[1]))),
    application: call.application,
    executor: runs && random.chance(hasExecutorRole ? 0.7 : 0.2) ? executorFor(random, people.computeProviders) : null,
    receiptId: receiptOf(call.consumer, random),
    parentReceiptId: call.parentReceiptId,
  };
}

/** The contracts want receipts to begin with their consumer's address: nobody else can use them up. */
export function receiptOf(consumer: Account, random: Random): Bytes32 {
  return `${consumer}${random.hex(12).slice(2)}`;
}

function executorFor(random: Random, providers: readonly Account[]): Account {
  return random.zipf(providers);
}

/** US dollars in a token's base units, as prices are quoted: to a tenth of a thousandth of a dollar. */
function baseUnits(usd: number, token: TokenSymbol): bigint {
  const tenthOfMills = BigInt(Math.max(4, Math.round(usd * 10_000)));
  return token === 'USDC' ? tenthOfMills * 100n : (tenthOfMills * 10n ** 14n) / BigInt(USD_PER_WETH);
}
