import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { account, METER, REGISTRY, split, TOKEN, TREASURY } from '../../../test/support/world.js';
import { assetId, chainId, homeChain, type Address, type AssetId } from '../ids.js';
import type { Link } from '../ledger/state.js';
import { position } from '../position.js';
import type { Role, RoyaltyPolicy } from '../vocabulary.js';
import { closeSettled, movedOffset } from './closing.js';
import { settleInterval } from './settle.js';
import type { AssetRules, IntervalTransit, SettlementInput, SettlementResult } from './types.js';

const VAULT_CHAIN = chainId(1);
const asset = (n: number, chain = 2): AssetId => assetId(chain, REGISTRY, BigInt(n));
const GPU = account(7);
const CPU = account(8);
const NOBODY: readonly bigint[] = [0n, 0n, 0n, 0n, 0n, 0n, 0n];

function to(parent: AssetId, royaltyPpm: number, policy: RoyaltyPolicy = 'RELATIVE', namedAt = 1): Link {
  return { parent, relation: 'TRAINED_ON', royaltyPpm, policy, parentNamedAt: position(VAULT_CHAIN, namedAt, 0, 0) };
}

interface Known {
  links?: Link[];
  split?: Partial<Record<Role, number>>;
  registered?: boolean;
  disputed?: boolean;
}

/** Rules of the assets named; others are not there. */
function rules(known: Record<AssetId, Known>): SettlementInput['rules'] {
  return (id): AssetRules | undefined => {
    const found = known[id];
    if (!found) return undefined;
    return {
      registered: found.registered ?? true,
      disputed: found.disputed ?? false,
      splitPpm: found.split ? split(found.split) : null,
      poolShares: NOBODY,
      links: found.links ?? [],
    };
  };
}

function transit(id: AssetId, amount: bigint, executor: Address | null = null): IntervalTransit {
  return { assetId: id, usageContract: METER, token: TOKEN, executor, amount };
}

type Settled = Extract<SettlementResult, { settled: true }>;

function settle(input: Partial<SettlementInput>): SettlementResult {
  return settleInterval({
    vaultChain: VAULT_CHAIN,
    transit: [],
    suspense: [],
    rules: () => undefined,
    decision: () => undefined,
    treasury: () => TREASURY,
    settles: () => true,
    closed: () => true,
    ...input,
  });
}

function settled(input: Partial<SettlementInput>): Settled {
  const result = settle(input);
  if (!result.settled) throw new Error(`waits for ${result.waitsFor}`);
  return result;
}

const growth = (result: Settled): unknown[] =>
  result.growth.map(({ assetId: id, total1, total2 }) => [id, total1, total2]);

describe('the settlement of an interval', () => {
  it('sums what reaches an asset before it divides, and passes royalties on', () => {
    const result = settled({
      transit: [transit(asset(1), 1n), transit(asset(1), 2n), transit(asset(2), 3n)],
      rules: rules({ [asset(1)]: { links: [to(asset(2), 500_000)] }, [asset(2)]: {} }),
    });
    expect(growth(result)).toEqual([
      [asset(1), 2n, 0n],
      [asset(2), 4n, 0n],
    ]);
  });

  it('pays each executor of its part of what is kept, and the rest of that part divides without compute', () => {
    const result = settled({
      transit: [transit(asset(1), 100n, GPU), transit(asset(1), 51n, CPU), transit(asset(1), 50n)],
      rules: rules({
        [asset(1)]: { links: [to(asset(2), 100_000)], split: { COMPUTE_PROVIDER: 200_000 } },
        [asset(2)]: {},
      }),
    });
    // Of 201 come in, 20 go on and 181 are kept: k is 90 for one, 45 for the other.
    expect(result.executors.map(({ executor, amount }) => [executor, amount])).toEqual([
      [GPU, 18n],
      [CPU, 9n],
    ]);
    expect(growth(result)).toEqual([
      [asset(1), 181n - 90n - 45n, 72n + 36n],
      [asset(2), 20n, 0n],
    ]);
  });

  it('pays no executor where the split has no compute providers', () => {
    const result = settled({ transit: [transit(asset(1), 100n, GPU)], rules: rules({ [asset(1)]: {} }) });
    expect(result.executors).toEqual([]);
    expect(growth(result)).toEqual([[asset(1), 100n, 0n]]);
  });

  it('follows money over further borders, back to the first chain too', () => {
    const result = settled({
      transit: [transit(asset(1), 1000n)],
      rules: rules({
        [asset(1)]: { links: [to(asset(9, 3), 500_000)] },
        [asset(9, 3)]: { links: [to(asset(5, 1), 500_000, 'ABSOLUTE')] },
        [asset(5, 1)]: {},
      }),
    });
    expect(growth(result)).toEqual([
      [asset(5, 1), 250n, 0n],
      [asset(1), 500n, 0n],
      [asset(9, 3), 250n, 0n],
    ]);
    expect(result.hops.map(({ hop, assetId: id, amount }) => [hop, id, amount])).toEqual([
      [2, asset(9, 3), 500n],
      [3, asset(5, 1), 250n],
    ]);
  });

  it('keeps what would cross a ninth border, with an anomaly', () => {
    const result = settled({
      transit: [transit(asset(1, 2), 1n << 20n)],
      rules: rules({
        [asset(1, 2)]: { links: [to(asset(1, 3), 1_000_000)] },
        [asset(1, 3)]: { links: [to(asset(1, 2), 1_000_000)] },
      }),
    });
    expect(result.hops.map(({ hop }) => hop)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(growth(result)).toEqual([[asset(1, 3), 1n << 20n, 0n]]);
    expect(result.anomalies).toMatchObject([{ reason: 'TOO_MANY_BORDERS', assetId: asset(1, 3) }]);
  });

  it('says only of money that there is that it would cross a ninth border', () => {
    const result = settled({
      transit: [transit(asset(1, 2), 1n << 20n)],
      rules: rules({
        [asset(1, 2)]: { links: [to(asset(1, 3), 1_000_000)] },
        [asset(1, 3)]: { links: [to(asset(1, 2), 900_000), to(asset(2, 3), 0), to(asset(3, 3), 1_000, 'ABSOLUTE')] },
        // Nothing reaches the one; what reaches the other goes no further.
        [asset(2, 3)]: { links: [to(asset(4, 2), 500_000)] },
        [asset(3, 3)]: { links: [to(asset(4, 2), 0), to(asset(5, 2), 500_000)] },
      }),
    });
    expect(result.anomalies.map(({ reason, assetId: id }) => [reason, id])).toEqual([
      ['TOO_MANY_BORDERS', asset(1, 3)],
    ]);
  });

  it('cuts royalties that ask for more than came in, with an anomaly', () => {
    const result = settled({
      transit: [transit(asset(1), 1_000n)],
      rules: rules({
        [asset(1)]: { links: [to(asset(2), 700_000), to(asset(3), 400_000)] },
        [asset(2)]: {},
        [asset(3)]: {},
      }),
    });
    expect(growth(result)).toEqual([
      [asset(2), 700n, 0n],
      [asset(3), 300n, 0n],
    ]);
    expect(result.anomalies).toMatchObject([{ reason: 'ROYALTY_CUT', assetId: asset(1) }]);
  });

  it('leaves money for chains that are not followed in transit, held up by nothing', () => {
    const result = settled({
      transit: [transit(asset(1), 100n), transit(asset(1, 99), 50n)],
      settles: (chain) => chain !== 99,
      closed: (chain) => chain !== 99,
      rules: rules({ [asset(1)]: { links: [to(asset(2, 99), 100_000)] } }),
    });
    expect(growth(result)).toEqual([[asset(1), 90n, 0n]]);
    expect(result.hops).toMatchObject([{ assetId: asset(2, 99), amount: 10n }]);
    expect(result.postings.some(({ debit }) => debit === `transit:${asset(1, 99)}`)).toBe(false);
  });

  it('sums what waited for a chain with what the interval sends, and goes on counting borders', () => {
    const crossed = (hop: number, amount: bigint): IntervalTransit => ({ ...transit(asset(1), amount), hop });
    const result = settled({
      transit: [crossed(1, 100n), crossed(1, 50n), crossed(8, 40n)],
      rules: rules({ [asset(1)]: { links: [to(asset(2, 3), 500_000)] }, [asset(2, 3)]: {} }),
    });
    expect(growth(result)).toEqual([
      [asset(1), 115n, 0n],
      [asset(2, 3), 75n, 0n],
    ]);
    expect(result.hops).toMatchObject([{ hop: 2, assetId: asset(2, 3), amount: 75n }]);
    expect(result.anomalies).toMatchObject([{ reason: 'TOO_MANY_BORDERS', assetId: asset(1) }]);
  });

  it('leaves what waits with assets of chains that do not settle any more as it is', () => {
    const waits = { assetId: asset(1), usageContract: METER, token: TOKEN, total: 1, reason: 'DISPUTED' } as const;
    const result = settled({
      suspense: [{ ...waits, amount: 70n }],
      settles: (chain) => chain !== 2,
      closed: (chain) => chain !== 2,
      rules: rules({ [asset(1)]: {} }),
    });
    expect(result.suspense).toEqual([{ ...waits, amount: 70n }]);
    expect(growth(result)).toEqual([]);
  });

  it('waits for a followed chain that its money reaches, at whichever hop', () => {
    const input = {
      transit: [transit(asset(1), 100n)],
      rules: rules({ [asset(1)]: { links: [to(asset(9, 3), 500_000)] }, [asset(9, 3)]: {} }),
    };
    expect(settle({ ...input, closed: (chain) => chain !== 2 })).toEqual({ settled: false, waitsFor: 2 });
    expect(settle({ ...input, closed: (chain) => chain !== 3 })).toEqual({ settled: false, waitsFor: 3 });
    expect(settle({ ...input, closed: (chain) => chain !== 4 }).settled).toBe(true);
  });

  it('keeps in suspense what nobody registered and what is disputed, after the executor', () => {
    const result = settled({
      transit: [transit(asset(1), 100n, GPU), transit(asset(2), 10n)],
      rules: rules({ [asset(1)]: { disputed: true, split: { COMPUTE_PROVIDER: 100_000 } } }),
    });
    expect(result.suspense.map(({ assetId: id, total, reason, amount }) => [id, total, reason, amount])).toEqual([
      [asset(1), 2, 'DISPUTED', 90n],
      [asset(2), 1, 'UNREGISTERED', 10n],
    ]);
    expect(result.growth).toEqual([]);
  });

  it.each<[string, Known | undefined, 'DISMISSED' | 'UPHELD' | null, Address | null, unknown]>([
    ['joins its totals with the registration', {}, null, null, { growth: 100n, upheld: [], waiting: 0 }],
    ['waits on while nobody registers it', undefined, null, null, { growth: 0n, upheld: [], waiting: 1 }],
    ['waits on while disputed', { disputed: true }, null, null, { growth: 0n, upheld: [], waiting: 1 }],
    ['joins them when the dispute is dismissed', {}, 'DISMISSED', null, { growth: 100n, upheld: [], waiting: 0 }],
    ['goes to the beneficiary when it is upheld', {}, 'UPHELD', GPU, { growth: 0n, upheld: [GPU], waiting: 0 }],
    ['goes to the treasury where there is none', {}, 'UPHELD', null, { growth: 0n, upheld: [TREASURY], waiting: 0 }],
    [
      'is decided also where a new dispute is open',
      { disputed: true },
      'UPHELD',
      GPU,
      { growth: 0n, upheld: [GPU], waiting: 0 },
    ],
  ])('money that waited %s', (_name, known, outcome, beneficiary, expected) => {
    const waiting = { assetId: asset(1), usageContract: METER, token: TOKEN, total: 1 as const, amount: 100n };
    const result = settled({
      suspense: [{ ...waiting, reason: outcome || known?.disputed ? 'DISPUTED' : 'UNREGISTERED' }],
      rules: rules(known ? { [asset(1)]: known } : {}),
      decision: () => (outcome ? { outcome, beneficiary } : undefined),
    });
    expect({
      growth: result.growth.reduce((sum, { total1 }) => sum + total1, 0n),
      upheld: result.upheld.map((row) => row.beneficiary),
      waiting: result.suspense.length,
    }).toEqual(expected);
  });

  it('neither makes nor loses money, and does not depend on the order of its input', () => {
    const ids = [asset(1), asset(2), asset(3), asset(4, 3), asset(5, 3), asset(6, 1)];
    const worlds = fc.record({
      transit: fc.array(
        fc.record({
          to: fc.integer({ min: 0, max: 4 }),
          amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
          executor: fc.option(fc.constantFrom(GPU, CPU)),
        }),
        { maxLength: 10 },
      ),
      links: fc.array(
        fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ max: 700_000, min: 0 })),
        { maxLength: 8 },
      ),
      compute: fc.integer({ min: 0, max: 1_000_000 }),
      disputed: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(worlds, ({ transit: sent, links, compute, disputed }) => {
        const known: Record<AssetId, Known> = {};
        ids.forEach((id, n) => {
          const mine = links
            // Within a chain links go one way only; over borders loops may be.
            .filter(([child, parent]) => child === n && (child < parent || homeChain(ids[parent]!) !== homeChain(id)))
            .map(([, parent, ppm]) => to(ids[parent]!, ppm));
          known[id] = { links: mine, split: { COMPUTE_PROVIDER: compute }, disputed: n === disputed };
        });
        const rows = sent.map((row) => transit(ids[row.to]!, row.amount, row.executor));
        const result = settled({ transit: rows, rules: rules(known) });
        const held = [
          ...result.growth.map(({ total1, total2 }) => total1 + total2),
          ...[...result.executors, ...result.suspense].map(({ amount }) => amount),
        ].reduce((sum, amount) => sum + amount, 0n);
        expect(held).toBe(rows.reduce((sum, { amount }) => sum + amount, 0n));
        const named = new Set(rows.map(({ executor }) => executor));
        expect(result.executors.every(({ executor }) => named.has(executor))).toBe(true);
        expect(settled({ transit: [...rows].reverse(), rules: rules(known) })).toEqual(result);
        const balances = new Map<string, bigint>();
        for (const { debit, credit, amount } of result.postings) {
          balances.set(debit, (balances.get(debit) ?? 0n) - amount);
          balances.set(credit, (balances.get(credit) ?? 0n) + amount);
        }
        for (const { assetId: id, total1, total2 } of result.growth) {
          expect(balances.get(`asset:${id}`)).toBe(total1 + total2);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('closing settled totals', () => {
  const total = { total1: 100n, total2: 0n, closed1: 40n, closed2: 0n, accumulated: NOBODY };

  it('divides what grew since the last closing with the rules at the mark, once', () => {
    const atMark = { splitPpm: split({ ANNOTATOR: 500_000 }), poolShares: NOBODY.with(2, 3n) };
    const closed = closeSettled(total, atMark);
    expect(closed).toMatchObject({ closed1: 100n, closed2: 0n });
    expect(closed.accumulated[2]).toBe(10n << 128n);
    expect(closed.accumulated[0]).toBe(30n << 128n);
    expect(closeSettled(closed, { splitPpm: null, poolShares: NOBODY })).toBe(closed);
  });

  it('keeps what is due when shares move', () => {
    const offset = movedOffset(5n, 3n, 1n, 10n);
    expect(offset + 1n * 10n).toBe(5n + 3n * 10n);
  });
});
