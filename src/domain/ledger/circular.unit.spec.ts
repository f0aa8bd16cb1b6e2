import { describe, expect, it } from '@jest/globals';
import { account, METER, World } from '../../../test/support/world.js';
import { ZERO_HASH } from '../ids.js';

const [OWNER, ANN, GPU, PARENT] = [account(1), account(2), account(3), account(4)];

/** Asset 2 with annotators, made from asset 1. */
function world(): World {
  const w = new World();
  w.fee(0);
  w.register(w.asset(1), PARENT);
  w.register(w.asset(2), OWNER);
  w.link(w.asset(2), w.asset(1), 100_000);
  w.split(w.asset(2), { ANNOTATOR: 100_000, COMPUTE_PROVIDER: 100_000 });
  w.shares(w.asset(2), 'ANNOTATOR', ANN, 3n);
  return w;
}

const isCircular = (w: World): boolean => w.ledger.usages.rows.at(-1)!.circular;

describe('a usage is circular', () => {
  it.each<[string, boolean, (w: World) => void]>([
    ['not where the payer is a stranger', false, (w) => w.use(w.asset(2), 100n)],
    ['where the owner pays', true, (w) => w.use(w.asset(2), 100n, { consumer: OWNER })],
    ['where a holder of shares pays', true, (w) => w.use(w.asset(2), 100n, { consumer: ANN })],
    ['where the owner of a parent pays', true, (w) => w.use(w.asset(2), 100n, { consumer: PARENT })],
    ['where the executor pays', true, (w) => w.use(w.asset(2), 100n, { consumer: GPU, executor: GPU })],
    [
      'not where an executor pays who gets nothing',
      false,
      (w) => w.use(w.asset(1), 100n, { consumer: GPU, executor: GPU }),
    ],
    [
      'not after the shares are gone',
      false,
      (w) => {
        w.shares(w.asset(2), 'ANNOTATOR', ANN, 0n);
        w.use(w.asset(2), 100n, { consumer: ANN });
      },
    ],
    [
      'not where the role has no part',
      false,
      (w) => {
        w.split(w.asset(2), {});
        w.use(w.asset(2), 100n, { consumer: ANN });
      },
    ],
    [
      'not where an executor has had what the payer’s pool would get',
      false,
      (w) => {
        w.shares(w.asset(2), 'COMPUTE_PROVIDER', account(9), 1n);
        w.use(w.asset(2), 100n, { consumer: account(9), executor: GPU });
      },
    ],
    ['not where nothing is paid', false, (w) => w.use(w.asset(2), 0n, { consumer: OWNER })],
    [
      'where another protocol pays the owner',
      true,
      (w) => w.use(w.asset(2), 100n, { consumer: OWNER, settlement: 'DIRECT' }),
    ],
    ['not where nobody is paid', false, (w) => w.use(w.asset(2), 100n, { consumer: OWNER, settlement: 'NONE' })],
  ])('%s', (_name, expected, use) => {
    const w = world();
    use(w);
    expect(isCircular(w)).toBe(expected);
    const [row] = [...w.ledger.revenue.rows.values()];
    const { amount, fee } = w.ledger.usages.rows[0]!;
    const circular = [row!.circularUsages, row!.circularGross, row!.circularFee];
    expect(circular).toEqual(expected ? [1n, amount, fee] : [0n, 0n, 0n]);
  });

  it('by the rules at its release where it was held', () => {
    const w = world();
    w.use(w.asset(2), 100n, { consumer: account(9), held: true, receiptId: ZERO_HASH });
    w.shares(w.asset(2), 'ANNOTATOR', account(9), 1n);
    w.apply('UsageReleased', { receiptId: ZERO_HASH, reason: '' }, METER);
    expect([...w.ledger.heldUsages.rows.values()]).toMatchObject([{ circular: true }]);
    expect([...w.ledger.revenue.rows.values()]).toMatchObject([{ circularGross: 100n }]);
  });
});
