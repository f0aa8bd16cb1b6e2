import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, maxUint256, pad, stringToHex, toHex, zeroAddress } from 'viem';
import { contributionTasksAbi, testTokenAbi } from './generated/abis.js';
import { contributionTasksBytecode, testTokenBytecode } from './generated/bytecode.js';
import { feeOnTransferTokenAbi, feeOnTransferTokenBytecode } from './generated/test-contracts.js';
import { type TestChain, type TestContract, startTestChain } from './test/chain.js';
import { ANNOTATOR } from './test/splits.js';
import { prepareTasks, taskSpec } from './test/tasks.js';

const DAY_s = 86_400;
const work = (n: number) => keccak256(toHex(`work ${n}`));
const tag = (text: string) => pad(stringToHex(text), { dir: 'right', size: 32 });

describe('ContributionTasks', () => {
  let chain: TestChain;
  let tasks: TestContract;
  let registry: TestContract;
  let usd: TestContract;
  let points: TestContract;
  let sponsor: Address;
  let reviewer: Address;
  let ann: Address;
  let ben: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ tasks, registry, token: usd } = chain);
    [, , sponsor, reviewer, ann, ben] = chain.accounts as [Address, Address, Address, Address, Address, Address];
    points = await chain.deploy(testTokenAbi, testTokenBytecode, ['Points', 'PTS', 0]);
    await prepareTasks(chain, sponsor, work(0), [usd, points], 10_000n);
    // The start of a day, so that no test crosses one by chance.
    await chain.wait(DAY_s - (Number(await chain.now()) % DAY_s));
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const inUsd = (changes: object = {}) => ({
    token: usd.address,
    budget: 1_000n,
    basePerUnit: 5n,
    bonusPerUnit: 3n,
    ...changes,
  });
  const inPoints = () => ({ token: points.address, budget: 200n, basePerUnit: 0n, bonusPerUnit: 1n });
  const open = (...rewards: object[]) =>
    tasks.events(sponsor, 'open', [taskSpec(), rewards.length ? rewards : [inUsd()], [reviewer]]);
  const openRefusal = (changes: object, rewards: object[] = [inUsd()], reviewers: Address[] = [reviewer]) =>
    tasks.refusal(sponsor, 'open', [taskSpec(changes), rewards, reviewers]);
  const submit = (by: Address, n: number, units = 10n) =>
    tasks.events(by, 'submit', [1n, work(n), units, 0, [tag('cat'), tag('night')]]);
  const review = (of: Address, n: number, units: bigint, scorePpm = 1_000_000) =>
    tasks.send(reviewer, 'review', [1n, of, work(n), units, scorePpm]);
  const pay = (of: Address, n: number) => tasks.events(ben, 'pay', [1n, of, work(n)]);
  const balance = (account: Address, token = usd): Promise<unknown> => token.read('balanceOf', [account]);
  const free = async (): Promise<bigint[]> =>
    ((await tasks.read('rewardsOf', [1n])) as { free: bigint }[]).map((reward) => reward.free);

  describe('opening', () => {
    it('tells the task, describes its tokens and takes the budgets', async () => {
      const events = await open(inUsd(), inPoints());
      expect(events.map(({ name }) => name)).toEqual([
        'TokenDescribed',
        'TokenDescribed',
        'TaskOpened',
        'TaskDescribed',
      ]);
      expect(events[2]!.args).toEqual({
        taskId: 1n,
        assetId: 1n,
        sponsor,
        assetRegistry: registry.address,
        role: ANNOTATOR,
        tokens: [usd.address, points.address],
        budgets: [1_000n, 200n],
        baseRewards: [5n, 0n],
        bonusRewards: [3n, 1n],
      });
      expect(events[3]!.args).toEqual({
        taskId: 1n,
        leastPpm: 0,
        dailyUnits: 50n,
        reviewers: [reviewer],
        uri: 'ipfs://task',
      });
      expect([await balance(tasks.address), await balance(tasks.address, points)]).toEqual([1_000n, 200n]);
      expect(await tasks.read('taskOf', [1n])).toMatchObject({ assetId: 1n, sponsor, isClosed: false, awaiting: 0n });
      expect(await tasks.read('isReviewer', [1n, reviewer])).toBe(true);
    });

    it('locks a least part for the role where it says so', async () => {
      const receipt = await tasks.send(sponsor, 'open', [taskSpec({ leastPpm: 250_000 }), [inUsd()], [reviewer]]);
      expect(registry.eventsIn(receipt)).toEqual([
        { name: 'RolePartLocked', args: { assetId: 1n, role: ANNOTATOR, leastPpm: 250_000 } },
      ]);
      expect(await openRefusal({ leastPpm: 400_001 })).toEqual(['PartBelowLock', 1n, ANNOTATOR, 400_000, 400_001]);
    });

    it('is for the owner of an asset that has appointed these tasks', async () => {
      expect(await tasks.refusal(ann, 'open', [taskSpec(), [inUsd()], [reviewer]])).toEqual(['NotAssetOwner', 1n, ann]);
      expect(await openRefusal({ assetId: 2n })).toEqual(['ERC721NonexistentToken', 2n]);
      await registry.send(sponsor, 'appointTasks', [1n, zeroAddress]);
      expect(await openRefusal({})).toEqual(['NotTasksOf', 1n, tasks.address]);
    });

    it("needs a daily limit, a contributors' role, reviewers and rewards that make sense", async () => {
      expect(await openRefusal({ dailyUnits: 0n })).toEqual(['UnitsMissing']);
      expect(await openRefusal({ role: 0 })).toEqual(['OwnerHasNoShares', 1n]);
      expect(await openRefusal({}, [inUsd()], [])).toEqual(['InvalidReviewers', 0n, 16n]);
      expect(await openRefusal({}, [inUsd()], [zeroAddress])).toEqual(['InvalidReviewers', 1n, 16n]);
      const crowd = Array.from({ length: 17 }, () => reviewer);
      expect(await openRefusal({}, [inUsd()], crowd)).toEqual(['InvalidReviewers', 17n, 16n]);
      expect(await openRefusal({}, [])).toEqual(['InvalidRewards', 0n, 4n]);
      expect(await openRefusal({}, [inUsd(), inUsd()])).toEqual(['InvalidRewards', 2n, 4n]);
      expect(
        await openRefusal(
          {},
          [1, 2, 3, 4, 5].map(() => inUsd()),
        ),
      ).toEqual(['InvalidRewards', 5n, 4n]);
      expect(await openRefusal({}, [inUsd({ token: ann })])).toEqual(['NotAContract', ann]);
      expect(await openRefusal({}, [inUsd({ budget: 10_001n })])).toEqual([
        'ERC20InsufficientBalance',
        sponsor,
        10_000n,
        10_001n,
      ]);
    });

    it('refuses a token that takes a fee on the way', async () => {
      const taking = await chain.deploy(feeOnTransferTokenAbi, feeOnTransferTokenBytecode);
      await taking.send(sponsor, 'mint', [sponsor, 1_000n]);
      await taking.send(sponsor, 'approve', [tasks.address, maxUint256]);
      expect(await openRefusal({}, [inUsd({ token: taking.address })])).toEqual([
        'WrongAmountReceived',
        taking.address,
        1_000n,
        990n,
      ]);
    });

    it('needs a registry', async () => {
      expect(await chain.creationRefusal(contributionTasksAbi, contributionTasksBytecode, [ann])).toEqual([
        'NotAContract',
        ann,
      ]);
    });
  });

  describe('submitting', () => {
    beforeEach(() => open());

    it('tells who did what, and sets aside what it can earn', async () => {
      expect(await submit(ann, 1)).toEqual([
        {
          name: 'ContributionSubmitted',
          args: {
            taskId: 1n,
            contributor: ann,
            contentHash: work(1),
            units: 10n,
            source: 0,
            tags: [tag('cat'), tag('night')],
          },
        },
      ]);
      expect(await free()).toEqual([920n]);
      expect(await tasks.read('submissionOf', [1n, ann, work(1)])).toMatchObject({ units: 10n, state: 1 });
    });

    it('is once per contributor and content: another may have the same', async () => {
      await submit(ann, 1);
      expect(await tasks.refusal(ann, 'submit', [1n, work(1), 1n, 0, []])).toEqual(['AlreadySubmitted', work(1)]);
      await submit(ben, 1);
    });

    it('is limited per contributor and UTC day', async () => {
      await submit(ann, 1, 30n);
      expect(await tasks.refusal(ann, 'submit', [1n, work(2), 21n, 0, []])).toEqual(['DailyLimit', 1n, 20n]);
      await submit(ben, 2, 50n);
      await submit(ann, 2, 20n);
      await chain.wait(DAY_s);
      expect(await tasks.refusal(ann, 'submit', [1n, work(3), 51n, 0, []])).toEqual(['DailyLimit', 1n, 50n]);
    });

    it('stops where the budget would not pay for it', async () => {
      await submit(ann, 1, 50n);
      await submit(ben, 1, 50n);
      expect(await tasks.refusal(sponsor, 'submit', [1n, work(1), 26n, 0, []])).toEqual([
        'BudgetExhausted',
        1n,
        usd.address,
        200n,
        208n,
      ]);
      await submit(sponsor, 1, 25n);
      expect(await free()).toEqual([0n]);
    });

    it('needs units, known sources, few tags, and a task that is open', async () => {
      const refusal = (...args: unknown[]): Promise<unknown[]> => tasks.refusal(ann, 'submit', args);
      expect(await refusal(1n, work(1), 0n, 0, [])).toEqual(['UnitsMissing']);
      expect(await refusal(1n, work(1), 1n, 2, [])).toEqual(['no reason']);
      expect(
        await refusal(
          1n,
          work(1),
          1n,
          1,
          Array.from({ length: 17 }, () => tag('x')),
        ),
      ).toEqual(['TooManyTags', 17n, 16n]);
      expect(await refusal(2n, work(1), 1n, 0, [])).toEqual(['TaskNotOpen', 2n]);
    });
  });

  describe('reviewing', () => {
    beforeEach(async () => {
      await open(inUsd(), inPoints());
      await submit(ann, 1);
    });

    it('tells the decision and makes accepted units shares of the asset', async () => {
      const receipt = await review(ann, 1, 7n, 900_000);
      expect(tasks.eventsIn(receipt)).toEqual([
        {
          name: 'ContributionReviewed',
          args: {
            taskId: 1n,
            contributor: ann,
            contentHash: work(1),
            reviewer,
            acceptedUnits: 7n,
            scorePpm: 900_000,
          },
        },
      ]);
      expect(registry.eventsIn(receipt)).toEqual([
        { name: 'SharesChanged', args: { assetId: 1n, role: ANNOTATOR, contributors: [ann], shares: [7n] } },
      ]);
      await submit(ann, 2);
      await review(ann, 2, 10n);
      expect(await registry.read('sharesOf', [1n, ANNOTATOR, ann])).toBe(17n);
    });

    it('frees what was set aside and is not earned', async () => {
      expect(await free()).toEqual([920n, 190n]);
      // Earned: 7 * 5 and floor(7 * 3 * 0.9) of one, floor(7 * 0.9) of the other.
      await review(ann, 1, 7n, 900_000);
      expect(await free()).toEqual([1_000n - 35n - 18n, 200n - 6n]);
    });

    it('refuses by accepting nothing: no shares, no reward', async () => {
      const receipt = await review(ann, 1, 0n, 0);
      expect(registry.eventsIn(receipt)).toEqual([]);
      expect(await free()).toEqual([1_000n, 200n]);
      expect(await tasks.refusal(ben, 'pay', [1n, ann, work(1)])).toEqual(['NothingToPay', 1n, ann, work(1)]);
    });

    it('is for named reviewers, not of their own work, once, and within what was submitted', async () => {
      const refusal = (by: Address, ...args: unknown[]): Promise<unknown[]> =>
        tasks.refusal(by, 'review', [1n, ...args]);
      expect(await refusal(sponsor, ann, work(1), 1n, 0)).toEqual(['NotReviewer', 1n, sponsor]);
      await tasks.send(sponsor, 'open', [taskSpec(), [inUsd()], [reviewer, ben]]);
      await tasks.send(reviewer, 'submit', [2n, work(5), 1n, 0, []]);
      const own = [2n, reviewer, work(5), 1n, 0];
      expect(await tasks.refusal(reviewer, 'review', own)).toEqual(['NotReviewer', 2n, reviewer]);
      expect(await refusal(reviewer, ann, work(1), 11n, 0)).toEqual(['MoreThanSubmitted', 11n, 10n]);
      expect(await refusal(reviewer, ann, work(1), 1n, 1_000_001)).toEqual(['ScoreAboveWhole', 1_000_001]);
      expect(await refusal(reviewer, ann, work(2), 1n, 0)).toEqual(['NotAwaitingReview', 1n, ann, work(2)]);
      await review(ann, 1, 1n);
      expect(await refusal(reviewer, ann, work(1), 1n, 0)).toEqual(['NotAwaitingReview', 1n, ann, work(1)]);
    });
  });

  describe('paying', () => {
    it('pays base and bonus in every token, once, whoever asks', async () => {
      await open(inUsd(), inPoints());
      await submit(ann, 1);
      expect(await tasks.refusal(ben, 'pay', [1n, ann, work(1)])).toEqual(['NothingToPay', 1n, ann, work(1)]);
      await review(ann, 1, 7n, 900_000);
      const paid = (token: TestContract, amount: bigint, part: number) => ({
        name: 'RewardPaid',
        args: { taskId: 1n, contributor: ann, token: token.address, amount, part, contentHash: work(1) },
      });
      expect(await pay(ann, 1)).toEqual([paid(usd, 35n, 0), paid(usd, 18n, 1), paid(points, 6n, 1)]);
      expect([await balance(ann), await balance(ann, points), await balance(ben)]).toEqual([53n, 6n, 0n]);
      expect(await tasks.refusal(ben, 'pay', [1n, ann, work(1)])).toEqual(['NothingToPay', 1n, ann, work(1)]);
    });

    it('never runs dry: what is accepted was set aside, up to the greatest units and rewards', async () => {
      const most = 2n ** 128n - 1n;
      const budget = 2n ** 200n;
      await usd.send(sponsor, 'mint', [sponsor, budget]);
      const rich = inUsd({ budget, basePerUnit: most, bonusPerUnit: most });
      await tasks.send(sponsor, 'open', [taskSpec({ dailyUnits: 2n ** 64n - 1n }), [rich], [reviewer]]);
      const units = 2n ** 64n - 1n;
      await submit(ann, 1, units);
      await review(ann, 1, units);
      await pay(ann, 1);
      expect(await balance(ann)).toBe(2n * most * units);
    });
  });

  describe('closing', () => {
    beforeEach(() => open());

    it('ends submissions and returns what is not set aside', async () => {
      await submit(ann, 1);
      expect(await tasks.events(sponsor, 'close', [1n])).toEqual([
        { name: 'TaskClosed', args: { taskId: 1n } },
        { name: 'BudgetReturned', args: { taskId: 1n, token: usd.address, amount: 920n } },
      ]);
      expect(await balance(sponsor)).toBe(9_920n);
      expect(await tasks.refusal(ann, 'submit', [1n, work(2), 1n, 0, []])).toEqual(['TaskNotOpen', 1n]);
      expect(await tasks.refusal(sponsor, 'close', [1n])).toEqual(['TaskNotOpen', 1n]);
    });

    it('leaves what waits to be reviewed and paid, and the rest to be reclaimed', async () => {
      await submit(ann, 1);
      await tasks.send(sponsor, 'close', [1n]);
      await review(ann, 1, 4n, 0);
      expect(await tasks.events(ben, 'reclaim', [1n])).toEqual([
        { name: 'BudgetReturned', args: { taskId: 1n, token: usd.address, amount: 60n } },
      ]);
      await pay(ann, 1);
      expect([await balance(ann), await balance(sponsor), await balance(tasks.address)]).toEqual([20n, 9_980n, 0n]);
      expect(await tasks.events(ben, 'reclaim', [1n])).toEqual([]);
    });

    it("keeps the asset's tasks appointed until the last review", async () => {
      await submit(ann, 1);
      await tasks.send(sponsor, 'close', [1n]);
      expect(await registry.refusal(sponsor, 'appointTasks', [1n, zeroAddress])).toEqual(['TasksOpen', 1n, 1n]);
      await review(ann, 1, 4n);
      await registry.send(sponsor, 'appointTasks', [1n, zeroAddress]);
    });

    it('is for the sponsor, and comes before reclaiming', async () => {
      expect(await tasks.refusal(ann, 'close', [1n])).toEqual(['NotSponsor', 1n, ann]);
      expect(await tasks.refusal(sponsor, 'close', [9n])).toEqual(['TaskNotOpen', 9n]);
      expect(await tasks.refusal(sponsor, 'reclaim', [1n])).toEqual(['TaskStillOpen', 1n]);
    });

    it('keeps the budgets of tasks apart', async () => {
      await open(inUsd({ budget: 500n }));
      await submit(ann, 1);
      await tasks.send(sponsor, 'close', [2n]);
      expect(await balance(tasks.address)).toBe(1_000n);
      await review(ann, 1, 10n);
      await pay(ann, 1);
      expect(await balance(tasks.address)).toBe(920n);
    });
  });
});
