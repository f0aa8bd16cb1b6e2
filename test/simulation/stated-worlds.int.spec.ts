import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { marksBetween, type StatementPiece } from '../../src/read-models/earnings/pieces.js';
import { closedMarks } from '../../src/read-models/chains/moments.js';
import { contributorBalances } from '../../src/read-models/entitlements/balances.js';
import { type Queryable, queryable } from '../../src/read-models/queryable.js';
import { periodMarks } from '../../src/read-models/statements/period.js';
import { statement, type StatementCut } from '../../src/read-models/statements/statement.js';
import { totalsOf, type StatementLine } from '../../src/read-models/statements/statement-lines.js';
import { worthBy } from '../../src/read-models/statements/line-series.js';
import type { ValuedLine } from '../../src/read-models/statements/valued-line.js';
import { valuedLines } from '../../src/read-models/statements/valued-lines.js';
import { seedsFrom } from '../support/depth.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { withClient } from '../support/with-client.js';
import { Chance } from './chance.js';
import { everybody } from './everybody.js';
import { randomWorld, timesOf, type WorldOptions } from './random-world.js';
import { writeStraight } from './straight-world.js';

const CUTS: readonly StatementCut[] = ['ASSET', 'ROLE', 'VAULT', 'ORIGIN', 'OPERATION'];
const NOBODY = `0x${'0'.repeat(32)}deadbeef`;
const AROUND_S = 7_200;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** A random world as a database has it, folded and settled, and when it began and ended. */
async function foldedWorld(options: WorldOptions) {
  const world = randomWorld(options);
  const [first_s, last_s] = timesOf(world);
  const url = await newDatabase(postgres.url);
  await writeStraight(url, world);
  return { world, first_s, last_s, url };
}

it.each(seedsFrom(5, 1))(
  'statements of odd world %i join where they meet, however they are cut, and close with the balances of then',
  async (seed) => {
    const { first_s, last_s, url } = await foldedWorld({
      seed,
      chains: 2,
      eventsPerChain: 120,
      odd: true,
      bounded: seed % 2 === 0,
    });
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

it.each(seedsFrom(11, 1))(
  'what statements of odd world %i were worth is summed interval by interval, whatever the cut, and no piece takes back',
  async (seed) => {
    const { world, first_s, last_s, url } = await foldedWorld({ seed, chains: 2, eventsPerChain: 120, odd: true });
    const chance = new Chance(seed);
    const valued = { known: 0, missing: 0 };
    await withClient(url, async (client) => {
      const db = queryable(client);
      const rates = await usageRates(db);
      const period = [first_s - AROUND_S, last_s + AROUND_S] as const;
      for (const contributor of await everybody(db)) {
        const ask = (piece: StatementPiece, cuts: readonly StatementCut[]) =>
          statement(db, {
            ...{ contributor, marks: marksBetween(...period, piece, world.interval_s, 100_000), cuts },
            ...{ filter: {}, isFinal: false },
          });
        const whole = await ask('PERIOD', []);
        const cuts = CUTS.filter(() => chance.happens(50));
        for (const piece of ['INTERVAL', 'HOUR', 'DAY'] as const) {
          const lines = await ask(piece, cuts);
          for (const { movements } of lines) for (const { amount } of movements) expect(amount > 0n).toBe(true);
          const totals = totalsOf(lines);
          expect(totals.map(({ key, worth }) => [key, worth])).toEqual(whole.map(({ key, worth }) => [key, worth]));
          const scaled = (line: StatementLine) => worthBy(line, line.marks.length - 1);
          expect(totals.map(scaled)).toEqual(whole.map(scaled));
        }
        for (const line of await ask('INTERVAL', [])) {
          for (const { end_s, amount, worth } of line.movements) {
            const rate = rates.get(`${line.vaultChainId}|${line.token}|${end_s}`);
            if (!rate) continue;
            const { usdE18, missing } = worth;
            valued[missing > 0n ? 'missing' : 'known'] += 1;
            expect(usdE18 ?? 0n).toBe((amount * rate.usdE18) / rate.gross);
            expect(usdE18 === null).toBe(rate.unpriced === rate.gross);
            expect(missing).toBe((amount * rate.unpriced + rate.gross - 1n) / rate.gross);
          }
        }
      }
    });
    expect(valued.known).toBeGreaterThan(0);
    expect(valued.missing).toBeGreaterThan(0);
  },
  300_000,
);

it.each(seedsFrom(21, 1))(
  'odd world %i is worth the same whether every interval is looked at or only those at which rates change',
  async (seed) => {
    const { world, first_s, last_s, url } = await foldedWorld({ seed, chains: 2, eventsPerChain: 120, odd: true });
    const chance = new Chance(seed);
    await withClient(url, async (client) => {
      const db = queryable(client);
      for (const contributor of await everybody(db)) {
        const from_s = first_s + chance.below(last_s - first_s);
        const marks = marksBetween(from_s, last_s + AROUND_S, 'HOUR', world.interval_s, 2_000);
        const final = await closedMarks(db);
        for (const [chain, mark_s] of final) final.set(chain, mark_s - world.interval_s * chance.below(60));
        for (const options of [{}, { final }]) {
          const ask = (mostBorders: number) => linesOf(valuedLines(db, { contributor, marks, options }, mostBorders));
          expect(await ask(-1)).toEqual(await ask(Infinity));
        }
      }
    });
  },
  300_000,
);

/** By what they are about. */
async function linesOf(pieces: AsyncIterable<ValuedLine[]>): Promise<[string, ValuedLine][]> {
  const lines: [string, ValuedLine][] = [];
  for await (const some of pieces) {
    for (const line of some) {
      if (line.accrued.every((units) => units === 0n)) continue;
      const { vaultChainId, vault, token, assetId, role, origin } = line;
      const worths = line.accrued.map((_, j) => worthBy(line, j));
      lines.push([[vaultChainId, vault, token, assetId, role, origin].join(), { ...line, worths }]);
    }
  }
  return lines.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What usages of each chain, token and interval were worth, as each of them was told. */
async function usageRates(db: Queryable): Promise<Map<string, { usdE18: bigint; gross: bigint; unpriced: bigint }>> {
  const rows = await db.query<{ key: string; usd_e18: string; gross: string; unpriced: string }>(
    `SELECT r.chain_id || '|' || n.name || '|' || mark_s AS key, sum(usd_e18)::text AS usd_e18, sum(gross)::text AS gross,
       sum(unpriced_gross)::text AS unpriced
     FROM ledger.revenue r JOIN fold.name n ON n.id = r.token GROUP BY 1 HAVING sum(gross) > 0`,
  );
  return new Map(
    rows.map(({ key, usd_e18, gross, unpriced }) => {
      return [key, { usdE18: BigInt(usd_e18), gross: BigInt(gross), unpriced: BigInt(unpriced) }];
    }),
  );
}

it('a period that is no time, or lies before everything or ahead, moves nothing', async () => {
  const { first_s, last_s, url } = await foldedWorld({ seed: 6, chains: 2, eventsPerChain: 60, odd: true });
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
