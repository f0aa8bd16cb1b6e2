import type { BlockRange } from '../endpoints/answered-blocks.js';

/** A range on its way: to be asked for, asked for, or answered and waiting to be taken in its turn. */
export interface RangeTask extends BlockRange {
  readonly status: 'planned' | 'asked' | 'answered';
  /** Logs in the answer. */
  readonly logs: number;
}

export interface RangePlan {
  /** The first block of no task yet. */
  readonly next: number;
  /** The last block that may be asked for. */
  readonly ceiling: number;
  /** Blocks of the next range. */
  readonly size: number;
  /** The widest range that is tried; limits lower it, quiet raises it again. */
  readonly most: number;
  /** Answers in a row without a limit. */
  readonly quiet: number;
  /** Adjacent and ascending. */
  readonly tasks: readonly RangeTask[];
}

export type RangeAction =
  /** The chain has grown. */
  | { readonly type: 'raised'; readonly ceiling: number }
  | { readonly type: 'asked'; readonly from: number }
  | { readonly type: 'answered'; readonly from: number; readonly logs: number }
  /** The range was too much for the endpoint: it is asked for in so many pieces. */
  | { readonly type: 'limited'; readonly from: number; readonly pieces: number }
  /** The first range, answered, has been handed on. */
  | { readonly type: 'taken' };

export const FIRST_SIZE = 2_000;
/** Larger answers take more memory, and the collection of garbage more time, than they save in requests. */
export const WANTED_LOGS = 1_000;
/** Ranges under way or waiting to be taken: what bounds memory. */
export const MOST_TASKS = 8;
const MOST_BLOCKS = 1 << 16;
const RAISE_AFTER = 8;
const RANGES_AT_ONCE = 3;

/** Ranges to have under way: one until it is known how much an endpoint gives, and how much that is. */
export function rangesAtOnce({ quiet }: RangePlan): number {
  return quiet === 0 ? 1 : RANGES_AT_ONCE;
}

/** Reading starts at `from`. */
export function startPlan(from: number, ceiling: number): RangePlan {
  return fill({ next: from, ceiling, size: FIRST_SIZE, most: MOST_BLOCKS, quiet: 0, tasks: [] });
}

/** What becomes of the ranges, as a pure function; the shell asks for those that are planned. */
export function planRanges(plan: RangePlan, action: RangeAction): RangePlan {
  switch (action.type) {
    case 'raised':
      return fill({ ...plan, ceiling: Math.max(plan.ceiling, action.ceiling) });
    case 'asked':
      return withTask(plan, action.from, (task) => [{ ...task, status: 'asked' }]);
    case 'answered': {
      const task = find(plan, action.from);
      if (!task) return plan;
      const answered = withTask(plan, action.from, () => [{ ...task, status: 'answered', logs: action.logs }]);
      return adapt(answered, task, action.logs);
    }
    case 'limited': {
      const task = find(plan, action.from);
      return task ? split(plan, task, action.pieces) : plan;
    }
    case 'taken':
      return fill({ ...plan, tasks: plan.tasks.slice(1) });
  }
}

const find = (plan: RangePlan, from: number): RangeTask | undefined => plan.tasks.find((task) => task.from === from);

function withTask(plan: RangePlan, from: number, become: (task: RangeTask) => RangeTask[]): RangePlan {
  return { ...plan, tasks: plan.tasks.flatMap((task) => (task.from === from ? become(task) : [task])) };
}

function fill(plan: RangePlan): RangePlan {
  const tasks = [...plan.tasks];
  let { next } = plan;
  while (tasks.length < MOST_TASKS && next <= plan.ceiling) {
    const to = Math.min(next + plan.size - 1, plan.ceiling);
    tasks.push({ from: next, to, status: 'planned', logs: 0 });
    next = to + 1;
  }
  return { ...plan, next, tasks };
}

/** Plans again what has not been asked for yet, after the size has changed. */
function refill(plan: RangePlan): RangePlan {
  const kept = plan.tasks.findLastIndex(({ status }) => status !== 'planned') + 1;
  const [dropped] = plan.tasks.slice(kept);
  return fill({ ...plan, next: dropped?.from ?? plan.next, tasks: plan.tasks.slice(0, kept) });
}

function adapt(plan: RangePlan, { from, to }: RangeTask, logs: number): RangePlan {
  const blocks = to - from + 1;
  let { quiet, most } = plan;
  if (++quiet >= RAISE_AFTER && most < MOST_BLOCKS) {
    quiet = 1;
    most = Math.min(MOST_BLOCKS, most * 2);
  }
  let { size } = plan;
  if (logs > WANTED_LOGS * 1.5) {
    size = Math.min(size, Math.max(1, Math.floor((blocks * WANTED_LOGS) / logs)));
  } else if (logs < WANTED_LOGS / 2 && blocks >= size) {
    size = Math.min(most, size * 2);
  }
  return refill({ ...plan, quiet, most, size });
}

function split(plan: RangePlan, task: RangeTask, pieces: number): RangePlan {
  const size = Math.max(1, Math.ceil((task.to - task.from + 1) / pieces));
  const parts: RangeTask[] = [];
  for (let from = task.from; from <= task.to; from += size) {
    parts.push({ from, to: Math.min(from + size - 1, task.to), status: 'planned', logs: 0 });
  }
  const at = plan.tasks.indexOf(task);
  const tasks = [...plan.tasks.slice(0, at), ...parts, ...plan.tasks.slice(at + 1)];
  return refill({ ...plan, size: Math.min(plan.size, size), most: Math.min(plan.most, size), quiet: 0, tasks });
}
