import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../test/support/postgres.js';
import { createDataSource, migrate } from './data-source.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: false });
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

it('every migration can be undone', async () => {
  const source = await createDataSource(postgres.url).initialize();
  while ((await source.query('SELECT 1 FROM migration')).length > 0) await source.undoLastMigration();
  const left = await source.query(
    `SELECT 1 FROM information_schema.schemata WHERE schema_name IN ('log', 'ledger', 'fold')`,
  );
  await source.destroy();
  expect(left).toEqual([]);
});
