import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Address, keccak256, toHex, zeroAddress } from 'viem';
import { moodyTokenAbi, moodyTokenBytecode } from './generated/test-contracts.js';
import { type TestChain, type TestContract, startTestChain } from './test/chain.js';
import { prepareTasks, taskSpec } from './test/tasks.js';

const WORK = keccak256(toHex('work'));
const [GOOD, REVERTS, SAYS_NO, SPENDS_ALL_GAS, SAYS_MUCH] = [0, 1, 2, 3, 5];

describe('ContributionTasks, when something goes wrong', () => {
  let chain: TestChain;
  let tasks: TestContract;
  let registry: TestContract;
  let usd: TestContract;
  let moody: TestContract;
  let sponsor: Address;
  let reviewer: Address;
  let ann: Address;
  let buyer: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ tasks, registry, token: usd } = chain);
    [, , sponsor, reviewer, ann, buyer] = chain.accounts as [Address, Address, Address, Address, Address, Address];
    moody = await chain.deploy(moodyTokenAbi, moodyTokenBytecode);
    await prepareTasks(chain, sponsor, WORK, [usd, moody], 1_000n);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const rewardIn = (token: TestContract) => ({
    token: token.address,
    budget: 1_000n,
    basePerUnit: 5n,
    bonusPerUnit: 3n,
  });
  const open = (tokens: TestContract[], reviewers = [reviewer], by = sponsor) =>
    tasks.send(by, 'open', [taskSpec(), tokens.map(rewardIn), reviewers]);
  const submit = (by: Address) => tasks.send(by, 'submit', [1n, WORK, 10n, 0, []]);
  const review = (of: Address, units = 10n) => tasks.send(reviewer, 'review', [1n, of, WORK, units, 1_000_000]);
  const pay = () => tasks.events(buyer, 'pay', [1n, ann, WORK]);
  const balances = async (account: Address) =>
    Promise.all([usd, moody].map((token) => token.read('balanceOf', [account])));
  const isIn = (mood: number) => moody.send(sponsor, 'setMood', [mood]);
  const paid = (token: TestContract, amount: bigint, part: number) => ({
    name: 'RewardPaid',
    args: { taskId: 1n, contributor: ann, token: token.address, amount, part, contentHash: WORK },
  });

  describe.each([
    ['fails', REVERTS],
    ['says no', SAYS_NO],
    ['spends all gas it gets', SPENDS_ALL_GAS],
    ['says too much', SAYS_MUCH],
  ])('of two tokens, where one %s', (_, mood) => {
    it.each([0, 1])('as number %i, the other is paid, and it is paid when it can be', async (place) => {
      await open(place === 0 ? [moody, usd] : [usd, moody]);
      await submit(ann);
      await review(ann);
      await isIn(mood!);
      expect(await pay()).toEqual([paid(usd, 50n, 0), paid(usd, 30n, 1)]);
      expect(await balances(ann)).toEqual([80n, 0n]);
      expect(await tasks.refusal(buyer, 'pay', [1n, ann, WORK])).toEqual(['RewardsRefused', 1n, ann, WORK]);
      await isIn(GOOD);
      expect(await pay()).toEqual([paid(moody, 50n, 0), paid(moody, 30n, 1)]);
      expect(await balances(ann)).toEqual([80n, 80n]);
      expect(await tasks.refusal(buyer, 'pay', [1n, ann, WORK])).toEqual(['NothingToPay', 1n, ann, WORK]);
    });

    it('the task is closed all the same, and what is left is reclaimed when it can be', async () => {
      await open([moody, usd]);
      await isIn(mood!);
      expect((await tasks.events(sponsor, 'close', [1n])).map(({ name, args }) => [name, args['token']])).toEqual([
        ['TaskClosed', undefined],
        ['BudgetReturned', usd.address],
      ]);
      expect(await balances(sponsor)).toEqual([1_000n, 0n]);
      await registry.send(sponsor, 'appointTasks', [1n, zeroAddress]);
      expect(await tasks.events(buyer, 'reclaim', [1n])).toEqual([]);
      await isIn(GOOD);
      expect(await tasks.events(buyer, 'reclaim', [1n])).toEqual([
        { name: 'BudgetReturned', args: { taskId: 1n, token: moody.address, amount: 1_000n } },
      ]);
      expect(await balances(sponsor)).toEqual([1_000n, 1_000n]);
    });
  });

  it('pays no gas for what a token says', async () => {
    await open([usd, moody]);
    await submit(ann);
    await review(ann);
    await isIn(SAYS_MUCH);
    // The token spends 350,000 on saying it.
    expect((await tasks.send(buyer, 'pay', [1n, ann, WORK])).gasUsed).toBeLessThan(500_000n);
  });

  it('does not take a token to refuse where its caller gave too little gas', async () => {
    await open([usd, moody]);
    await submit(ann);
    await review(ann);
    await isIn(SPENDS_ALL_GAS);
    for (const [name, args] of [
      ['pay', [1n, ann, WORK]],
      ['close', [1n]],
    ] as const) {
      expect(await tasks.refusal(sponsor, name, args, 400_000n)).toEqual(['GasTooLow', 500_000n]);
      await tasks.send(sponsor, name, args, 700_000n);
    }
    expect(await balances(ann)).toEqual([80n, 0n]);
    expect(await balances(sponsor)).toEqual([920n, 0n]);
  });

  describe('of a reviewer who submits work', () => {
    it('it is refused where nobody else could ever decide it', async () => {
      await open([usd], [reviewer, reviewer]);
      expect(await tasks.refusal(reviewer, 'submit', [1n, WORK, 10n, 0, []])).toEqual(['NobodyToReview', 1n, reviewer]);
      await submit(ann);
    });

    it('it is taken where another can', async () => {
      await open([usd], [reviewer, reviewer, ann]);
      await submit(ann);
      await submit(reviewer);
      await review(ann);
      await tasks.send(ann, 'review', [1n, reviewer, WORK, 1n, 0]);
    });
  });

  describe('of an asset that has changed hands', () => {
    beforeEach(async () => {
      await open([usd]);
      await registry.send(sponsor, 'transferFrom', [sponsor, buyer, 1n]);
    });

    it("the task is closed by the new owner too, and the rest of its budget is still the sponsor's", async () => {
      expect(await tasks.events(buyer, 'close', [1n])).toEqual([
        { name: 'TaskClosed', args: { taskId: 1n } },
        { name: 'BudgetReturned', args: { taskId: 1n, token: usd.address, amount: 1_000n } },
      ]);
      expect(await balances(sponsor)).toEqual([1_000n, 1_000n]);
      await registry.send(buyer, 'appointTasks', [1n, zeroAddress]);
    });

    it('the task is closed by its sponsor, and by nobody else', async () => {
      expect(await tasks.refusal(ann, 'close', [1n])).toEqual(['NotSponsor', 1n, ann]);
      expect(await tasks.refusal(reviewer, 'close', [1n])).toEqual(['NotSponsor', 1n, reviewer]);
      await tasks.send(sponsor, 'close', [1n]);
    });
  });
});
