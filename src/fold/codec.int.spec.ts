import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { chainId } from '../domain/ids.js';
import { BulkWriter } from './bulk-write.js';
import { ChainTables, type Schemas } from './chain-tables.js';
import { postgresType } from './codec.js';
import { Dictionary } from './dictionary.js';
import { rewindTables } from './rewind.js';
import { Store } from './store.js';
import { type AnyRow, type AnyTable, history, keyed } from './table.js';
import { WorkingSet } from './working-set.js';

interface Row {
  id: string;
  text: string | null;
  amount: bigint;
  amounts: readonly bigint[];
  numbers: readonly number[] | null;
  time_s: number;
  flag: boolean;
  json: { readonly any: unknown } | null;
  map: Readonly<Record<string, bigint>>;
  name: string | null;
  keyName: string | null;
  hash: string | null;
  position: string;
}

const COLUMNS = {
  id: 'text',
  text: 'text?',
  amount: 'amount',
  amounts: 'amounts',
  numbers: 'integers?',
  time_s: 'long',
  flag: 'boolean',
  json: 'json?',
  map: 'amountMap',
  name: 'name?',
  keyName: "name?''",
  hash: 'hex?',
  position: 'position',
} as const;
const CURRENT = keyed<Row>('current', { columns: COLUMNS, key: ['id', 'keyName'] });
const PAST = history<Row>('past', { columns: COLUMNS, key: ['id', 'keyName'], position: 'position' });
const TABLES: AnyTable[] = [CURRENT, PAST];

const SCHEMAS: Schemas = { ledger: 'codec', fold: 'codec', partitioned: false };
const NAMES = new ChainTables(SCHEMAS, chainId(7));

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  const columns = CURRENT.columns.map(({ name, type }) => `${name} ${postgresType(type)}`).join(', ');
  await client.query(`CREATE SCHEMA codec;
    CREATE TABLE codec.current (chain_id bigint, ${columns}, PRIMARY KEY (id, key_name, chain_id));
    CREATE TABLE codec.past (chain_id bigint, ${columns}, PRIMARY KEY (id, key_name, chain_id));
    CREATE TABLE codec.undo (LIKE fold.undo INCLUDING ALL)`);
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

/** Text as chains send it, less NUL and lone surrogates, which the log never holds. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
  fc.constantFrom('\\', '\\N', 'NULL', '"', '{}', '{"a","b"}', 'a\tb\nc\r', "';--", '\u202e', 'x'.repeat(100_000)),
);
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 300n }), fc.constantFrom(0n, -1n, 2n ** 256n - 1n));

/** Few, so that rows share them. */
const name = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((n) => `0x${String(n).padStart(40, '0')}`),
  text.filter((value) => value !== '' && value.length < 1_000),
);

const rows = fc.uniqueArray(
  fc.record<Row>({
    id: fc.uuid(),
    text: fc.option(text),
    amount,
    amounts: fc.array(amount, { maxLength: 7 }),
    numbers: fc.option(fc.array(fc.integer(), { maxLength: 7 })),
    time_s: fc.nat(),
    flag: fc.boolean(),
    json: fc.option(fc.record({ any: fc.array(text, { maxLength: 3 }) })),
    map: fc.dictionary(fc.stringMatching(/^[0-9a-z|]{1,9}$/), amount, { maxKeys: 3, noNullPrototype: true }),
    name: fc.option(name),
    keyName: fc.option(name),
    hash: fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)),
    position: fc.nat().map((n) => String(n).padStart(40, '0')),
  }),
  { selector: ({ id }) => id, maxLength: 20 },
);

it('rows come back as they were written, by unnest, by COPY and out of undo', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (some) => {
      await client.query('TRUNCATE codec.current, codec.past, codec.undo');
      const dictionary = new Dictionary(client);
      const store = new Store(client, NAMES, dictionary);
      const bulk = new BulkWriter(client, NAMES, dictionary);
      const set = new WorkingSet(TABLES, 7, dictionary);
      set.beginBlock(1, false);
      for (const row of some) {
        set.keyed.get('current')!.put(row as unknown as AnyRow);
        set.histories.get('past')!.append(row as unknown as AnyRow);
      }
      await bulk.write(set.take(), '1');
      expect(sorted(await store.select(CURRENT as AnyTable, {}))).toEqual(sorted(some));
      expect(sorted(await store.select(PAST as AnyTable, {}))).toEqual(sorted(some));

      set.beginBlock(2, true);
      some.forEach(({ id, keyName }, index) => {
        if (index % 2 === 0) set.keyed.get('current')!.remove({ id, keyName });
        else set.keyed.get('current')!.put({ ...some[0]!, id, keyName });
      });
      await store.readImages(set);
      await bulk.write(set.take(), '2');
      await rewindTables(client, NAMES, [CURRENT as AnyTable], 1, '9'.repeat(40));
      expect(sorted(await store.select(CURRENT as AnyTable, {}))).toEqual(sorted(some));
    }),
    { numRuns: 40 },
  );
});

function sorted(some: readonly unknown[]): unknown[] {
  return [...(some as Row[])].sort((a, b) => (a.id < b.id ? -1 : 1));
}
