import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startOwnPostgres, type TestPostgres } from '../test/support/postgres.js';
import { createDataSource, migrate } from './data-source.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startOwnPostgres({ migrated: false });
});
afterAll(() => postgres.stop());

it('two processes that migrate at once leave one migrated database', async () => {
  await Promise.all([migrate(postgres.url), migrate(postgres.url)]);
  const client = new pg.Client(postgres.url);
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'log'`,
  );
  await client.end();
  expect(rows[0].n).toBe(5);
});

describe('what a killed rebuild has left', () => {
  const LOCK = ['tributary rebuild 7'];
  let client: pg.Client;
  beforeEach(async () => {
    client = new pg.Client(postgres.url);
    await client.connect();
    const source = await createDataSource(postgres.url).initialize();
    await source.undoLastMigration();
    await source.destroy();
    await client.query(`CREATE SCHEMA rebuild_7; CREATE SCHEMA rebuild_7_fold_all; CREATE SCHEMA rebuild_7_replaced;
      CREATE VIEW rebuild_7.usage AS SELECT * FROM ledger.usage`);
  });
  afterEach(() => client.end());

  const left = async (): Promise<unknown[]> =>
    (await client.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rebuild%'`)).rows;

  it('goes before tables are changed', async () => {
    await migrate(postgres.url);
    expect(await left()).toEqual([]);
  });

  it('stays while somebody works on it, and nothing is changed', async () => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', LOCK);
    await expect(migrate(postgres.url)).rejects.toThrow('while eip155:7 is rebuilt');
    expect(await left()).toHaveLength(3);
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', LOCK);
    await migrate(postgres.url);
    expect(await left()).toEqual([]);
  });
});

it('every migration can be undone', async () => {
  const source = await createDataSource(postgres.url).initialize();
  while ((await source.query('SELECT 1 FROM migration')).length > 0) await source.undoLastMigration();
  const left = await source.query(
    `SELECT 1 FROM information_schema.schemata WHERE schema_name IN ('log', 'ledger', 'fold')`,
  );
  await source.destroy();
  expect(left).toEqual([]);
});
