import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REGISTRY } from '../../../test/support/world.js';
import { assetId, chainId, type AssetId } from '../ids.js';
import type { Link } from '../ledger/state.js';
import { position } from '../position.js';
import type { RoyaltyPolicy } from '../vocabulary.js';
import { planRun, RUN_LIMIT, type LinksOf } from './plan.js';
import { runWaterfall } from './run.js';

const HERE = chainId(1);
const asset = (n: number, chain = 1): AssetId => assetId(chain, REGISTRY, BigInt(n));

/** `[child, parent, ppm, policy]`, in the order in which they were linked; parents from 1000 on live on chain 2. */
type Edge = readonly [child: number, parent: number, ppm: number, policy: RoyaltyPolicy];

const idOf = (n: number): AssetId => (n >= 1000 ? asset(n, 2) : asset(n));

function graph(edges: readonly Edge[]): LinksOf {
  const links = new Map<AssetId, Link[]>();
  const namedAt = new Map<number, number>();
  edges.forEach(([child, parent, royaltyPpm, policy], at) => {
    if (!namedAt.has(parent)) namedAt.set(parent, at);
    const link: Link = {
      parent: idOf(parent),
      relation: 'FINETUNED_FROM',
      royaltyPpm,
      policy,
      parentNamedAt: position(HERE, namedAt.get(parent)!, 0, 0),
    };
    links.set(asset(child), [...(links.get(asset(child)) ?? []), link]);
  });
  return (id) => links.get(id) ?? [];
}

/** What every asset ends up with, `kept + direct`, transit of chain 2 among them. */
function run(edges: readonly Edge[], seeds: readonly (readonly [number, bigint])[]) {
  const plan = planRun(
    seeds.map(([n]) => asset(n)),
    HERE,
    graph(edges),
  );
  const result = runWaterfall(
    plan,
    seeds.map(([n, amount]) => [plan.indexOf.get(asset(n))!, amount] as const),
  );
  const own: Record<string, bigint> = {};
  plan.assets.forEach(({ assetId: id }, i) => (own[id] = result.kept[i]! + result.direct[i]!));
  for (const { to, abroad, amount } of result.moves) if (abroad) own[to] = (own[to] ?? 0n) + amount;
  for (const id of Object.keys(own)) if (own[id] === 0n) delete own[id];
  return { own, result };
}

/** Each asset has one parent: the next one, up to `end`. */
const upTo =
  (end: (n: number) => boolean): LinksOf =>
  (id) => {
    const n = Number(id.slice(id.lastIndexOf('/') + 1));
    const parentNamedAt = position(HERE, n, 0, 0);
    const link = { relation: 'TRAINED_ON', royaltyPpm: 1_000_000, policy: 'RELATIVE', parentNamedAt } as const;
    return end(n) ? [] : [{ ...link, parent: asset(n + 1) }];
  };

/**
 * The design's text again, the slow way: every asset's inflow asked for recursively from its children,
 * every ABSOLUTE path walked by itself.
 */
function naive(edges: readonly Edge[], seeds: readonly (readonly [number, bigint])[]): Record<string, bigint> {
  const numbers = [...new Set([...seeds.map(([n]) => n), ...edges.flatMap(([child, parent]) => [child, parent])])];
  const firstNamed = (n: number): number => edges.findIndex(([, parent]) => parent === n);
  const paths = (from: number): number[][] =>
    edges
      .filter(([child, , , policy]) => child === from && policy === 'ABSOLUTE')
      .flatMap(([, parent]) => [
        [from, parent],
        ...(parent >= 1000 ? [] : paths(parent).map((path) => [from, ...path])),
      ]);
  const rate = (child: number, parent: number): number => edges.find(([c, p]) => c === child && p === parent)![2];
  const given = new Map<number, { relative: Map<number, bigint>; direct: Map<number, bigint>; kept: bigint }>();
  const inflow = (n: number): bigint => {
    let sum = 0n;
    for (const [seed, amount] of seeds) if (seed === n) sum += amount;
    for (const [child, parent, , policy] of edges) {
      if (parent === n && policy === 'RELATIVE') sum += divide(child).relative.get(n) ?? 0n;
    }
    return sum;
  };
  const divide = (n: number) => {
    const known = given.get(n);
    if (known) return known;
    const all = inflow(n);
    let rest = all;
    const relative = new Map<number, bigint>();
    const direct = new Map<number, bigint>();
    const take = (ppm: bigint): bigint => {
      const asked = (all * ppm) / 1_000_000n;
      const taken = asked < rest ? asked : rest;
      rest -= taken;
      return taken;
    };
    for (const [child, parent, ppm, policy] of edges) {
      if (child === n && policy === 'RELATIVE') relative.set(parent, take(BigInt(ppm)));
    }
    const walked = paths(n);
    const ancestors = [...new Set(walked.map((path) => path.at(-1)!))].sort((a, b) => firstNamed(a) - firstNamed(b));
    for (const q of ancestors) {
      const ppm = walked
        .filter((path) => path.at(-1) === q)
        .reduce((sum, path) => sum + BigInt(rate(path.at(-2)!, q)), 0n);
      direct.set(q, take(ppm));
    }
    const answer = { relative, direct, kept: rest };
    given.set(n, answer);
    return answer;
  };
  const own: Record<string, bigint> = {};
  const add = (n: number, amount: bigint): void => {
    if (amount > 0n) own[idOf(n)] = (own[idOf(n)] ?? 0n) + amount;
  };
  for (const n of numbers) {
    if (n >= 1000) {
      add(n, inflow(n));
      continue;
    }
    add(n, divide(n).kept);
    for (const [q, amount] of divide(n).direct) add(q, amount);
  }
  return own;
}

const amounts = fc.oneof(
  fc.bigInt({ min: 1n, max: 1000n }),
  fc.bigInt({ min: 1n, max: 10n ** 24n }),
  fc.constant((1n << 256n) - 1n),
);

/** A DAG: children have greater numbers than parents, in any order of linking, each pair once. */
const dags = fc
  .uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 11 }),
      fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 1_200_000 })),
      fc.constantFrom<RoyaltyPolicy>('RELATIVE', 'ABSOLUTE'),
    ),
    { maxLength: 22, selector: ([child, parent]) => `${child}>${parent}` },
  )
  .map((edges) =>
    edges
      .map(([child, parent, ppm, policy]): Edge => [child, parent > 9 ? parent + 990 : parent, ppm, policy])
      .filter(([child, parent]) => parent >= 1000 || child > parent),
  );

describe('the waterfall', () => {
  it('gives what the text of the design gives, taken by the slow way', () => {
    fc.assert(
      fc.property(
        dags,
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), amounts), { minLength: 1, maxLength: 3 }),
        (edges, seeds) => {
          expect(run(edges, seeds).own).toEqual(naive(edges, seeds));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('neither makes nor loses money', () => {
    fc.assert(
      fc.property(dags, amounts, (edges, amount) => {
        const { own } = run(edges, [[9, amount]]);
        expect(Object.values(own).reduce((sum, part) => sum + part, 0n)).toBe(amount);
      }),
      { numRuns: 400 },
    );
  });

  it('divides what reaches an asset over several ways once, as a sum', () => {
    const diamond: Edge[] = [
      [4, 3, 333_333, 'RELATIVE'],
      [4, 2, 333_333, 'RELATIVE'],
      [3, 1, 500_000, 'RELATIVE'],
      [2, 1, 500_000, 'RELATIVE'],
      [1, 0, 500_000, 'RELATIVE'],
    ];
    // 3 and 2 get 3 each and pass on 1 each; 1 passes on floor(2 / 2), which two floors of 1 / 2 would lose.
    expect(run(diamond, [[4, 10n]]).own).toEqual({
      [asset(4)]: 4n,
      [asset(3)]: 2n,
      [asset(2)]: 2n,
      [asset(1)]: 1n,
      [asset(0)]: 1n,
    });
  });

  it('pays an ABSOLUTE ancestor once for each path, out of the inflow of the asset used', () => {
    const edges: Edge[] = [
      [4, 3, 0, 'ABSOLUTE'],
      [4, 2, 0, 'ABSOLUTE'],
      [3, 1, 100_000, 'ABSOLUTE'],
      [2, 1, 100_000, 'ABSOLUTE'],
      [1, 0, 50_000, 'ABSOLUTE'],
    ];
    expect(run(edges, [[4, 1000n]]).own).toEqual({ [asset(4)]: 700n, [asset(1)]: 200n, [asset(0)]: 100n });
  });

  it('cuts the later royalties, ABSOLUTE ones by the first naming of their receiver', () => {
    const edges: Edge[] = [
      [5, 0, 10_000, 'ABSOLUTE'],
      [9, 1, 600_000, 'ABSOLUTE'],
      [9, 0, 600_000, 'ABSOLUTE'],
      [9, 2, 500_000, 'RELATIVE'],
    ];
    const { own, result } = run(edges, [[9, 100n]]);
    expect(own).toEqual({ [asset(2)]: 50n, [asset(0)]: 50n });
    expect(result.cut).toEqual([asset(9)]);
  });

  it('goes forty levels up', () => {
    const chain = Array.from({ length: 40 }, (_, i): Edge => [i + 1, i, 500_000, 'RELATIVE']);
    const { own } = run(chain, [[40, 1n << 40n]]);
    expect(own[asset(0)]).toBe(1n);
    expect(own[asset(40)]).toBe(1n << 39n);
  });

  it('counts the paths of forty diamonds on top of each other', () => {
    const edges: Edge[] = [];
    for (let level = 1; level <= 40; level++) {
      for (const child of [2 * level, 2 * level + 1]) {
        edges.push([child, 2 * level - 2, 0, 'ABSOLUTE'], [child, 2 * level - 1, 0, 'ABSOLUTE']);
      }
    }
    edges.push([0, 900, 1, 'ABSOLUTE']);
    const plan = planRun([asset(80)], HERE, graph(edges));
    const gift = plan.assets[0]!.absolute.find(({ to }) => to === asset(900));
    expect(gift?.ratePpm).toBe(1n << 39n);
  });

  it('leaves what lies beyond its limit unpaid and says so', () => {
    const long = upTo((n) => n > RUN_LIMIT + 5);
    const plan = planRun([asset(0)], HERE, long);
    const result = runWaterfall(plan, [[0, 7n]]);
    expect(plan.assets).toHaveLength(RUN_LIMIT);
    expect(result.kept[RUN_LIMIT - 1]).toBe(7n);
    expect(result.truncated).toEqual([asset(RUN_LIMIT - 1)]);
  });

  it('has its limit from each seed anew', () => {
    const half = RUN_LIMIT / 2 + 1;
    const two = upTo((n) => n === half || n === 2 * half + 1);
    const plan = planRun([asset(1), asset(half + 2)], HERE, two);
    const result = runWaterfall(plan, [
      [plan.indexOf.get(asset(1))!, 7n],
      [plan.indexOf.get(asset(half + 2))!, 5n],
    ]);
    expect(plan.assets).toHaveLength(2 * half);
    expect([asset(half), asset(2 * half + 1)].map((id) => result.kept[plan.indexOf.get(id)!])).toEqual([7n, 5n]);
    expect(result.truncated).toEqual([]);
  });

  it('ends on a loop that no accepted link could have made, with the money still there', () => {
    const loop: Edge[] = [
      [1, 2, 500_000, 'RELATIVE'],
      [2, 1, 500_000, 'RELATIVE'],
    ];
    const { own, result } = run(loop, [[1, 10n]]);
    expect(own).toEqual({ [asset(1)]: 5n, [asset(2)]: 5n });
    expect(result.truncated).toEqual([asset(2)]);
  });
});
