import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomWorld } from '../../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { blocksOf, LogBuilder } from '../../test/support/log-builder.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { withClient } from '../../test/support/with-client.js';
import { chainId } from '../domain/ids.js';
import { LEDGER_TABLES, SETTLED_TABLES } from '../read-models/ledger-tables.js';
import { createBeside, dropBeside, indexBeside, takePlace } from './beside.js';
import type { Schemas } from './chain-tables.js';
import type { Digest } from './digest.js';
import { isKeyedLate } from './late-keys.js';
import { inTransaction } from './transaction.js';

const CHAIN = chainId(1);

let postgres: TestPostgres;
let straight: Digest;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const { events } = randomWorld({ seed: 43, chains: 2, eventsPerChain: 200 });
  await withClient(postgres.url, (client) => new LogBuilder(client, CHAIN).append(blocksOf(events.get(CHAIN)!)));
  await foldToEnd(postgres.url, CHAIN);
  straight = await ledgerDigest(postgres.url, CHAIN);
});
afterAll(() => postgres.stop());

/** Folds the log beside and puts that in its place. @returns the tables that have their keys, as they come late, once folded and once indexed */
async function beside(eventsPerStep: number): Promise<readonly string[][]> {
  return withClient(postgres.url, async (client) => {
    const keyed = async ({ ledger }: Schemas): Promise<string[]> => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT regexp_replace(relname, '_1$', '') AS name FROM pg_class c JOIN pg_index ON indrelid = c.oid
         WHERE relnamespace = $1::regnamespace AND indisprimary ORDER BY name`,
        [ledger],
      );
      return rows.map(({ name }) => name).filter((name) => late.includes(name));
    };
    const schemas = await createBeside(client, CHAIN, LEDGER_TABLES, SETTLED_TABLES);
    await foldToEnd(postgres.url, CHAIN, { schemas, eventsPerStep, isUnreadUntilEnd: true });
    const folded = await keyed(schemas);
    await indexBeside([client], CHAIN, LEDGER_TABLES);
    const indexed = await keyed(schemas);
    await inTransaction(client, () => takePlace(client, CHAIN, LEDGER_TABLES));
    await dropBeside(client, CHAIN);
    expect(await ledgerDigest(postgres.url, CHAIN)).toEqual(straight);
    return [folded, indexed];
  });
}

const late = LEDGER_TABLES.filter(isKeyedLate)
  .map(({ name }) => name)
  .sort();

it('tables that are only appended to get their keys at the end', async () => {
  expect(late).toEqual(expect.arrayContaining(['posting', 'running_total_at', 'usage']));
  expect(await beside(100_000)).toEqual([[], late]);
});

it('a table has its key as soon as rows have to be found by it, and gives the same rows', async () => {
  const [folded, indexed] = await beside(3);
  expect(folded).toEqual(expect.arrayContaining(['posting', 'revenue', 'running_total_at']));
  expect(folded).not.toContain('usage');
  expect(indexed).toEqual(late);
});

it('nothing vacuums tables beside the live ones before they have taken their places', async () => {
  await withClient(postgres.url, async (client) => {
    const untouched = async (schema: string): Promise<number> => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_class
         WHERE relnamespace = $1::regnamespace AND reloptions @> '{autovacuum_enabled=false}'`,
        [schema],
      );
      return rows[0]!.count;
    };
    const { ledger } = await createBeside(client, CHAIN, LEDGER_TABLES, SETTLED_TABLES);
    expect(await untouched(ledger)).toBe(LEDGER_TABLES.length);
    await inTransaction(client, () => takePlace(client, CHAIN, LEDGER_TABLES));
    expect(await untouched('ledger')).toBe(0);
    await dropBeside(client, CHAIN);
  });
});
