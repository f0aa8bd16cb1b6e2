import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { account, METER, TOKEN, World } from '../../../test/support/world.js';
import type { Address, Hex } from '../ids.js';
import { PriceList } from '../value/price-list.js';
import { parsePrice, valueE18 } from '../value/usd.js';

const RECEIPT = `0x${'ab'.repeat(32)}` as Hex;
const USD = 10n ** 18n;

function world(feePpm = 0, prices?: PriceList): World {
  const w = new World(8453, 600, prices);
  w.fee(feePpm);
  w.register(w.asset(1), account(1));
  return w;
}

const post = (w: World, priceUsd: string, token: Address = TOKEN): void =>
  w.apply('PricePosted', { token, priceUsd, decimals: 8, source: 'feed' });
const describeToken = (w: World, decimals = 6): void =>
  w.apply('TokenDescribed', { token: TOKEN, symbol: 'T', decimals });
const values = (w: World): unknown[] => w.ledger.usages.rows.map(({ usdE18, noUsd }) => noUsd ?? usdE18);
const revenue = (w: World) => [...w.ledger.revenue.rows.values()];

function listed(prices: { usd: string; decimals?: number; from_s?: number }[]): PriceList {
  return new PriceList(
    prices.map(({ usd, decimals = null, from_s = 0 }) => {
      return { token: TOKEN, priceUsdE36: parsePrice(usd)!, decimals, symbol: null, from_s };
    }),
  );
}

describe('the value of a usage', () => {
  it('is that of the price in force at its position', () => {
    const w = world();
    describeToken(w);
    w.use(w.asset(1), 1_000_000n);
    post(w, '1.25');
    w.use(w.asset(1), 2_000_000n);
    post(w, '0.5');
    w.use(w.asset(1), 2_000_000n);
    expect(values(w)).toEqual(['NO_PRICE', (5n * USD) / 2n, USD]);
  });

  it('is unknown without decimals, and nothing is worth nothing', () => {
    const w = world();
    post(w, '1');
    w.use(w.asset(1), 1_000_000n);
    w.use(w.asset(1), 0n);
    describeToken(w);
    w.use(w.asset(1), 1_000_000n);
    expect(values(w)).toEqual(['NO_DECIMALS', 0n, USD]);
  });

  it('is summed with the part that has none beside it, and so is the fee’s', () => {
    const w = world(100_000);
    describeToken(w);
    w.use(w.asset(1), 10_000_000n);
    post(w, '2');
    w.use(w.asset(1), 1_000_000n);
    w.use(w.asset(1), 1_000_000n, { consumer: account(1) });
    expect(revenue(w)).toMatchObject([
      {
        gross: 12_000_000n,
        usdE18: 4n * USD,
        feeUsdE18: (4n * USD) / 10n,
        circularUsdE18: 2n * USD,
        unpricedGross: 10_000_000n,
        unpricedFee: 1_000_000n,
      },
    ]);
  });

  it('is floored per usage, not per interval', () => {
    const w = world();
    describeToken(w, 18);
    post(w, '0.6');
    for (let usage = 0; usage < 5; usage++) w.use(w.asset(1), 1n);
    expect(revenue(w)).toMatchObject([{ gross: 5n, usdE18: 0n, unpricedGross: 0n }]);
  });

  it('of a held usage is fixed where it is released', () => {
    const w = world();
    describeToken(w);
    post(w, '1');
    w.use(w.asset(1), 1_000_000n, { held: true, receiptId: RECEIPT });
    expect(values(w)).toEqual([null]);
    post(w, '3');
    w.apply('UsageReleased', { receiptId: RECEIPT, reason: 'done' }, METER);
    expect(w.ledger.heldUsages.get({ usageContract: METER, receiptId: RECEIPT })).toMatchObject({
      usdE18: 3n * USD,
      noUsd: null,
    });
    expect(revenue(w)).toMatchObject([{ usdE18: 3n * USD }]);
  });

  it.each(['0', '-1', 'much', '1e9', ''])('is not moved by a price that is none: "%s"', (priceUsd) => {
    const w = world();
    describeToken(w);
    post(w, '1');
    post(w, priceUsd);
    w.use(w.asset(1), 1_000_000n);
    expect(values(w)).toEqual([USD]);
    expect(w.reasons()).toEqual(['PRICE_INVALID']);
  });
});

describe('a listed price', () => {
  it('counts from its time on, until a price is posted', () => {
    const w = world(
      0,
      listed([
        { usd: '1', decimals: 6, from_s: 1_700_000_100 },
        { usd: '2', from_s: 1_700_000_200 },
      ]),
    );
    w.use(w.asset(1), 1_000_000n);
    w.time_s = 1_700_000_100;
    w.use(w.asset(1), 1_000_000n);
    w.time_s = 1_700_000_200;
    w.use(w.asset(1), 1_000_000n);
    describeToken(w);
    w.use(w.asset(1), 1_000_000n);
    post(w, '5');
    w.use(w.asset(1), 1_000_000n);
    expect(values(w)).toEqual(['NO_PRICE', USD, 'NO_DECIMALS', 2n * USD, 5n * USD]);
  });

  it('gives way to the decimals that the chain has told', () => {
    const w = world(0, listed([{ usd: '1', decimals: 18 }]));
    describeToken(w);
    w.use(w.asset(1), 1_000_000n);
    expect(values(w)).toEqual([USD]);
  });

  it('is read from what was recorded as it was', () => {
    const list = listed([
      { usd: '2', from_s: 5 },
      { usd: '1.5', decimals: 6 },
    ]);
    const recorded = JSON.parse(JSON.stringify(list.record()));
    expect(PriceList.of(recorded).record()).toEqual(list.record());
    expect(recorded.map(({ from_s }: { from_s: number }) => from_s)).toEqual([0, 5]);
  });
});

it('every usage has the value of the last price before it, and the sums are the sums of usages', () => {
  const step = fc.oneof(
    fc.record({ price: fc.bigInt(1n, 10n ** 40n) }),
    fc.record({ amount: fc.bigInt(0n, 10n ** 30n), own: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, decimals) => {
      const w = world(30_000);
      describeToken(w, decimals);
      let price: bigint | undefined;
      const expected: (bigint | null)[] = [];
      for (const each of steps) {
        if ('price' in each) {
          price = each.price;
          post(w, `${price / 10n ** 36n}.${String(price % 10n ** 36n).padStart(36, '0')}`);
        } else {
          w.use(w.asset(1), each.amount, each.own ? { consumer: account(1) } : {});
          expected.push(each.amount === 0n ? 0n : price === undefined ? null : valueE18(each.amount, price, decimals));
        }
      }
      const { rows } = w.ledger.usages;
      expect(rows.map(({ usdE18 }) => usdE18)).toEqual(expected);
      const sum = (of: (row: (typeof rows)[number]) => bigint) => rows.reduce((total, row) => total + of(row), 0n);
      const [row] = revenue(w);
      expect(row?.usdE18 ?? 0n).toBe(sum(({ usdE18 }) => usdE18 ?? 0n));
      expect(row?.circularUsdE18 ?? 0n).toBe(sum(({ usdE18, circular }) => (circular ? (usdE18 ?? 0n) : 0n)));
      expect(row?.unpricedGross ?? 0n).toBe(sum(({ noUsd, amount }) => (noUsd === null ? 0n : amount)));
      expect(row?.unpricedFee ?? 0n).toBe(sum(({ noUsd, fee }) => (noUsd === null ? 0n : fee)));
    }),
  );
});
