import { setFlagsFromString } from 'node:v8';
import { expect, it } from '@jest/globals';
import { randomWorld } from '../../../test/simulation/random-world.js';
import { applyEvent } from './apply.js';
import { MemoryHistory, MemoryLedger, MemoryTable } from './memory-state.js';

/** Of a table whose rows are changed in several places; where every row has its own there are as many as rows. */
const MOST_SHAPES = 8;
/** Tables with fewer rows say nothing. */
const MANY_ROWS = 50;

/**
 * V8 gives every object that is made by `{ ...some, another: 1 }` a shape of its own: reading such rows takes several
 * times as long, and their shapes take more memory than they do. `{ another: 1, ...some }` are all alike.
 */
it('rows of a table share few shapes, however they came about', () => {
  const { events, interval_s } = randomWorld({ seed: 7, chains: 2, eventsPerChain: 4_000, odd: true });
  const shapes = [...events].flatMap(([chain, placed]) => {
    const ledger = new MemoryLedger(chain, interval_s);
    for (const event of placed) applyEvent(ledger, event);
    const tables = Object.entries(ledger).map(([name, table]) => ({ name, rows: rowsOf(table) }));
    return tables
      .filter(({ rows }) => rows.length >= MANY_ROWS)
      .map(({ name, rows }) => [name, shapesOf(rows)] as const);
  });
  expect(shapes.length).toBeGreaterThan(20);
  expect(shapes.filter(([, count]) => count > MOST_SHAPES)).toEqual([]);
});

function rowsOf(table: unknown): readonly object[] {
  if (table instanceof MemoryTable) return [...table.rows.values()] as object[];
  return table instanceof MemoryHistory ? (table.rows as object[]) : [];
}

setFlagsFromString('--allow-natives-syntax');
const haveSameShape = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean;

function shapesOf(rows: readonly object[]): number {
  const shapes: object[] = [];
  for (const row of rows) if (!shapes.some((other) => haveSameShape(other, row))) shapes.push(row);
  return shapes.length;
}
