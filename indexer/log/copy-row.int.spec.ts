import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { copyFile, CopyRow } from './copy-row.js';

let postgres: TestPostgres;
let client: pg.Client;

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(
    'CREATE TEMP TABLE kept (place integer, big bigint, small smallint, word text, bytes bytea, list bytea[], amount numeric(78, 0))',
  );
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

const hex = (most: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength: most }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);
const rowOf = fc.record({
  place: fc.integer(),
  big: fc.maxSafeNat(),
  small: fc.integer({ min: -32_768, max: 32_767 }),
  word: fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))),
  bytes: hex(100),
  list: fc.array(hex(40), { maxLength: 5 }),
  amount: fc.oneof(fc.bigInt(0n, 2n ** 256n - 1n), fc.bigInt(0n, 20_000n), fc.constant(10n ** 77n)),
});

type Row = typeof rowOf extends fc.Arbitrary<infer T> ? T : never;

it('reads back what was written, whatever the values', async () => {
  const check = async (rows: readonly Row[]): Promise<void> => {
    await client.query('TRUNCATE kept');
    const chunks = rows.map(({ place, big, small, word, bytes, list, amount }) => {
      const row = new CopyRow(4_096);
      row.start(7);
      row.integer(place);
      row.bigint(big);
      row.smallint(small);
      if (word === null) row.nothing();
      else row.text(word);
      row.bytea(bytes);
      row.byteaArray(list.length, (at) => row.bytea(list[at]!));
      row.numeric(amount);
      return row.written();
    });
    await pipeline(Readable.from(copyFile(chunks)), client.query(copyFrom('COPY kept FROM STDIN (FORMAT binary)')));
    const { rows: read } = await client.query(
      `SELECT place, big::text, small, word, '0x' || encode(bytes, 'hex') AS bytes, amount::text,
         ARRAY(SELECT '0x' || encode(item, 'hex') FROM unnest(list) WITH ORDINALITY AS l(item, at) ORDER BY at) AS list
       FROM kept ORDER BY ctid`,
    );
    expect(read).toEqual(rows.map((row) => ({ ...row, big: String(row.big), amount: String(row.amount) })));
  };
  await fc.assert(fc.asyncProperty(fc.array(rowOf, { maxLength: 5 }), check), { numRuns: 50 });
});
