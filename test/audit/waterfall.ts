import type { ChainRules } from './rules.js';

const WHOLE_PPM = 1_000_000n;
/** Above this many assets a run is cut short, which this audit does not imitate. */
const LARGEST_RUN = 1_024;

export interface Run {
  inflow: Map<string, bigint>;
  /** What each asset keeps of its inflow. */
  kept: Map<string, bigint>;
  /** Absolute royalties that reached an asset of this chain. */
  direct: Map<string, bigint>;
  /** What is owed to assets of other chains. */
  leaving: Map<string, bigint>;
}

/**
 * Sends what enters at some assets of one chain up their links, usage by usage, by the rules as they
 * stand. With `mayLeave` false nothing crosses to another chain: it stays with the asset it has reached.
 */
export function runWaterfall(rules: ChainRules, seeds: ReadonlyMap<string, bigint>, mayLeave = true): Run {
  const run: Run = { inflow: new Map(seeds), kept: new Map(), direct: new Map(), leaving: new Map() };
  for (const asset of childrenFirst(rules, [...seeds.keys()])) {
    const inflow = run.inflow.get(asset) ?? 0n;
    let rest = inflow;
    const pay = (to: string, ratePpm: bigint, here: Map<string, bigint>): void => {
      if (!rules.isHere(to) && !mayLeave) return;
      const due = (inflow * ratePpm) / WHOLE_PPM;
      const paid = due < rest ? due : rest;
      increase(rules.isHere(to) ? here : run.leaving, to, paid);
      rest -= paid;
    };
    for (const link of rules.asset(asset).links) {
      if (!link.absolute) pay(link.parent, link.ratePpm, run.inflow);
    }
    for (const [ancestor, ratePpm] of absoluteRates(rules, asset)) pay(ancestor, ratePpm, run.direct);
    run.kept.set(asset, rest);
  }
  return run;
}

/** Everything that relative links lead to on this chain, each asset before its parents. */
function childrenFirst(rules: ChainRules, seeds: readonly string[]): string[] {
  const parentsFirst: string[] = [];
  const seen = new Set<string>();
  const visit = (asset: string): void => {
    if (seen.has(asset) || !rules.isHere(asset)) return;
    seen.add(asset);
    for (const link of rules.asset(asset).links) if (!link.absolute) visit(link.parent);
    parentsFirst.push(asset);
  };
  seeds.forEach(visit);
  if (seen.size > LARGEST_RUN) throw new Error(`a run over ${seen.size} assets is more than this audit can follow`);
  return parentsFirst.reverse();
}

/**
 * What `asset` owes each ancestor over absolute links, in parts per million: for every path of absolute
 * links from the asset to the ancestor, the rate of the path's last link.
 */
function absoluteRates(rules: ChainRules, asset: string): [string, bigint][] {
  const rates = new Map<string, bigint>();
  const walk = (from: string): void => {
    if (!rules.isHere(from)) return;
    for (const link of rules.asset(from).links) {
      if (!link.absolute) continue;
      increase(rates, link.parent, link.ratePpm);
      walk(link.parent);
    }
  };
  walk(asset);
  return [...rates].sort(([a], [b]) => rules.parentRank(a) - rules.parentRank(b));
}

/** Adds to an entry of a map of sums. */
export function increase<K>(sums: Map<K, bigint>, key: K, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
