import type { Address, AssetId, ChainId } from '../ids.js';
import { executorPpm } from '../ledger/division.js';
import type { Link } from '../ledger/state.js';
import { PPM } from '../vocabulary.js';
import type { Gift } from '../waterfall/gift.js';
import { planRun, type Plan } from '../waterfall/plan.js';
import { runWaterfall, type RunResult } from '../waterfall/run.js';
import type { SettlementBooks } from './books.js';
import type { RulesAtMark } from './types.js';

/** Money crosses at most this many borders; what would cross one more stays where it is. */
export const LAST_HOP = 8;

/** What one asset got over a border: in all, and the sums of usages that name an executor. */
export interface Arrival {
  amount: bigint;
  readonly executors: Map<Address, bigint>;
}

/** The money of one usage contract and token that arrives on one chain with one hop. */
export interface Landing {
  readonly chain: ChainId;
  readonly hop: number;
  readonly usageContract: Address;
  readonly token: Address;
  readonly arrivals: ReadonlyMap<AssetId, Arrival>;
}

/** Money on its way over the next border. */
export interface Departure {
  readonly assetId: AssetId;
  readonly amount: bigint;
}

const NO_LINKS: readonly Link[] = [];

/** One run of the waterfall on a home chain, all its assets' sums entering together. */
export function settleLanding(landing: Landing, rules: RulesAtMark, books: SettlementBooks): Departure[] {
  const { chain, token, arrivals } = landing;
  const plan = planRun([...arrivals.keys()].sort(), chain, (asset) => rules(asset)?.links ?? NO_LINKS);
  const isLast = landing.hop >= LAST_HOP;
  const run = runWaterfall(
    isLast ? withoutBorders(plan) : plan,
    [...arrivals].map(([asset, { amount }]) => [plan.indexOf.get(asset)!, amount] as const),
  );
  for (const [asset, { amount }] of arrivals) books.post(token, `transit:${asset}`, `asset:${asset}`, amount);
  const moves = run.moves.filter(({ amount }) => amount > 0n);
  for (const { from, to, abroad, amount } of moves) {
    books.post(token, `asset:${from}`, abroad ? `transit:${to}` : `asset:${to}`, amount);
  }
  plan.assets.forEach(({ assetId }, index) => {
    keepOwn(landing, assetId, run, index, rules, books);
  });
  if (isLast) reportStaying(plan, run, landing.hop, books);
  report(run, books);
  return moves.filter(({ abroad }) => abroad).map(({ to, amount }) => ({ assetId: to, amount }));
}

const isAbroad = ({ index }: Gift): boolean => index < 0;

/** The plan without what it gives to assets of other chains. */
function withoutBorders({ assets, indexOf }: Plan): Plan {
  const stays = (gifts: readonly Gift[]): Gift[] => gifts.filter((gift) => !isAbroad(gift));
  return {
    assets: assets.map((asset) => ({ ...asset, relative: stays(asset.relative), absolute: stays(asset.absolute) })),
    indexOf,
  };
}

/** Tells of the money that would have left the chain by the plan. */
function reportStaying({ assets }: Plan, { inflow }: RunResult, hop: number, books: SettlementBooks): void {
  assets.forEach(({ assetId, relative, absolute }, index) => {
    const owed = [...relative, ...absolute].filter(isAbroad);
    if (!owed.some(({ ratePpm }) => inflow[index]! * ratePpm >= PPM)) return;
    const detail = `Money that reached ${assetId} over ${hop} borders would cross one more; it stays.`;
    books.anomaly(assetId, 'TOO_MANY_BORDERS', detail);
  });
}

function keepOwn(
  { usageContract, token, arrivals }: Landing,
  assetId: AssetId,
  run: RunResult,
  index: number,
  rulesAtMark: RulesAtMark,
  books: SettlementBooks,
): void {
  const kept = run.kept[index]!;
  const own = kept + run.direct[index]!;
  if (own === 0n) return;
  const rules = rulesAtMark(assetId);
  const ppm = rules ? executorPpm(rules.splitPpm) : 0n;
  let executed = 0n;
  let paid = 0n;
  const executors = ppm > 0n ? (arrivals.get(assetId)?.executors ?? []) : [];
  for (const [executor, sum] of executors) {
    const share = (kept * sum) / run.inflow[index]!;
    const amount = (share * ppm) / PPM;
    executed += share;
    paid += amount;
    if (amount === 0n) continue;
    books.executors.add({ executor, assetId, token, amount });
    books.post(token, `asset:${assetId}`, `executor:${executor}`, amount);
  }
  books.keep({ assetId, usageContract, token, total: 1, amount: own - executed }, rules);
  books.keep({ assetId, usageContract, token, total: 2, amount: executed - paid }, rules);
}

function report(run: RunResult, books: SettlementBooks): void {
  for (const asset of run.cut) {
    books.anomaly(asset, 'ROYALTY_CUT', `Royalties of ${asset} ask for more than came in; the last ones are cut.`);
  }
  for (const asset of run.truncated) {
    books.anomaly(asset, 'LINEAGE_TOO_LARGE', `Parents of ${asset} lie beyond what a run covers; not paid.`);
  }
}
