import { describe, expect, it } from '@jest/globals';
import { account, METER, TOKEN, VAULT, World } from '../../../test/support/world.js';
import { checkEquations } from './equations.js';

const OWNER = account(1);
const ANN = account(2);
const BOB = account(3);
const GPU = account(4);

function world(feePpm = 25_000): World {
  const w = new World();
  w.fee(feePpm);
  return w;
}

describe('a usage', () => {
  it('takes the fee and gives the rest to the owner where nothing else is said', () => {
    const w = world();
    w.register(w.asset(1), OWNER);
    w.use(w.asset(1), 1_000_000n);
    expect(w.entitlement(w.asset(1), 'OWNER', OWNER)).toBe(975_000n);
    expect(w.balances()).toEqual({ consumer: -1_000_000n, treasury: 25_000n, asset: 975_000n });
  });

  it('pays royalties upward, each of what came in', () => {
    const w = world(0);
    for (const n of [1, 2, 3]) w.register(w.asset(n), account(10 + n));
    w.link(w.asset(2), w.asset(1), 100_000);
    w.link(w.asset(3), w.asset(2), 200_000);
    w.use(w.asset(3), 1_000_003n);
    expect([3, 2, 1].map((n) => w.total(w.asset(n)))).toEqual([800_003n, 180_000n, 20_000n]);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('is divided among roles and owner, and roles without shares leave their part to the owner', () => {
    const w = world(0);
    const asset = w.asset(1);
    w.register(asset, OWNER);
    w.split(asset, { ANNOTATOR: 300_000, VALIDATOR: 100_000 });
    w.shares(asset, 'ANNOTATOR', ANN, 1n);
    w.shares(asset, 'ANNOTATOR', BOB, 2n);
    w.use(asset, 1000n);
    expect(w.entitlement(asset, 'ANNOTATOR', ANN)).toBe(100n);
    expect(w.entitlement(asset, 'ANNOTATOR', BOB)).toBe(200n);
    expect(w.entitlement(asset, 'OWNER', OWNER)).toBe(700n);
  });

  it('pays its executor at once and divides the rest without compute providers', () => {
    const w = world(0);
    const asset = w.asset(1);
    w.register(asset, OWNER);
    w.split(asset, { ANNOTATOR: 400_000, COMPUTE_PROVIDER: 200_000 });
    w.shares(asset, 'ANNOTATOR', ANN, 5n);
    w.shares(asset, 'COMPUTE_PROVIDER', BOB, 5n);
    w.use(asset, 1000n, { executor: GPU });
    expect(w.executor(GPU)).toBe(200n);
    expect(w.entitlement(asset, 'ANNOTATOR', ANN)).toBe(400n);
    expect(w.entitlement(asset, 'COMPUTE_PROVIDER', BOB)).toBe(0n);
    expect(w.entitlement(asset, 'OWNER', OWNER)).toBe(400n);
    w.use(asset, 1000n);
    expect(w.entitlement(asset, 'COMPUTE_PROVIDER', BOB)).toBe(200n);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('gives the owner all where compute providers have the whole split', () => {
    const w = world(0);
    const asset = w.asset(1);
    w.register(asset, OWNER);
    w.split(asset, { COMPUTE_PROVIDER: 1_000_000 });
    w.use(asset, 999n, { executor: GPU });
    expect(w.executor(GPU)).toBe(999n);
    expect(w.total(asset)).toBe(0n);
  });

  it('of an asset homed elsewhere goes to its transit, apart for its executor', () => {
    const w = world(100_000);
    const far = w.asset(9, 10);
    w.use(far, 1000n, { executor: GPU });
    w.use(far, 500n);
    expect([...w.ledger.transit.rows.values()].map(({ executor, amount }) => [executor, amount])).toEqual([
      [GPU, 900n],
      [null, 450n],
    ]);
    expect(w.balances()).toEqual({ consumer: -1500n, treasury: 150n, transit: 1350n });
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('sends royalties of parents homed elsewhere to their transit', () => {
    const w = world(0);
    w.register(w.asset(1), OWNER);
    w.link(w.asset(1), w.asset(9, 10), 100_000);
    w.link(w.asset(1), w.asset(8, 10), 50_000, 'ABSOLUTE');
    w.use(w.asset(1), 1000n);
    expect(w.balances()).toEqual({ consumer: -1000n, asset: 850n, transit: 150n });
  });

  it('of a contract that never set a fee takes none and is kept in a vault of its own', () => {
    const w = new World();
    w.register(w.asset(1), OWNER);
    w.use(w.asset(1), 100n);
    expect(w.reasons()).toEqual(['FEE_UNKNOWN']);
    expect(w.ledger.totals.get({ assetId: w.asset(1), vault: METER, token: TOKEN })?.total1).toBe(100n);
  });

  it('of nothing is recorded and moves nothing', () => {
    const w = world();
    w.register(w.asset(1), OWNER);
    w.use(w.asset(1), 0n);
    expect(w.ledger.usages.rows).toHaveLength(1);
    expect(w.ledger.postings.rows.size).toBe(0);
    expect([...w.ledger.revenue.rows.values()][0]).toMatchObject({ usages: 1n, gross: 0n, vault: VAULT });
  });

  it('that the protocol pays itself, or nobody, is revenue without a waterfall: all of it its own where nobody is paid', () => {
    const w = world();
    w.register(w.asset(1), OWNER);
    w.use(w.asset(1), 100n, { settlement: 'DIRECT' });
    w.use(w.asset(1), 100n, { settlement: 'NONE' });
    expect(w.ledger.usages.rows.map(({ settlement, fee }) => [settlement, fee])).toEqual([
      ['DIRECT', 0n],
      ['NONE', 100n],
    ]);
    const revenue = [...w.ledger.revenue.rows.values()].map(({ settlement, gross, fee }) => [settlement, gross, fee]);
    expect(revenue).toEqual([
      ['DIRECT', 100n, 0n],
      ['NONE', 100n, 100n],
    ]);
    expect(w.balances()).toEqual({});
  });

  it('survives the greatest amount there is', () => {
    const w = world(999_999);
    const most = (1n << 256n) - 1n;
    w.register(w.asset(1), OWNER);
    w.use(w.asset(1), most);
    w.use(w.asset(1), most);
    const fee = (most * 999_999n) / 1_000_000n;
    expect(w.entitlement(w.asset(1), 'OWNER', OWNER)).toBe(2n * (most - fee));
  });
});
