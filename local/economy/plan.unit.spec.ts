import { describe, expect, it } from '@jest/globals';
import { ASSET_KINDS, OPERATIONS, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../src/domain/vocabulary.js';
import type { Action } from './actions.js';
import { type EconomyPlan, HISTORY, SMALL, buildEconomyPlan } from './plan.js';
import { Random } from './random.js';

const actionsOf = (plan: EconomyPlan): Action[] => plan.blocks.flatMap(({ actions }) => [...actions]);
const text = (plan: EconomyPlan): string =>
  JSON.stringify(plan.blocks, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

describe('an economy plan', () => {
  it('follows from its seed', () => {
    expect(text(buildEconomyPlan('one', SMALL))).toBe(text(buildEconomyPlan('one', SMALL)));
    expect(text(buildEconomyPlan('one', SMALL))).not.toBe(text(buildEconomyPlan('two', SMALL)));
  });

  describe.each([
    ['small', SMALL, 'a'],
    ['small', SMALL, 'b'],
    ['small', SMALL, 'c'],
    ['history', HISTORY, 'tributary'],
  ] as const)('%s, seed %#', (_, size, seed) => {
    const plan = buildEconomyPlan(seed, size);
    const actions = actionsOf(plan);
    const links = actions.flatMap((action) =>
      action.do === 'register' || action.do === 'linkParents' ? action.links.map((link) => ({ link, action })) : [],
    );
    const usages = actions.flatMap((action) => {
      const settled = action.do === 'settle' ? action.receipts.map(({ usage }) => usage) : [];
      const own = action.do === 'use' || action.do === 'hold' ? [action.usage] : settled;
      return own.map((usage) => ({ ...usage, side: action.side }));
    });

    it('does every kind of thing that the contracts know, on both chains', () => {
      const deeds = ['register', 'publishVersion', 'setTerms', 'linkParents', 'setRoleSplit', 'setShares'];
      for (const side of [0, 1]) {
        const done = new Set(actions.filter((action) => action.side === side).map((action) => action.do));
        for (const deed of [...deeds, 'transfer', 'setFee', 'use', 'applyRoleSplit']) expect(done).toContain(deed);
        for (const deed of ['appointTasks', 'openTask', 'submit', 'review', 'pay', 'closeTask']) {
          expect(done).toContain(deed);
        }
        for (const deed of ['hold', 'release', 'reverse', 'deposit', 'settle', 'offerLicense', 'buyLicense']) {
          expect(done).toContain(deed);
        }
        for (const deed of ['raiseDispute', 'decideDispute']) expect(done).toContain(deed);
      }
      expect(actions.map((action) => action.do)).toContain('retire');
    });

    it('decides disputes each way, ends held usages each way, and locks parts for some tasks', () => {
      const decisions = actions.flatMap((action) => (action.do === 'decideDispute' ? [action.upheldFor !== null] : []));
      expect(new Set(decisions)).toEqual(new Set([true, false]));
      const held = actions.flatMap((action) => {
        if (action.do === 'hold') return [action.usage.receiptId];
        return action.do === 'settle'
          ? action.receipts.filter((one) => one.held).map(({ usage }) => usage.receiptId)
          : [];
      });
      const ended = actions.flatMap((action) =>
        action.do === 'release' || action.do === 'reverse' ? [action.receiptId] : [],
      );
      expect([...ended].sort()).toEqual([...held].sort());
      const tasks = actions.flatMap((action) => (action.do === 'openTask' ? [action] : []));
      expect(new Set(tasks.map(({ leastPpm }) => leastPpm > 0))).toEqual(new Set([true, false]));
      expect(tasks.some(({ rewards }) => rewards.length > 1)).toBe(true);
      expect(plan.world.assets.every(({ openDisputes }) => openDisputes === 0)).toBe(true);
    });

    it('knows every kind, relation, policy, operation and role', () => {
      expect(new Set(plan.world.assets.map(({ kind }) => kind))).toEqual(new Set(ASSET_KINDS));
      expect(new Set(links.map(({ link }) => link.relation))).toEqual(new Set(RELATIONS));
      expect(new Set(links.map(({ link }) => link.policy))).toEqual(new Set(ROYALTY_POLICIES));
      expect(new Set(usages.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
      const roles = plan.world.assets.flatMap(({ pools }) => [...pools.keys()]);
      expect(new Set(roles)).toEqual(new Set(ROLES.filter((role) => role !== 'OWNER')));
    });

    it('reaches over chains with links and usages, with executors and call trees', () => {
      expect(links.some(({ link, action }) => link.parent.side !== action.side && link.royaltyPpm > 0)).toBe(true);
      expect(usages.some(({ asset, side }) => asset.side !== side)).toBe(true);
      expect(usages.some(({ executor, asset, side }) => executor && asset.side !== side)).toBe(true);
      expect(usages.some(({ application }) => application)).toBe(true);
      const ids = new Set(usages.map(({ receiptId }) => receiptId));
      const called = usages.filter(({ parentReceiptId }) => parentReceiptId);
      expect(called.length).toBeGreaterThan(10);
      expect(called.every(({ parentReceiptId }) => ids.has(parentReceiptId!))).toBe(true);
    });

    it('has lineages four levels deep and more', () => {
      expect(Math.max(...plan.world.assets.map(({ depth }) => depth))).toBeGreaterThanOrEqual(4);
    });

    it('uses every receipt id and every name once', () => {
      expect(new Set(usages.map(({ receiptId }) => receiptId)).size).toBe(usages.length);
      const names = plan.world.assets.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });

    it('never promises more than one whole', () => {
      for (const { links: parents, splitPpm } of plan.world.assets) {
        expect(parents.reduce((sum, { royaltyPpm }) => sum + royaltyPpm, 0)).toBeLessThanOrEqual(1_000_000);
        expect((splitPpm ?? []).reduce((sum, ppm) => sum + ppm, 0)).toBeLessThanOrEqual(1_000_000);
      }
    });

    it('gives every side blocks with strictly increasing times', () => {
      for (const side of [0, 1]) {
        const times = plan.blocks.filter((block) => block.side === side).map(({ after_s }) => after_s);
        expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
      }
    });

    it('asks for popular assets far more often than for others', () => {
      const counts = new Map<string, number>();
      for (const { asset } of usages) {
        const key = `${asset.side}/${asset.id}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const sorted = [...counts.values()].sort((a, b) => b - a);
      expect(sorted[0]!).toBeGreaterThan(5 * sorted[Math.floor(sorted.length / 2)]!);
    });

    it('asks prices from 0.0004 to 250 dollars', () => {
      const dollars = usages.filter(({ token, amount }) => token === 'USDC' && amount > 0n).map(({ amount }) => amount);
      expect(dollars.every((amount) => amount >= 400n && amount <= 250_000_000n)).toBe(true);
      expect(dollars.some((amount) => amount < 10_000n)).toBe(true);
      expect(dollars.some((amount) => amount > 50_000_000n)).toBe(true);
    });
  });
});

describe('seeded randomness', () => {
  it('gives ranks in proportion to 1/rank', () => {
    const random = new Random('zipf');
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 20_000; draw++) counts[random.zipf([0, 1, 2, 3])]! += 1;
    for (const rank of [1, 2, 3]) expect(counts[0]! / counts[rank]!).toBeCloseTo(rank + 1, 0);
  });

  it('never takes the same item twice', () => {
    expect(new Set(new Random('some').some([1, 2, 3, 4, 5], 9)).size).toBe(5);
  });
});
