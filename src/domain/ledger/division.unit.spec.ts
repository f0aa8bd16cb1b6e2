import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { account, World } from '../../../test/support/world.js';
import type { Role } from '../vocabulary.js';
import { MAX_SHARES, SCALE_BITS } from './division.js';
import { checkEquations } from './equations.js';

/** What can happen to one asset. People are numbers from 1; the first owner is 1. */
type Step =
  | { readonly use: bigint; readonly executor: number | null }
  | { readonly role: Role; readonly who: number; readonly shares: bigint }
  | { readonly split: Partial<Record<Role, number>> }
  | { readonly owner: number };

const POOLS: readonly Role[] = ['DATA_CONTRIBUTOR', 'ANNOTATOR', 'VALIDATOR', 'COMPUTE_PROVIDER'];
const PEOPLE = [1, 2, 3, 4];

const amounts = fc.oneof(
  fc.bigInt({ min: 1n, max: 50n }),
  fc.bigInt({ min: 1n, max: 10n ** 20n }),
  fc.constant((1n << 256n) - 1n),
);
const counts = fc.oneof(fc.bigInt({ min: 0n, max: 7n }), fc.constant(1n), fc.constant(MAX_SHARES));
const people = fc.constantFrom(...PEOPLE);
const splits = fc.record({
  DATA_CONTRIBUTOR: fc.constantFrom(0, 1, 250_000),
  ANNOTATOR: fc.constantFrom(0, 333_333, 250_000),
  VALIDATOR: fc.constantFrom(0, 100_001),
  COMPUTE_PROVIDER: fc.constantFrom(0, 1, 150_000, 399_999, 1_000_000),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ use: amounts, executor: fc.option(people) }) },
  { weight: 3, arbitrary: fc.record({ role: fc.constantFrom(...POOLS), who: people, shares: counts }) },
  { weight: 1, arbitrary: fc.record({ split: splits }) },
  { weight: 1, arbitrary: fc.record({ owner: people }) },
);
const histories = fc.array(steps, { minLength: 1, maxLength: 30 });

function play(history: readonly Step[], before: (w: World) => void = () => undefined): World {
  const w = new World();
  const asset = w.asset(1);
  w.fee(0);
  w.register(asset, account(1));
  for (const step of history) {
    before(w);
    if ('use' in step) w.use(asset, step.use, { executor: step.executor === null ? null : account(step.executor) });
    else if ('role' in step) w.shares(asset, step.role, account(step.who), step.shares);
    else if ('split' in step) w.split(asset, step.split);
    else w.transfer(asset, w.ledger.assets.get({ assetId: asset })!.owner!, account(step.owner));
  }
  return w;
}

/** Exact fractions. */
type Fraction = readonly [n: bigint, d: bigint];
function plus([a, b]: Fraction, [c, d]: Fraction): Fraction {
  const n = a * d + c * b;
  const m = b * d;
  const g = gcd(n, m);
  return [n / g, m / g];
}
function gcd(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

/** Divides every usage at once and exactly: who gets what by `role|person`. */
function exactly(history: readonly Step[]): Map<string, Fraction> {
  const due = new Map<string, Fraction>();
  const shares = new Map<string, bigint>();
  let owner = 1;
  let split: Partial<Record<Role, number>> = {};
  const give = (role: Role, who: number, part: Fraction): void => {
    const key = `${role}|${who}`;
    due.set(key, plus(due.get(key) ?? [0n, 1n], part));
  };
  for (const step of history) {
    if ('role' in step) shares.set(`${step.role}|${step.who}`, step.shares);
    else if ('owner' in step) owner = step.owner;
    else if ('split' in step) {
      if (Object.values(step.split).reduce((a, b) => a + b, 0) <= 1_000_000) split = step.split;
    } else {
      const compute = BigInt(split.COMPUTE_PROVIDER ?? 0);
      const executed = step.executor !== null && compute > 0n;
      const whole = executed ? 1_000_000n - compute : 1_000_000n;
      const growth = executed ? step.use - (step.use * compute) / 1_000_000n : step.use;
      let rest = whole;
      for (const role of POOLS) {
        const ppm = BigInt(split[role] ?? 0);
        const all = PEOPLE.reduce((sum, who) => sum + (shares.get(`${role}|${who}`) ?? 0n), 0n);
        if (ppm === 0n || all === 0n || (executed && role === 'COMPUTE_PROVIDER')) continue;
        rest -= ppm;
        for (const who of PEOPLE) {
          give(role, who, [growth * ppm * (shares.get(`${role}|${who}`) ?? 0n), whole * all]);
        }
      }
      give('OWNER', owner, whole === 0n ? [growth, 1n] : [growth * rest, whole]);
    }
  }
  return due;
}

const everyHolding = (['OWNER', ...POOLS] as Role[]).flatMap((role) => PEOPLE.map((who) => [role, who] as const));

describe('division', () => {
  it('gives everybody their exact part less at most one base unit, and never more', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const w = play(history);
        const exact = exactly(history);
        for (const [role, who] of everyHolding) {
          const [n, d] = exact.get(`${role}|${who}`) ?? [0n, 1n];
          const got = w.entitlement(w.asset(1), role, account(who));
          expect(got).toBeLessThanOrEqual(n / d);
          expect(got).toBeGreaterThanOrEqual(n / d - 1n);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never gives more than there is, and leaves less in pools than one unit for each who is due', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const w = play(history);
        const entitled = everyHolding.reduce(
          (sum, [role, who]) => sum + w.entitlement(w.asset(1), role, account(who)),
          0n,
        );
        const left = w.total(w.asset(1)) - entitled;
        expect(left).toBeGreaterThanOrEqual(0n);
        expect(left).toBeLessThanOrEqual(BigInt(everyHolding.length));
        expect(checkEquations(w.money())).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('changes no entitlement by more than its own floor, wherever totals are closed', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const plain = play(history);
        // Setting somebody's shares of a role without a rate closes the totals and changes nothing else.
        const often = play(history, (w) => w.shares(w.asset(1), 'OPTIMIZER', account(9), 1n));
        for (const [role, who] of everyHolding) {
          const a = plain.due(plain.asset(1), role, account(who));
          const b = often.due(often.asset(1), role, account(who));
          const difference = a > b ? a - b : b - a;
          expect(difference >> (SCALE_BITS - 8n)).toBe(0n);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order in which shares change between two usages', () => {
    const changes = fc.uniqueArray(fc.record({ role: fc.constantFrom(...POOLS), who: people, shares: counts }), {
      minLength: 2,
      maxLength: 6,
      selector: ({ role, who }) => `${role}|${who}`,
    });
    fc.assert(
      fc.property(histories, changes, amounts, (history, together, use) => {
        const after: Step = { use, executor: null };
        const a = play([...history, ...together, after]);
        const b = play([...history, ...[...together].reverse(), after]);
        for (const [role, who] of everyHolding) {
          expect(a.due(a.asset(1), role, account(who))).toBe(b.due(b.asset(1), role, account(who)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of usages while the rules stay', () => {
    const usages = fc.array(fc.record({ use: amounts, executor: fc.option(people) }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(histories, usages, (history, together) => {
        const a = play([...history, ...together]);
        const b = play([...history, ...[...together].reverse()]);
        const rows = (w: World) => [...w.ledger.totals.rows.values()].map(({ total1, total2 }) => [total1, total2]);
        expect(rows(a)).toEqual(rows(b));
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, Step[], Role, number, bigint]>([
    [
      'one share against 2^96 - 1 gets nothing of one unit',
      [
        { split: { ANNOTATOR: 1_000_000 } },
        { role: 'ANNOTATOR', who: 2, shares: 1n },
        { role: 'ANNOTATOR', who: 3, shares: MAX_SHARES },
        { use: 1n, executor: null },
      ],
      'ANNOTATOR',
      2,
      0n,
    ],
    [
      'one share against 2^96 - 1 gets its unit of 2^96',
      [
        { split: { ANNOTATOR: 1_000_000 } },
        { role: 'ANNOTATOR', who: 2, shares: 1n },
        { role: 'ANNOTATOR', who: 3, shares: MAX_SHARES },
        { use: 1n << 96n, executor: null },
      ],
      'ANNOTATOR',
      2,
      1n,
    ],
    [
      'a role without shares leaves its part to the owner',
      [{ split: { ANNOTATOR: 1_000_000 } }, { use: 7n, executor: null }],
      'OWNER',
      1,
      7n,
    ],
    [
      'a split of one whole leaves the owner nothing',
      [
        { split: { ANNOTATOR: 600_000, VALIDATOR: 400_000 } },
        { role: 'ANNOTATOR', who: 2, shares: 3n },
        { role: 'VALIDATOR', who: 3, shares: 1n },
        { use: 1000n, executor: null },
      ],
      'OWNER',
      1,
      0n,
    ],
    [
      'a split above one whole is refused and the last valid one stays',
      [
        { split: { ANNOTATOR: 500_000 } },
        { role: 'ANNOTATOR', who: 2, shares: 1n },
        { split: { ANNOTATOR: 600_000, VALIDATOR: 400_001 } },
        { use: 1000n, executor: null },
      ],
      'ANNOTATOR',
      2,
      500n,
    ],
    [
      'shares that are given back keep what they earned',
      [
        { split: { ANNOTATOR: 500_000 } },
        { role: 'ANNOTATOR', who: 2, shares: 1n },
        { use: 1000n, executor: null },
        { role: 'ANNOTATOR', who: 2, shares: 0n },
        { use: 1000n, executor: null },
      ],
      'ANNOTATOR',
      2,
      500n,
    ],
    [
      'a former owner keeps what the asset earned while it was theirs',
      [
        { use: 10n, executor: null },
        { owner: 2 },
        { use: 5n, executor: null },
        { owner: 1 },
        { use: 1n, executor: null },
      ],
      'OWNER',
      1,
      11n,
    ],
    [
      'handing an asset to oneself changes nothing',
      [{ use: 10n, executor: null }, { owner: 1 }, { use: 5n, executor: null }],
      'OWNER',
      1,
      15n,
    ],
  ])('%s', (_name, history, role, who, expected) => {
    const w = play(history);
    expect(w.entitlement(w.asset(1), role, account(who))).toBe(expected);
  });
});
