import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import type { ColumnType } from '../fold/table.js';
import { LEDGER_TABLES, SETTLED_TABLES } from './ledger-tables.js';

const POSTGRES_TYPES: Record<ColumnType, string> = {
  text: 'text',
  integer: 'integer',
  long: 'bigint',
  boolean: 'boolean',
  amount: 'numeric',
  amounts: 'numeric[]',
  integers: 'bigint[]',
  json: 'jsonb',
  amountMap: 'jsonb',
  name: 'integer',
  hex: 'bytea',
  position: 'numeric',
};

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

describe.each([...LEDGER_TABLES, ...SETTLED_TABLES])('the specification of ledger.$name', (table) => {
  it('has the columns of the migrated table, in type, order and nullability', async () => {
    const { rows } = await client.query(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type, NOT attnotnull AS nullable
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [`ledger.${table.name}`],
    );
    const expected = table.columns.map(({ name, type, nullable }) => ({ name, type: POSTGRES_TYPES[type], nullable }));
    expect(rows).toEqual(
      table.perChain ? [{ name: 'chain_id', type: 'bigint', nullable: false }, ...expected] : expected,
    );
  });

  it('has the key of the migrated table, in order', async () => {
    const { rows } = await client.query(
      `SELECT a.attname AS name FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, n), pg_attribute a
       WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum
       ORDER BY k.n`,
      [`ledger.${table.name}`],
    );
    const key = table.key.map((field) => table.columns.find((column) => column.field === field)?.name);
    expect(rows.map(({ name }) => name)).toEqual(table.perChain ? [...key, 'chain_id'] : key);
  });
});

it('every table of the schema ledger has a specification', async () => {
  const { rows } = await client.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'ledger' ORDER BY table_name COLLATE "C"`,
  );
  expect(rows.map(({ table_name }) => table_name)).toEqual(
    [...LEDGER_TABLES, ...SETTLED_TABLES].map(({ name }) => name).sort(),
  );
});
