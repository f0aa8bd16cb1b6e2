import { EXIT } from '../exit-codes.js';

/** Failures without any work between them that open the circuit, and the time in which they count. */
export const MOST_FAILURES = 5;
export const FAILURE_WINDOW_MS = 120_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** A halted chain is tried again at this pace: an endpoint comes back, somebody repairs. */
export const HALTED_PAUSE_MS = 30_000;

export interface SupervisionState {
  readonly isStopping: boolean;
  readonly running: ReadonlySet<number>;
  /** When each chain's process ended without having worked, by chain id. */
  readonly failures: ReadonlyMap<number, readonly number[]>;
  /** Chains that are halted: nothing was done for them since. */
  readonly halted: ReadonlySet<number>;
}

export type SupervisionAction =
  | { readonly type: 'due'; readonly chain: number }
  | { readonly type: 'worked'; readonly chain: number }
  | {
      readonly type: 'ended';
      readonly chain: number;
      readonly code: number | null;
      readonly reason: string;
      readonly now_ms: number;
      /** From 0 to 1: chains that fail together must not return together. */
      readonly jitter: number;
    }
  | { readonly type: 'stop' };

export type SupervisionEffect =
  | { readonly type: 'start'; readonly chain: number }
  | { readonly type: 'startLater'; readonly chain: number; readonly pause_ms: number }
  | { readonly type: 'showHalted'; readonly chain: number; readonly reason: string }
  | { readonly type: 'signal'; readonly chain: number }
  | { readonly type: 'exit' };

type Step = readonly [SupervisionState, readonly SupervisionEffect[]];

export const INITIAL_SUPERVISION: SupervisionState = {
  isStopping: false,
  running: new Set(),
  failures: new Map(),
  halted: new Set(),
};

/** What happens to chains' processes, as a pure function; the shell does what the effects say. */
export function supervise(state: SupervisionState, action: SupervisionAction): Step {
  switch (action.type) {
    case 'due':
      if (state.isStopping || state.running.has(action.chain)) return [state, []];
      return [
        { ...state, running: new Set([...state.running, action.chain]) },
        [{ type: 'start', chain: action.chain }],
      ];
    case 'worked':
      return [withHalted(withFailures(state, action.chain, []), action.chain, false), []];
    case 'ended':
      return ended(state, action);
    case 'stop': {
      const signals = [...state.running].map((chain): SupervisionEffect => ({ type: 'signal', chain }));
      return [{ ...state, isStopping: true }, signals.length > 0 ? signals : [{ type: 'exit' }]];
    }
  }
}

function ended(before: SupervisionState, action: Extract<SupervisionAction, { type: 'ended' }>): Step {
  const { chain, code, reason, now_ms, jitter } = action;
  const running = new Set([...before.running].filter((other) => other !== chain));
  const state = { ...before, running };
  if (state.isStopping) return [state, running.size === 0 ? [{ type: 'exit' }] : []];
  if (code === EXIT.HALTED) {
    // The chain's process has shown the reason itself.
    return [
      withHalted(withFailures(state, chain, []), chain, true),
      [{ type: 'startLater', chain, pause_ms: HALTED_PAUSE_MS }],
    ];
  }
  const failures = [...(state.failures.get(chain) ?? []), now_ms].filter((at) => now_ms - at < FAILURE_WINDOW_MS);
  if (failures.length >= MOST_FAILURES) {
    return [
      withHalted(withFailures(state, chain, []), chain, true),
      [
        { type: 'showHalted', chain, reason: `It failed ${failures.length} times in a row, at last with: ${reason}` },
        { type: 'startLater', chain, pause_ms: HALTED_PAUSE_MS },
      ],
    ];
  }
  const pause_ms = Math.min(FIRST_PAUSE_MS * 2 ** (failures.length - 1), LONGEST_PAUSE_MS) * (0.5 + jitter / 2);
  return [withFailures(state, chain, failures), [{ type: 'startLater', chain, pause_ms }]];
}

function withFailures(state: SupervisionState, chain: number, failures: readonly number[]): SupervisionState {
  return { ...state, failures: new Map([...state.failures, [chain, failures]]) };
}

function withHalted(state: SupervisionState, chain: number, isHalted: boolean): SupervisionState {
  if (state.halted.has(chain) === isHalted) return state;
  const others = [...state.halted].filter((other) => other !== chain);
  return { ...state, halted: new Set(isHalted ? [...others, chain] : others) };
}
