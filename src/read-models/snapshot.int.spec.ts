import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../db/data-source.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';
import { Snapshot } from './snapshot.js';

const NAME = 'tributary snapshot test';

let postgres: TestPostgres;
let swapping: pg.Client;
/** Apart from the other one: within a transaction the activity of others stands still. */
let watching: pg.Client;
let source: DataSource;

beforeAll(async () => {
  postgres = await startTestPostgres();
  swapping = new pg.Client(postgres.url);
  watching = new pg.Client(postgres.url);
  await Promise.all([swapping.connect(), watching.connect()]);
  source = await createDataSource(postgres.url, [], { application_name: NAME, statement_timeout: 1_500 }).initialize();
}, 60_000);
afterAll(async () => {
  await source?.destroy();
  await Promise.all([swapping?.end(), watching?.end()]);
  await postgres?.stop();
});

const takePlace = () => swapping.query('BEGIN; LOCK TABLE fold.checkpoint IN ACCESS EXCLUSIVE MODE');

/** When the snapshot began to wait for the lock, if it waits. */
async function waitingSince(): Promise<string | undefined> {
  const { rows } = await watching.query<{ since: string }>(
    `SELECT query_start::text AS since FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`,
    [NAME],
  );
  return rows[0]?.since;
}

it('waits for a state that takes its place, also for longer than a statement may take', async () => {
  await takePlace();
  const snapshot = new Snapshot(source);
  const answer = snapshot.query<{ one: number }>('SELECT 1 AS one');
  const first = await until('the snapshot to wait', waitingSince, { pause_ms: 5 });
  await until('it to wait once more', async () => ![undefined, first].includes(await waitingSince()), { pause_ms: 5 });
  await swapping.query('COMMIT');
  expect(await answer).toEqual([{ one: 1 }]);
  await snapshot.close();
});

it('gives up where that never ends, and lets its connection go as it was', async () => {
  await takePlace();
  const snapshot = new Snapshot(source);
  await expect(snapshot.query('SELECT 1')).rejects.toMatchObject({ code: '57014' });
  await snapshot.close();
  await swapping.query('COMMIT');
  const after = new Snapshot(source);
  expect(await after.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  await after.close();
});
