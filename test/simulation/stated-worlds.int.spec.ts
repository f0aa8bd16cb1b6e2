import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { marksBetween } from '../../src/read-models/earnings/pieces.js';
import { contributorBalances } from '../../src/read-models/entitlements/balances.js';
import { type Queryable, queryable } from '../../src/read-models/queryable.js';
import { periodMarks } from '../../src/read-models/statements/period.js';
import {
  statement,
  totalsOf,
  type StatementCut,
  type StatementLine,
} from '../../src/read-models/statements/statement.js';
import { seedsFrom } from '../support/depth.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { withClient } from '../support/with-client.js';
import { Chance } from './chance.js';
import { everybody } from './everybody.js';
import { randomWorld, timesOf } from './random-world.js';
import { writeStraight } from './straight-world.js';

const CUTS: readonly StatementCut[] = ['ASSET', 'ROLE', 'VAULT', 'ORIGIN', 'OPERATION'];
const NOBODY = `0x${'0'.repeat(32)}deadbeef`;
const AROUND_S = 7_200;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it.each(seedsFrom(5, 1))(
  'statements of odd world %i join where they meet, however they are cut, and close with the balances of then',
  async (seed) => {
    const world = randomWorld({ seed, chains: 2, eventsPerChain: 120, odd: true, bounded: seed % 2 === 0 });
    const [first_s, last_s] = timesOf(world);
    const url = await newDatabase(postgres.url);
    await writeStraight(url, world);
    const chance = new Chance(seed);
    const anyTime = (): number => first_s - AROUND_S + chance.below(last_s - first_s + 2 * AROUND_S);
    await withClient(url, async (client) => {
      const db = queryable(client);
      for (const contributor of [...(await everybody(db)), NOBODY]) {
        const [from_s, middle_s, to_s] = [anyTime(), anyTime(), anyTime()].sort((a, b) => a - b) as [
          number,
          number,
          number,
        ];
        const piece = chance.pick(['INTERVAL', 'HOUR', 'DAY', 'PERIOD'] as const);
        const cuts = CUTS.filter(() => chance.happens(50));
        const ask = (marks: readonly number[], by: readonly StatementCut[]) =>
          statement(db, { contributor, marks, cuts: by, filter: {}, isFinal: false });
        const [before, after] = [
          marksBetween(from_s, middle_s, piece, 60, 2_000),
          marksBetween(middle_s, to_s, piece, 60, 2_000),
        ];
        const [one, two] = [await ask(before, cuts), await ask(after, cuts)];
        expect(amounts(two, 'opening')).toEqual(amounts(one, 'closing'));
        expect(amounts(totalsOf(one), 'closing')).toEqual(amounts(await ask(before, []), 'closing'));
        expect(amounts(totalsOf(two), 'amount')).toEqual(amounts(await ask(after, []), 'amount'));
        for (const { opening, movements, closing } of [...one, ...two]) {
          expect(movements.reduce((sum, { amount }) => sum + amount, opening)).toBe(closing);
        }
        expect(amounts(totalsOf(one), 'closing')).toEqual(await balances(db, contributor, before.at(-1)!));
      }
    });
  },
  300_000,
);

it('a period that is no time, or lies before everything or ahead, moves nothing', async () => {
  const world = randomWorld({ seed: 6, chains: 2, eventsPerChain: 60, odd: true });
  const [first_s, last_s] = timesOf(world);
  const url = await newDatabase(postgres.url);
  await writeStraight(url, world);
  await withClient(url, async (client) => {
    const db = queryable(client);
    const [contributor] = await everybody(db);
    for (const [from_s, to_s] of [
      [last_s, first_s],
      [first_s, first_s],
      [null, first_s - AROUND_S],
      [first_s - 2 * AROUND_S, first_s - AROUND_S],
      [last_s + 100 * AROUND_S, null],
      [last_s + 100 * AROUND_S, last_s + 101 * AROUND_S],
    ] as const) {
      const marks = await periodMarks(db, { contributor: contributor!, piece: 'HOUR', from_s, to_s, interval_s: 60 });
      const lines = await statement(db, { contributor: contributor!, marks, cuts: CUTS, filter: {}, isFinal: false });
      expect(amounts(lines, 'amount')).toEqual([]);
    }
  });
}, 300_000);

/** What is not 0, by the name of the line. */
function amounts(lines: readonly StatementLine[], which: 'opening' | 'amount' | 'closing'): [string, bigint][] {
  const found = lines.map((line): [string, bigint] => [line.key, line[which]]).filter(([, amount]) => amount !== 0n);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What had accrued at a mark, named like the lines of a statement that is not cut. */
async function balances(db: Queryable, contributor: string, mark_s: number): Promise<[string, bigint][]> {
  const sums = new Map<string, bigint>();
  for (const { vaultChainId, token, accrued } of await contributorBalances(db, contributor, { mark_s })) {
    const key = `${String(vaultChainId).padStart(16, '0')}|${token}|||||`;
    sums.set(key, (sums.get(key) ?? 0n) + accrued);
  }
  return [...sums].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
}
