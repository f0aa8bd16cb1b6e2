import { describe, expect, it } from '@jest/globals';
import { account, World } from '../../../test/support/world.js';
import { RUN_LIMIT } from '../waterfall/plan.js';
import { checkEquations } from './equations.js';

const OWNER = account(1);
const UINT256_MAX = (1n << 256n) - 1n;

function world(assets: number): World {
  const w = new World();
  w.fee(0);
  for (let n = 1; n <= assets; n++) w.register(w.asset(n), OWNER);
  return w;
}

/** Anomalies with what they say of where they come from. */
const told = ({ ledger }: World) =>
  ledger.anomalies.rows.map(({ reason, assetId, position }) => [reason, assetId, position]);
const positionOf = (w: World, event: number): string => w.events.at(event)!.at.position;

describe('what a usage asks that cannot be', () => {
  it('is cut where royalties ask for more than came in: older links are paid first', () => {
    const w = world(3);
    w.link(w.asset(3), w.asset(1), 700_000);
    w.link(w.asset(3), w.asset(2), 400_000);
    w.use(w.asset(3), 1_000n);
    expect([1, 2, 3].map((n) => w.total(w.asset(n)))).toEqual([700n, 300n, 0n]);
    expect(told(w)).toEqual([['ROYALTY_CUT', w.asset(3), positionOf(w, -1)]]);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('is left out where more ancestors are to be paid than a run covers', () => {
    const w = world(RUN_LIMIT + 1);
    for (let n = 1; n <= RUN_LIMIT; n++) w.link(w.asset(n), w.asset(n + 1), 1_000_000);
    w.use(w.asset(1), 5n);
    expect(w.total(w.asset(RUN_LIMIT))).toBe(5n);
    expect(w.total(w.asset(RUN_LIMIT + 1))).toBe(0n);
    expect(told(w)).toEqual([['LINEAGE_TOO_LARGE', w.asset(RUN_LIMIT), positionOf(w, -1)]]);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('is counted all the same, and said once, where a sum is more than a token can have', () => {
    const w = world(1);
    w.use(w.asset(1), UINT256_MAX);
    expect(told(w)).toEqual([]);
    for (const amount of [1n, UINT256_MAX]) w.use(w.asset(1), amount);
    expect(w.total(w.asset(1))).toBe(2n * UINT256_MAX + 1n);
    expect(told(w)).toEqual([['SUM_ABOVE_UINT256', w.asset(1), positionOf(w, -2)]]);
    expect(checkEquations(w.money())).toEqual([]);
  });
});
