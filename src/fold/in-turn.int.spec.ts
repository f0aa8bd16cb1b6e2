import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { inTurn } from './in-turn.js';

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  client = inTurn(new pg.Client(postgres.url));
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

it('whoever asks while another waits is answered after them, without a warning, and after a refusal too', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const answers = await Promise.allSettled([
    client.query<{ n: number }>('SELECT 1 AS n'),
    client.query<{ n: number }>('SELECT 1 / 0 AS n'),
    client.query<{ n: number }>('SELECT $1::integer AS n', [3]),
  ]);
  const told = answers.map((answer) =>
    answer.status === 'fulfilled' ? answer.value.rows[0]!.n : (answer.reason as Error).message,
  );
  expect(told).toEqual([1, 'division by zero', 3]);
  expect(warned).not.toHaveBeenCalled();
});
