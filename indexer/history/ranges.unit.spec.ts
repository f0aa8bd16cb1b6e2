import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FIRST_SIZE, MOST_TASKS, planRanges, type RangePlan, rangesAtOnce, startPlan, WANTED_LOGS } from './ranges.js';

/** Asks for the first planned range and lets it be answered. */
function answer(plan: RangePlan, logs: number): RangePlan {
  const { from } = plan.tasks.find(({ status }) => status === 'planned')!;
  return planRanges(planRanges(plan, { type: 'asked', from }), { type: 'answered', from, logs });
}

const sizes = ({ tasks }: RangePlan): number[] => tasks.map(({ from, to }) => to - from + 1);

it('the first ranges have two thousand blocks, the last one what is left', () => {
  expect(startPlan(5, 5_000).tasks.map(({ from, to }) => [from, to])).toEqual([
    [5, 2_004],
    [2_005, 4_004],
    [4_005, 5_000],
  ]);
});

it('no more ranges are under way than fit into memory', () => {
  expect(startPlan(0, 10_000_000).tasks).toHaveLength(MOST_TASKS);
});

it('one range at a time is asked for until an answer has shown what to expect', () => {
  const plan = startPlan(0, 100_000);
  const answered = answer(plan, 10);
  const limited = planRanges(answered, { type: 'limited', from: answered.tasks[1]!.from, pieces: 2 });
  expect([plan, answered, limited].map(rangesAtOnce)).toEqual([1, 3, 1]);
});

it('a limited range is halved, and so are those after it', () => {
  const asked = planRanges(startPlan(0, 100_000), { type: 'asked', from: 0 });
  const plan = planRanges(asked, { type: 'limited', from: 0, pieces: 2 });
  expect(new Set(sizes(plan))).toEqual(new Set([FIRST_SIZE / 2]));
});

it('a limit in the midst leaves what has been asked for or answered as it is', () => {
  let plan = startPlan(0, 100_000);
  for (const from of [0, 2_000, 4_000]) plan = planRanges(plan, { type: 'asked', from });
  plan = planRanges(plan, { type: 'answered', from: 4_000, logs: WANTED_LOGS });
  plan = planRanges(plan, { type: 'limited', from: 2_000, pieces: 2 });
  expect(plan.tasks.slice(0, 4).map(({ from, to, status }) => [from, to, status])).toEqual([
    [0, 1_999, 'asked'],
    [2_000, 2_999, 'planned'],
    [3_000, 3_999, 'planned'],
    [4_000, 5_999, 'answered'],
  ]);
});

it('a single block that is too much is asked for again as it is', () => {
  const plan = planRanges(startPlan(7, 7), { type: 'limited', from: 7, pieces: 2 });
  expect(plan.tasks).toEqual([{ from: 7, to: 7, status: 'planned', logs: 0 }]);
});

it('empty answers widen the ranges', () => {
  let plan = startPlan(0, 10_000_000);
  for (let times = 0; times < 4; times++) plan = planRanges(answer(plan, 0), { type: 'taken' });
  expect(plan.size).toBeGreaterThan(8 * FIRST_SIZE);
});

it('answers of many logs narrow the ranges to a handy number', () => {
  expect(answer(startPlan(0, 1_000_000), 10 * WANTED_LOGS).size).toBe(FIRST_SIZE / 10);
});

it('after a limit the ranges grow back, though not at once', () => {
  let plan = planRanges(startPlan(0, 10_000_000), { type: 'limited', from: 0, pieces: 2 });
  plan = planRanges(answer(plan, 0), { type: 'taken' });
  expect(plan.size).toBe(FIRST_SIZE / 2);
  for (let times = 0; times < 10; times++) plan = planRanges(answer(plan, 0), { type: 'taken' });
  expect(plan.size).toBe(FIRST_SIZE);
});

it('whatever happens, the ranges cover every block once and in order', () => {
  const step = fc.record({ kind: fc.integer({ min: 0, max: 4 }), pick: fc.nat(), amount: fc.nat(20_000) });
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(step, { maxLength: 120 }), (start, steps) => {
      let plan = startPlan(start, 50_000);
      let covered = start;
      for (const { kind, pick, amount } of steps) {
        const { from } = plan.tasks[pick % Math.max(1, plan.tasks.length)] ?? { from: -1 };
        if (kind === 0) plan = planRanges(plan, { type: 'asked', from });
        if (kind === 1) plan = planRanges(plan, { type: 'answered', from, logs: amount });
        if (kind === 2) plan = planRanges(plan, { type: 'limited', from, pieces: 2 + (amount % 7) });
        if (kind === 3) plan = planRanges(plan, { type: 'raised', ceiling: plan.ceiling + amount });
        if (kind === 4 && plan.tasks[0]?.status === 'answered') {
          covered = plan.tasks[0].to + 1;
          plan = planRanges(plan, { type: 'taken' });
        }
        let next = covered;
        for (const task of plan.tasks) {
          expect(task.from).toBe(next);
          expect(task.to).toBeGreaterThanOrEqual(task.from);
          next = task.to + 1;
        }
        expect(plan.next).toBe(next);
        expect(next).toBeLessThanOrEqual(plan.ceiling + 1);
        expect(plan.tasks.length > 0 || next > plan.ceiling).toBe(true);
      }
    }),
  );
});
