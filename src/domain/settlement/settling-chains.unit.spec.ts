import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainId } from '../ids.js';
import { SettlingSchedule, type SettlingWindow } from './settling-chains.js';

const INTERVAL_S = 60;
const CHAIN = chainId(1);
const schedule = (settles?: SettlingWindow) => new SettlingSchedule([{ id: CHAIN, settles }], INTERVAL_S);

describe('what is settled through a mark', () => {
  const others = { always: {}, from: { from_s: 600 }, until: { until_s: 600 }, both: { from_s: 600, until_s: 1_200 } };
  const holds = (before: SettlingWindow, after: SettlingWindow, settledTo_s: number, closedTo_s = settledTo_s) =>
    schedule(before).holdsFor(schedule(after), settledTo_s, () => closedTo_s);

  it('holds for marks that lie ahead of it', () => {
    expect(holds(others.always, others.until, 600)).toBe(true);
    expect(holds(others.from, { from_s: 1_200 }, 600)).toBe(true);
    expect(holds(others.from, others.both, 1_200)).toBe(true);
    const none = new SettlingSchedule([], INTERVAL_S);
    expect(none.holdsFor(schedule(others.from), 600, () => 0)).toBe(true);
  });

  it('does not where a mark decides about something that is settled', () => {
    expect(holds(others.always, others.until, 660)).toBe(false);
    expect(holds(others.from, others.always, 60)).toBe(false);
    expect(holds(others.until, others.always, 660)).toBe(false);
    expect(holds(others.always, others.from, 60)).toBe(false);
    const none = new SettlingSchedule([], INTERVAL_S);
    expect(none.holdsFor(schedule(others.from), 660, () => 0)).toBe(false);
    expect(schedule().holdsFor(none, 60, () => 60)).toBe(false);
    expect(schedule().holdsFor(new SettlingSchedule([{ id: CHAIN }], 600), 0, () => 0)).toBe(false);
  });

  it('holds for a chain that stood still before the mark until which it settles', () => {
    expect(holds(others.always, others.until, 6_000, 600)).toBe(true);
    expect(holds(others.always, others.until, 6_000, 660)).toBe(false);
    expect(holds(others.until, { until_s: 1_200 }, 6_000, 600)).toBe(false);
  });
});

describe('what crosses to a chain', () => {
  it('arrives in the interval in which it was sent where the chain always settles', () => {
    expect([60, 120, 6_000].map((mark_s) => schedule().arrival(CHAIN, mark_s))).toEqual([60, 120, 6_000]);
  });

  it('arrives in the first interval that the chain settles where it was sent before', () => {
    const from = schedule({ from_s: 600 });
    expect([60, 600, 660, 720].map((mark_s) => from.arrival(CHAIN, mark_s))).toEqual([660, 660, 660, 720]);
    expect([from.beginAt(540), from.beginAt(600), from.beginAt(660)]).toEqual([[], [CHAIN], []]);
    expect([from.nextBeginning(0), from.nextBeginning(600)]).toEqual([600, Infinity]);
  });

  it('never arrives where it was sent after the last interval that the chain settles', () => {
    const until = schedule({ until_s: 600 });
    expect([60, 600, 660].map((mark_s) => until.arrival(CHAIN, mark_s))).toEqual([60, 600, undefined]);
  });

  it('never arrives where the chain is not followed', () => {
    expect(schedule().arrival(chainId(2), 60)).toBeUndefined();
    expect(schedule().follows(chainId(2))).toBe(false);
  });

  it('arrives alike for as long as no chain has begun or ended', () => {
    const bound_s = fc.option(fc.nat(20), { nil: undefined }).map((n) => n && n * INTERVAL_S);
    const window = fc.record({ from_s: bound_s, until_s: bound_s });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 3 }), (windows) => {
        const chains = windows.map((settles, n) => ({ id: chainId(n + 1), settles }));
        const some = new SettlingSchedule(chains, INTERVAL_S);
        const arrivals = (mark_s: number) =>
          chains.map(({ id }) => {
            const arrival_s = some.arrival(id, mark_s);
            return arrival_s === mark_s ? 'at once' : arrival_s;
          });
        const marks = Array.from({ length: 25 }, (_, n) => (n + 1) * INTERVAL_S);
        const alike = marks.filter((mark_s) => some.turnsBefore(mark_s) === some.turnsBefore(mark_s + INTERVAL_S));
        expect(alike.map(arrivals)).toEqual(alike.map((mark_s) => arrivals(mark_s + INTERVAL_S)));
      }),
    );
  });

  it('arrives once, not before it was sent, and only in an interval that the chain settles', () => {
    const bound_s = fc.option(fc.nat(50), { nil: undefined }).map((n) => n && n * INTERVAL_S);
    fc.assert(
      fc.property(bound_s, bound_s, fc.integer({ min: 1, max: 60 }), (from_s, until_s, nth) => {
        const bounded = schedule({ from_s, until_s });
        const mark_s = nth * INTERVAL_S;
        const arrival_s = bounded.arrival(CHAIN, mark_s);
        if (arrival_s === undefined) return;
        expect(arrival_s).toBeGreaterThanOrEqual(mark_s);
        expect(bounded.settles(CHAIN, arrival_s)).toBe(true);
        expect(arrival_s === mark_s || bounded.beginAt(arrival_s - INTERVAL_S).includes(CHAIN)).toBe(true);
      }),
    );
  });
});
