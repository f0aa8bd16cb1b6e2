import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { account, METER, TOKEN, TREASURY, VAULT, World } from '../../../test/support/world.js';
import type { Hex } from '../ids.js';
import { checkEquations } from './equations.js';

const [OWNER, BOB, GPU] = [account(1), account(2), account(3)];
const RECEIPT = `0x${'ab'.repeat(32)}` as Hex;
const OTHER = `0x${'cd'.repeat(32)}` as Hex;

function world(feePpm = 100_000): World {
  const w = new World();
  w.fee(feePpm);
  w.register(w.asset(1), OWNER);
  return w;
}

const hold = (w: World, amount: bigint, more = {}): void =>
  w.use(w.asset(1), amount, { held: true, receiptId: RECEIPT, ...more });
const release = (w: World, receiptId = RECEIPT): void => w.apply('UsageReleased', { receiptId, reason: 'done' }, METER);
const reverse = (w: World, receiptId = RECEIPT): void => w.apply('UsageReversed', { receiptId, reason: 'bad' }, METER);
const heldRow = (w: World) => w.ledger.heldUsages.get({ usageContract: METER, receiptId: RECEIPT });

describe('a held usage', () => {
  it('waits in suspense, counts for nothing, and is nobody else’s to give away', () => {
    const w = world();
    hold(w, 1_000n);
    expect(w.balances()).toEqual({ consumer: -1_000n, suspense: 1_000n });
    expect(w.ledger.revenue.rows.size).toBe(0);
    expect(w.ledger.usages.rows.map(({ status, fee }) => [status, fee])).toEqual([['HELD', 0n]]);
    w.apply('AssetStatusChanged', {
      asset: w.asset(1),
      status: 'DISPUTED',
      disputeId: '1',
      outcome: null,
      beneficiary: null,
    });
    w.apply('AssetStatusChanged', {
      asset: w.asset(1),
      status: 'ACTIVE',
      disputeId: '1',
      outcome: 'UPHELD',
      beneficiary: BOB,
    });
    expect(w.balances()).toEqual({ consumer: -1_000n, suspense: 1_000n });
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('that is released is divided by the fee, links, owner and treasury in force then, in the interval of then', () => {
    const w = world();
    hold(w, 1_000n, { executor: GPU });
    w.register(w.asset(2), BOB);
    w.link(w.asset(1), w.asset(2), 500_000);
    w.split(w.asset(1), { COMPUTE_PROVIDER: 200_000 });
    w.transfer(w.asset(1), OWNER, BOB);
    w.fee(200_000);
    w.time_s += 6_000;
    release(w);
    expect(w.balances()).toEqual({ consumer: -1_000n, suspense: 0n, treasury: 200n, asset: 720n, executor: 80n });
    expect(w.entitlement(w.asset(1), 'OWNER', BOB)).toBe(320n);
    expect(w.entitlement(w.asset(1), 'OWNER', OWNER)).toBe(0n);
    expect(w.total(w.asset(2))).toBe(400n);
    const [revenue] = [...w.ledger.revenue.rows.values()];
    expect(revenue).toMatchObject({ usages: 1n, gross: 1_000n, fee: 200n, mark_s: 1_700_006_400 });
    expect(heldRow(w)).toMatchObject({ state: 'RELEASED', fee: 200n, reason: 'done', decidedTime_s: w.time_s });
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('stays in the vault that took it in, whatever vault its contract names later', () => {
    const w = world(0);
    hold(w, 1_000n);
    w.apply('FeeSet', { usageContract: METER, feePpm: 0, treasury: TREASURY, vault: account(0x998) }, METER);
    release(w);
    expect(w.ledger.totals.get({ assetId: w.asset(1), vault: VAULT, token: TOKEN })?.total1).toBe(1_000n);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('that is reversed goes back to the consumer whole, and was never revenue', () => {
    const w = world();
    hold(w, 1_000n);
    reverse(w);
    expect(w.balances()).toEqual({ consumer: 0n, suspense: 0n });
    expect(w.ledger.revenue.rows.size).toBe(0);
    expect(heldRow(w)).toMatchObject({ state: 'REVERSED', reason: 'bad' });
  });

  it('of an asset homed elsewhere goes to transit in the interval of its release', () => {
    const w = world(0);
    const abroad = w.asset(9, 10);
    w.use(abroad, 500n, { held: true, receiptId: RECEIPT, executor: GPU });
    expect(w.ledger.transit.rows.size).toBe(0);
    w.time_s += 6_000;
    release(w);
    const rows = [...w.ledger.transit.rows.values()];
    expect(rows).toMatchObject([{ assetId: abroad, executor: GPU, amount: 500n, mark_s: 1_700_006_400 }]);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('that is released while a dispute is open waits on for its decision', () => {
    const w = world(0);
    hold(w, 500n);
    w.apply('AssetStatusChanged', {
      asset: w.asset(1),
      status: 'DISPUTED',
      disputeId: '1',
      outcome: null,
      beneficiary: null,
    });
    release(w);
    expect(w.balances()).toEqual({ consumer: -500n, suspense: 500n, asset: 0n });
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('without money of ours only changes its state', () => {
    const w = world();
    hold(w, 500n, { settlement: 'DIRECT' });
    release(w);
    expect(w.balances()).toEqual({});
    expect([...w.ledger.revenue.rows.values()]).toMatchObject([{ settlement: 'DIRECT', gross: 500n, fee: 0n }]);
  });

  it.each<[string, (w: World) => void, string[]]>([
    ['a release of what is not held moves nothing', (w) => release(w, OTHER), ['HELD_UNKNOWN']],
    ['a reversal of what is not held moves nothing', (w) => reverse(w, OTHER), ['HELD_UNKNOWN']],
    ['a second release moves nothing', (w) => [release(w), release(w)], ['HELD_DECIDED']],
    ['a reversal after the release takes nothing back', (w) => [release(w), reverse(w)], ['HELD_DECIDED']],
    ['a release after the reversal gives nothing', (w) => [reverse(w), release(w)], ['HELD_DECIDED']],
    ['the same receipt is not held again', (w) => hold(w, 77n), ['RECEIPT_HELD_TWICE']],
    ['nor after it was decided', (w) => [reverse(w), hold(w, 77n)], ['RECEIPT_HELD_TWICE']],
    [
      'another contract cannot decide it',
      (w) => w.apply('UsageReleased', { receiptId: RECEIPT, reason: '' }, account(0x999)),
      ['HELD_UNKNOWN'],
    ],
  ])('%s', (_name, operation, reasons) => {
    const w = world(0);
    hold(w, 1_000n);
    operation(w);
    expect(w.reasons()).toEqual(reasons);
    expect(w.balances()['consumer']).toBe(heldRow(w)?.state === 'REVERSED' ? 0n : -1_000n);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('gives everybody what a plain usage at the place of its release would have given', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 900_000 })), { maxLength: 6 });
    fc.assert(
      fc.property(steps, steps, fc.bigInt({ min: 1n, max: 10n ** 12n }), (before, after, amount) => {
        const [heldWorld, plain] = [world(), world()];
        hold(heldWorld, amount);
        for (const w of [heldWorld, plain]) for (const step of before) change(w, ...step);
        release(heldWorld);
        plain.use(plain.asset(1), amount);
        for (const w of [heldWorld, plain]) for (const step of after) change(w, ...step);
        const dues = (w: World) =>
          [OWNER, BOB].map((who) => [w.due(w.asset(1), 'OWNER', who), w.due(w.asset(1), 'ANNOTATOR', who)]);
        expect(dues(heldWorld)).toEqual(dues(plain));
        expect(heldWorld.total(heldWorld.asset(2))).toBe(plain.total(plain.asset(2)));
        expect([...heldWorld.ledger.revenue.rows.values()]).toEqual([...plain.ledger.revenue.rows.values()]);
      }),
      { numRuns: 100 },
    );
  });
});

/** Something that changes the rules of asset 1. */
function change(w: World, what: number, ppm: number): void {
  if (what === 0) w.split(w.asset(1), { ANNOTATOR: ppm });
  else if (what === 1) w.shares(w.asset(1), 'ANNOTATOR', BOB, BigInt(ppm));
  else if (what === 2) w.link(w.asset(1), w.asset(2), ppm);
  else w.fee(ppm);
}
