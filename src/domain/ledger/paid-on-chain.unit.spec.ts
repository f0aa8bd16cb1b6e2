import { describe, expect, it } from '@jest/globals';
import { account, TOKEN, VAULT, World } from '../../../test/support/world.js';
import type { CanonicalPayloads } from '../events/canonical.js';
import { ZERO_HASH, type Hex } from '../ids.js';
import { checkEquations } from './equations.js';

const [ALICE, BOB, SPONSOR, REVIEWER] = [account(1), account(2), account(5), account(6)];
const TASKS = account(0x7a5c5);
const CONTENT = `0x${'11'.repeat(32)}` as Hex;

function world(): World {
  const w = new World();
  w.fee(0);
  w.register(w.asset(1), ALICE);
  return w;
}

describe('money that another protocol pays its people', () => {
  it('is accrued and paid at once, by asset, role and token, and owed by nobody', () => {
    const w = world();
    const payment = { asset: w.asset(1), beneficiary: BOB, role: 'ANNOTATOR' as const, token: TOKEN };
    w.apply('RevenuePaid', { ...payment, amount: 30n }, account(0xd1));
    w.apply('RevenuePaid', { ...payment, amount: 12n }, account(0xd1));
    expect([...w.ledger.direct.rows.values()]).toMatchObject([{ beneficiary: BOB, role: 'ANNOTATOR', amount: 42n }]);
    expect(w.balances()).toEqual({ vault: -42n, contributor: 42n });
    expect(w.ledger.totals.rows.size).toBe(0);
    expect(checkEquations(w.money())).toEqual([]);
  });
});

describe('a task', () => {
  const open = (w: World, budget = 100n): void => {
    const tokens = [{ token: TOKEN, budget, baseReward: 5n, bonusReward: 1n }];
    w.apply('TaskOpened', { task: '7', asset: w.asset(1), sponsor: SPONSOR, role: 'ANNOTATOR', tokens }, TASKS);
  };
  const submit = (w: World, units = 10n): void => {
    const work = { contributor: BOB, contentHash: CONTENT, units, source: 'HUMAN' as const, tags: ['cat'] };
    w.apply('ContributionSubmitted', { task: '7', ...work }, TASKS);
  };
  const review = (w: World, acceptedUnits: bigint, scorePpm = 900_000): void => {
    const work = { contributor: BOB, contentHash: CONTENT, reviewer: REVIEWER, acceptedUnits, scorePpm };
    w.apply('ContributionReviewed', { task: '7', ...work }, TASKS);
  };
  const pay = (w: World, amount: bigint, more: Partial<CanonicalPayloads['RewardPaid']> = {}): void =>
    w.apply('RewardPaid', { task: '7', contributor: BOB, token: TOKEN, amount, part: 'BASE', ...more }, TASKS);
  const task = (w: World) => w.ledger.tasks.get({ taskContract: TASKS, task: '7' });

  it('counts what is submitted and accepted, and what it pays from its sponsor', () => {
    const w = world();
    open(w);
    submit(w);
    review(w, 6n);
    review(w, 8n);
    pay(w, 40n);
    pay(w, 8n, { part: 'BONUS' });
    w.apply('TaskClosed', { task: '7' }, TASKS);
    expect(task(w)).toMatchObject({ submissions: 1n, submittedUnits: 10n, acceptedUnits: 8n, closedTime_s: w.time_s });
    const [offer] = [...w.ledger.taskTokens.rows.values()];
    expect(offer).toMatchObject({ budget: 100n, paidBase: 40n, paidBonus: 8n });
    expect([...w.ledger.contributions.rows.values()]).toMatchObject([
      { reviews: 2, acceptedUnits: 8n, reviewer: REVIEWER },
    ]);
    expect(w.balances()).toEqual({ sponsor: -48n, contributor: 48n });
    expect([...w.ledger.rewards.rows.values()].map(({ role, part, amount }) => [role, part, amount])).toEqual([
      ['ANNOTATOR', 'BASE', 40n],
      ['ANNOTATOR', 'BONUS', 8n],
    ]);
    expect(w.reasons()).toEqual([]);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it.each<[string, (w: World) => void, string[]]>([
    ['opens once', (w) => open(w, 5n), ['TASK_OPENED_TWICE']],
    ['of another contract is another task', (w) => w.apply('TaskClosed', { task: '7' }, BOB), ['TASK_UNKNOWN']],
    ['takes the same content once', (w) => [submit(w), submit(w)], ['SUBMITTED_TWICE']],
    ['has no review of what was not submitted', (w) => review(w, 1n), ['CONTRIBUTION_UNKNOWN']],
    ['accepts no more than was submitted', (w) => [submit(w), review(w, 11n)], ['REVIEW_ABOVE_ALL']],
    ['scores no more than one whole', (w) => [submit(w), review(w, 1n, 1_000_001)], ['REVIEW_ABOVE_ALL']],
    ['pays its whole budget', (w) => pay(w, 100n), []],
    ['that pays more says so', (w) => pay(w, 101n), ['REWARD_ABOVE_BUDGET']],
    ['that pays in a token it does not offer says so', (w) => pay(w, 1n, { token: BOB }), ['REWARD_ABOVE_BUDGET']],
    [
      'closes once',
      (w) => [w.apply('TaskClosed', { task: '7' }, TASKS), w.apply('TaskClosed', { task: '7' }, TASKS)],
      ['TASK_CLOSED'],
    ],
    [
      'that is closed still keeps what comes',
      (w) => [w.apply('TaskClosed', { task: '7' }, TASKS), submit(w)],
      ['TASK_CLOSED'],
    ],
  ])('%s', (_name, operation, reasons) => {
    const w = world();
    open(w);
    operation(w);
    expect(w.reasons()).toEqual(reasons);
    const { submittedUnits, acceptedUnits } = task(w)!;
    expect(acceptedUnits <= submittedUnits).toBe(true);
    expect(checkEquations(w.money())).toEqual([]);
  });
});

describe('a payout root', () => {
  const publish = (
    w: World,
    epoch: number,
    delay_s: number,
    more: Partial<CanonicalPayloads['PayoutRootPublished']> = {},
  ) =>
    w.apply('PayoutRootPublished', {
      vault: VAULT,
      epoch,
      root: ZERO_HASH,
      mark_s: w.time_s - 60,
      remoteMark_s: 0,
      configurationDigest: ZERO_HASH,
      activeFrom_s: w.time_s + delay_s,
      ...more,
    });
  const claim = (w: World): void =>
    w.apply('Claimed', { vault: VAULT, contributor: BOB, token: TOKEN, amount: 10n }, VAULT);

  it('can be replaced until it is active', () => {
    const w = world();
    publish(w, 1, 100);
    w.time_s += 99;
    publish(w, 2, 100);
    expect([...w.ledger.payoutRoots.rows.values()].map(({ replacedTime_s }) => replacedTime_s)).toEqual([
      w.time_s,
      null,
    ]);
    w.time_s += 100;
    publish(w, 2, 100);
    expect(w.reasons()).toEqual(['EPOCH_ACTIVE']);
    expect(w.ledger.payoutRoots.rows.size).toBe(2);
  });

  it.each<[string, (w: World) => void, string[]]>([
    ['of a later epoch follows', (w) => publish(w, 2, 0), []],
    ['that follows an active one leaves that active', (w) => [(w.time_s += 100), publish(w, 2, 100), claim(w)], []],
    ['of an earlier epoch is refused', (w) => publish(w, 0, 0), ['EPOCH_OUT_OF_ORDER']],
    ['cannot cover what lies ahead', (w) => publish(w, 2, 0, { mark_s: w.time_s + 1 }), ['ROOT_AHEAD_OF_TIME']],
    ['pays once it is active', (w) => [(w.time_s += 100), claim(w)], []],
    ['pays nothing before', (w) => [(w.time_s += 99), claim(w)], ['CLAIM_WITHOUT_ROOT']],
    [
      'that was replaced pays nothing',
      (w) => [(w.time_s += 50), publish(w, 2, 100), (w.time_s += 99), claim(w)],
      ['CLAIM_WITHOUT_ROOT'],
    ],
    [
      'of one vault pays from no other',
      (w) => w.apply('Claimed', { vault: BOB, contributor: BOB, token: TOKEN, amount: 1n }),
      ['CLAIM_WITHOUT_ROOT'],
    ],
  ])('%s', (_name, operation, reasons) => {
    const w = world();
    publish(w, 1, 100);
    operation(w);
    expect(w.reasons()).toEqual(reasons);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('leaves claims that moved money where they were paid', () => {
    const w = world();
    claim(w);
    expect(w.ledger.claims.rows).toMatchObject([{ contributor: BOB, vault: VAULT, amount: 10n }]);
    expect(w.balances()).toEqual({ vault: -10n, contributor: 10n });
  });
});

describe('rights', () => {
  it('are kept as they were granted, announced and disputed', () => {
    const w = world();
    const asset = w.asset(1);
    const licence = { asset, licensee: BOB, termsHash: ZERO_HASH, fee: 5n, token: TOKEN, expiry_s: 9 };
    w.apply('LicenseGranted', licence);
    w.apply('RoleSplitAnnounced', { asset, splitPpm: [0, 1, 0, 0, 0, 0, 0], effectiveAt_s: 99 });
    const dispute = { asset, disputeId: '4', beneficiary: null };
    w.apply('AssetStatusChanged', { ...dispute, status: 'DISPUTED', outcome: null });
    expect(w.ledger.disputes.get({ assetId: asset, disputeId: '4' })).toMatchObject({
      outcome: null,
      decidedTime_s: null,
    });
    w.time_s += 5;
    w.apply('AssetStatusChanged', { ...dispute, status: 'ACTIVE', outcome: 'UPHELD', beneficiary: BOB });
    expect(w.ledger.disputes.get({ assetId: asset, disputeId: '4' })).toMatchObject({
      outcome: 'UPHELD',
      beneficiary: BOB,
      decidedTime_s: w.time_s,
    });
    expect(w.ledger.licenses.rows).toMatchObject([{ assetId: asset, licensee: BOB, fee: 5n }]);
    expect(w.ledger.splitAnnouncements.rows).toMatchObject([{ effectiveAt_s: 99 }]);
    expect(w.ledger.assets.get({ assetId: asset })?.splitPpm).toBeNull();
  });
});
