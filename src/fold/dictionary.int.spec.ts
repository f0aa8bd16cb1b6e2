import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { Dictionary } from './dictionary.js';

let postgres: TestPostgres;
let clients: pg.Client[];
beforeAll(async () => {
  postgres = await startTestPostgres();
  clients = [0, 1, 2].map(() => new pg.Client(postgres.url));
  await Promise.all(clients.map((client) => client.connect()));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await postgres.stop();
});

const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `eip155:1/erc721:0x${'ab'.repeat(20)}/${from + n}`);

it('folds that name the same things at once, each in its own order, give them the same numbers', async () => {
  const all = names(0, 3_000);
  const folds = clients.map((client) => new Dictionary(client));
  const orders = [all, [...all].reverse(), [...all.slice(1_500), ...all.slice(0, 1_500)]];
  await Promise.all(folds.map((fold, index) => fold.learn(orders[index]!)));
  const numbers = folds.map((fold) => all.map((name) => fold.idOf(name)));
  expect(numbers[1]).toEqual(numbers[0]);
  expect(numbers[2]).toEqual(numbers[0]);
  expect(new Set(numbers[0]).size).toBe(all.length);
  expect(numbers[0]).not.toContain(undefined);
});

it('a name that left memory has the number that it had', async () => {
  const dictionary = new Dictionary(clients[0]!, 10);
  const [first, ...others] = names(10_000, 10_040);
  await dictionary.learn([first!]);
  const number = dictionary.idOf(first!);
  for (const name of others) await dictionary.learn([name]);
  expect(dictionary.idOf(first!)).toBeUndefined();
  await dictionary.learn([first!]);
  expect(dictionary.idOf(first!)).toBe(number);
});

it('as many names as stay in memory are known together once they are learned together, whatever was there before', async () => {
  const pool = names(20_000, 20_040);
  const draw = fc.subarray(pool, { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(fc.array(draw, { maxLength: 8 }), async (sets) => {
      const dictionary = new Dictionary(clients[0]!, 10);
      for (const together of sets) {
        await dictionary.learn(together);
        expect(together.filter((name) => dictionary.idOf(name) === undefined)).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});

it('what is no Unicode text is refused as a name', async () => {
  await expect(new Dictionary(clients[0]!).learn(['\ud800'])).rejects.toThrow('cannot be a name');
});
