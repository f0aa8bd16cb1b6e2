import type { Action } from './actions.js';

/** What happens at one moment, and what it leads to. */
export interface Step {
  readonly actions: readonly Action[];
  readonly later?: readonly Later[];
}

/** What happens some time after a step. It is thought of only then: the world may have changed. */
export interface Later {
  readonly in_s: number;
  readonly happen: () => Step;
}

export const NOTHING: Step = { actions: [] };

/** Actions that lead to nothing. */
export function once(...actions: readonly Action[]): Step {
  return { actions };
}
