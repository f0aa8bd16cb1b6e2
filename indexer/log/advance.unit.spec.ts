import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChainId } from '../../src/domain/ids.js';
import { block, branch, hash, logOf, NOTHING, update } from '../../test/support/block-tree.js';
import { type Advance, advance, defer, isUneventful, type LogState } from './advance.js';
import type { ChainUpdate, DecodedBlock } from './blocks.js';

const EMPTY: LogState = { chain: 8453 as ChainId, lastBatch: 0, recordedHead: -1, blocks: [] };
const GENESIS = block('G0', NOTHING, { logs: 0 });

/** Applies updates one after the other. */
function after(...updates: ChainUpdate[]): Advance {
  return updates.reduce<Advance>((at, next) => advance(at.state, next), { state: EMPTY, batches: [] });
}

const started = after(update(NOTHING, [GENESIS]));
const numbers = (state: LogState): number[] => state.blocks.map(({ number }) => number);
const names = (state: LogState): string[] => state.blocks.map(({ hash: text }) => hashName(text));
const hashName = (text: string): string => Buffer.from(text.slice(2), 'hex').toString().replaceAll('\0', '');

describe('appending', () => {
  it('the first blocks make batch 1, which covers everything from block 0', () => {
    const { state, batches } = after(update(NOTHING, branch('A', { number: 4, hash: hash('x') }, 3)));
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ kind: 'append', number: 1, fromBlock: 0, toBlock: 7 });
    expect(state).toMatchObject({ lastBatch: 1, recordedHead: 7 });
  });

  it('a final head leaves one block to go back to, an unfinalized one everything from the final block on', () => {
    const a = branch('A', GENESIS, 4);
    expect(numbers(advance(started.state, update(GENESIS, a)).state)).toEqual([4]);
    expect(numbers(advance(started.state, update(GENESIS, a, a[1])).state)).toEqual([2, 3, 4]);
  });

  it('events keep the order of logs and what each log means', () => {
    const [first, second] = [logOf(3), logOf(9, ignored('x'), ignored('y'))];
    const { batches } = advance(started.state, update(GENESIS, [block('A1', GENESIS, { logs: [first, second] })]));
    expect(batches[0]).toMatchObject({
      events: [
        { log: first, ordinal: 0 },
        { log: second, ordinal: 0, event: { payload: '{"name":"x"}' } },
        { log: second, ordinal: 1, event: { payload: '{"name":"y"}' } },
      ],
    });
  });

  it('chain time is the greatest timestamp among blocks with our events: empty blocks and clocks that step back change nothing', () => {
    const a1 = block('A1', GENESIS, { time_s: 500 });
    const a2 = block('A2', a1, { time_s: 900, logs: 0 });
    const a3 = block('A3', a2, { time_s: 400 });
    const { state, batches } = advance(started.state, update(GENESIS, [a1, a2, a3], GENESIS));
    expect(state.blocks.map(({ chainTime_s }) => chainTime_s)).toEqual([0, 500, 500, 500]);
    expect(batches[0]).toMatchObject({ events: [{ chainTime_s: 500 }, { chainTime_s: 500 }] });
  });

  it('blocks that the log holds already are passed over', () => {
    const a = branch('A', GENESIS, 3);
    const { state } = advance(started.state, update(GENESIS, a, GENESIS));
    expect(advance(state, update(GENESIS, a, GENESIS))).toEqual({ state, batches: [] });
    const more = advance(state, update(GENESIS, [...a, ...branch('A', a[2]!, 1)], GENESIS));
    expect(more.batches).toMatchObject([{ kind: 'append', fromBlock: 4, toBlock: 4, events: [{}] }]);
  });

  it('a remembered advance over empty blocks is covered by the next batch', () => {
    const empty = branch('A', GENESIS, 10, { logs: 0 });
    const quiet = advance(started.state, update(GENESIS, empty));
    expect(isUneventful(quiet)).toBe(true);
    const remembered = defer(started.state, quiet);
    const loud = advance(remembered, update(empty.at(-1)!, branch('A', empty.at(-1)!, 1)));
    expect(isUneventful(loud)).toBe(false);
    expect(loud.batches).toMatchObject([{ number: 2, fromBlock: 1, toBlock: 11 }]);
  });
});

describe('forks', () => {
  const a = branch('A', GENESIS, 5);
  const live = advance(started.state, update(GENESIS, a, GENESIS)).state;

  it('the first block that differs is retracted with all above it, then the new ones are appended', () => {
    const b = branch('B', a[1]!, 4);
    const { state, batches } = advance(live, update(a[1]!, b, GENESIS));
    expect(batches).toMatchObject([
      { kind: 'retract', number: 3, fromBlock: 3, toBlock: 5, head: { number: 2 } },
      { kind: 'append', number: 4, fromBlock: 3, toBlock: 6 },
    ]);
    expect(names(state)).toEqual(['G0', 'A1', 'A2', 'B3', 'B4', 'B5', 'B6']);
  });

  it('going to another branch and back gives the digests of never having left', () => {
    const there = advance(live, update(GENESIS, branch('B', GENESIS, 6), GENESIS)).state;
    const back = advance(there, update(GENESIS, a, GENESIS)).state;
    expect(back.blocks).toEqual(live.blocks);
  });

  it('a shorter branch replaces a longer one', () => {
    const { state } = advance(live, update(GENESIS, branch('B', GENESIS, 2), GENESIS));
    expect(names(state)).toEqual(['G0', 'B1', 'B2']);
  });

  it('where final blocks are told with gaps, a held block with events that is missing was replaced', () => {
    const far = block('B9', { number: 8, hash: hash('B8') });
    expect(advance(live, update(GENESIS, [far])).batches).toMatchObject([
      { kind: 'retract', fromBlock: 1, toBlock: 5 },
      { kind: 'append', fromBlock: 1, toBlock: 9 },
    ]);
  });

  it('where final blocks are told with gaps, a held block without events stays unless its child names another parent', () => {
    const quiet = advance(started.state, update(GENESIS, branch('A', GENESIS, 3, { logs: 0 }), GENESIS)).state;
    const far = block('A9', { number: 8, hash: hash('A8') });
    expect(advance(quiet, update(GENESIS, [far])).batches).toMatchObject([{ kind: 'append', fromBlock: 4 }]);
    const child = block('B3', { number: 2, hash: hash('B2') });
    expect(advance(quiet, update(GENESIS, [child])).batches).toMatchObject([
      { kind: 'retract', fromBlock: 2 },
      { kind: 'append', fromBlock: 2, toBlock: 3 },
    ]);
  });
});

describe('a tip of the same height', () => {
  const a = branch('A', GENESIS, 3);
  const live = advance(started.state, update(GENESIS, a, GENESIS)).state;
  const tipUpon = (name: string, options: Parameters<typeof block>[2]): DecodedBlock => block(name, a[1]!, options);

  it.each<[string, DecodedBlock, number]>([
    ['with other logs', tipUpon('B3', { logs: 2 }), 2],
    ['that was emptied', tipUpon('B3', { logs: 0 }), 0],
    ['with the same transaction at another index', tipUpon('B3', { logs: [{ ...a[2]!.logs[0]!, raw: logAt(7) }] }), 1],
  ])('%s takes the place of the held one', (_, tip, events) => {
    const { state, batches } = advance(live, update(a[1]!, [tip], GENESIS));
    expect(batches).toMatchObject([
      { kind: 'retract', fromBlock: 3, toBlock: 3, head: { number: 2 } },
      { kind: 'append', fromBlock: 3, toBlock: 3 },
    ]);
    expect(batches[1]).toHaveProperty('events.length', events);
    expect(state.blocks).toEqual(
      after(update(NOTHING, [GENESIS]), update(GENESIS, [a[0]!, a[1]!, tip], GENESIS)).state.blocks,
    );
  });

  it('that goes and comes back leaves the digests of never having gone', () => {
    const b = advance(live, update(a[1]!, [tipUpon('B3', { logs: 2 })], GENESIS)).state;
    const back = advance(b, update(a[1]!, [a[2]!], GENESIS));
    expect(back.state.blocks).toEqual(live.blocks);
    expect(back.state.lastBatch).toBe(live.lastBatch + 4);
  });

  it('that is told again changes nothing, whatever is told with it', () => {
    const replaced = advance(live, update(a[1]!, [tipUpon('B3', { logs: 2 })], GENESIS)).state;
    for (const from of [0, 1, 2]) {
      const told = [a[0]!, a[1]!, tipUpon('B3', { logs: 2 })].slice(from);
      const base = from === 0 ? GENESIS : a[from - 1]!;
      expect(advance(replaced, update(base, told, GENESIS))).toEqual({ state: replaced, batches: [] });
    }
  });
});

/** An update may be told twice, and so may its beginning: after a crash, or by somebody who does not know. */
it('what the log holds already changes nothing, wherever it is told from', () => {
  const moves = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.nat(2)), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(moves, fc.nat(30), (all, from) => {
      let canonical: DecodedBlock[] = [GENESIS];
      let { state } = started;
      all.forEach(([back, length, logs], move) => {
        canonical = canonical.slice(0, Math.max(1, canonical.length - back));
        const base = canonical.at(-1)!;
        const fresh = branch(`${move}.`, base, length, { logs });
        canonical.push(...fresh);
        ({ state } = advance(state, update(base, fresh, GENESIS)));
        const at = 1 + (from % (canonical.length - 1));
        const again = update(canonical[at - 1]!, canonical.slice(at), GENESIS);
        expect(advance(state, again)).toEqual({ state, batches: [] });
      });
    }),
  );
});

describe('what cannot be', () => {
  const a = branch('A', GENESIS, 3);
  const live = advance(started.state, update(GENESIS, a, a[0])).state;

  it.each([
    ['a base that the log does not hold', update({ number: 3, hash: hash('B3') }, branch('B', a[2]!, 1), a[0])],
    ['a base below the final block', update(GENESIS, branch('B', GENESIS, 4), GENESIS)],
    [
      'a block that is not the child of the one before',
      update(a[2]!, [block('C4', { number: 3, hash: hash('C3') })], a[0]),
    ],
    [
      'a gap between parent and child within an update',
      update(a[2]!, [...branch('A', a[2]!, 1), ...branch('B', { number: 4, hash: hash('B4') }, 1)], a[0]),
    ],
    ['a log index that comes twice', update(a[2]!, [block('A4', a[2]!, { logs: [logOf(1), logOf(1)] })], a[0])],
    ['another final block than the one held', update(a[2]!, branch('A', a[2]!, 1), { number: 2, hash: hash('B2') })],
  ])('%s ends the process', (_, bad) => {
    expect(() => advance(live, bad)).toThrow(expect.objectContaining({ name: 'ChainInconsistencyError' }));
  });
});

it('whatever forks it went through, the log stands where a log that never saw them stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 6 }), fc.nat(2)), { maxLength: 30 }),
      (moves) => {
        let canonical: DecodedBlock[] = [GENESIS];
        let { state } = started;
        let covered = 0;
        moves.forEach(([back, length, logs], move) => {
          canonical = canonical.slice(0, Math.max(1, canonical.length - back));
          const base = canonical.at(-1)!;
          const fresh = branch(`${move}.`, base, length, { logs });
          canonical.push(...fresh);
          const next = advance(state, update(base, fresh, GENESIS));
          state = next.state;
          for (const batch of next.batches) {
            expect(batch.fromBlock).toBe(batch.kind === 'append' ? covered + 1 : base.number + 1);
            covered = batch.kind === 'append' ? batch.toBlock : base.number;
          }
        });
        expect(covered).toBe(canonical.at(-1)!.number);
        if (canonical.length === 1) return;
        const fresh = advance(started.state, update(GENESIS, canonical.slice(1), GENESIS)).state;
        expect(state.blocks).toEqual(fresh.blocks);
      },
    ),
  );
});

function ignored(name: string) {
  return { kind: 'Ignored' as const, payload: { name } };
}

/** The raw log of a usage at another place in its block. */
function logAt(logIndex: number) {
  return { ...logOf(0).raw, logIndex };
}
