import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../exit-codes.js';
import {
  FAILURE_WINDOW_MS,
  HALTED_PAUSE_MS,
  INITIAL_SUPERVISION,
  MOST_FAILURES,
  supervise,
  type SupervisionAction,
  type SupervisionEffect,
  type SupervisionState,
} from './plan.js';

const ended = (more: Partial<Extract<SupervisionAction, { type: 'ended' }>> = {}): SupervisionAction => ({
  type: 'ended',
  chain: 1,
  code: EXIT.FAILED,
  reason: 'boom',
  now_ms: 0,
  jitter: 1,
  ...more,
});

function run(...actions: SupervisionAction[]): { state: SupervisionState; effects: SupervisionEffect[][] } {
  let state = INITIAL_SUPERVISION;
  const effects = actions.map((action) => {
    const [next, wanted] = supervise(state, action);
    state = next;
    return [...wanted];
  });
  return { state, effects };
}

const DUE = { type: 'due', chain: 1 } as const;
const STOP = { type: 'stop' } as const;

describe('restarts', () => {
  it('a chain is started once', () => {
    expect(run(DUE, DUE).effects).toEqual([[{ type: 'start', chain: 1 }], []]);
  });

  it('pauses double with every failure and are shortened by chance to no less than half', () => {
    const failures = Array.from({ length: MOST_FAILURES - 1 }, () => ended());
    expect(run(...failures).effects.flat()).toEqual(
      [250, 500, 1_000, 2_000].map((pause_ms) => ({ type: 'startLater', chain: 1, pause_ms })),
    );
    expect(run(ended({ jitter: 0 })).effects).toEqual([[{ type: 'startLater', chain: 1, pause_ms: 125 }]]);
  });

  it('work in between makes the next failure the first one', () => {
    const { effects } = run(ended(), ended(), { type: 'worked', chain: 1 }, ended());
    expect(effects.at(-1)).toEqual([{ type: 'startLater', chain: 1, pause_ms: 250 }]);
  });

  it('failures long ago do not count', () => {
    const actions = Array.from({ length: 20 }, (_, index) => ended({ now_ms: index * FAILURE_WINDOW_MS }));
    expect(
      run(...actions)
        .effects.flat()
        .every(({ type }) => type === 'startLater'),
    ).toBe(true);
  });

  it('chains fail by themselves', () => {
    const { effects } = run(ended(), ended(), ended({ chain: 2 }));
    expect(effects.at(-1)).toEqual([{ type: 'startLater', chain: 2, pause_ms: 250 }]);
  });
});

describe('halts', () => {
  it('too many failures in a row are shown with the last reason, and tried again slowly', () => {
    const failures = Array.from({ length: MOST_FAILURES }, () => ended());
    expect(run(...failures).effects.at(-1)).toEqual([
      { type: 'showHalted', chain: 1, reason: 'It failed 5 times in a row, at last with: boom' },
      { type: 'startLater', chain: 1, pause_ms: HALTED_PAUSE_MS },
    ]);
  });

  it('a process that has shown its reason itself is tried again slowly', () => {
    expect(run(ended({ code: EXIT.HALTED })).effects).toEqual([
      [{ type: 'startLater', chain: 1, pause_ms: HALTED_PAUSE_MS }],
    ]);
  });
});

describe('stopping', () => {
  it('every running process is signalled, and the end of the last one is the end', () => {
    const { effects } = run(DUE, { type: 'due', chain: 2 }, STOP, ended({ code: 0 }), ended({ chain: 2, code: 0 }));
    expect(effects.slice(2)).toEqual([
      [
        { type: 'signal', chain: 1 },
        { type: 'signal', chain: 2 },
      ],
      [],
      [{ type: 'exit' }],
    ]);
  });

  it('with nothing running it ends at once, and nothing starts any more', () => {
    expect(run(DUE, ended(), STOP, DUE).effects.slice(2)).toEqual([[{ type: 'exit' }], []]);
  });
});
