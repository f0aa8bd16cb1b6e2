import { accumulatedNow, type DivisionRules } from '../ledger/division.js';
import type { SettledTotal } from './types.js';

export { movedOffset } from '../ledger/shares.js';

/**
 * Divides what settled totals have grown by since their last closing, with the rules at the mark that they
 * are closed through. The very same row where nothing grew.
 */
export function closeSettled<T extends SettledTotal>(total: T, rulesAtMark: DivisionRules): T {
  if (total.total1 === total.closed1 && total.total2 === total.closed2) return total;
  return {
    ...total,
    closed1: total.total1,
    closed2: total.total2,
    accumulated: accumulatedNow(total, rulesAtMark),
  };
}
