import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ChainId } from '../../src/domain/ids.js';
import { readEvents } from '../../src/event-log/reader.js';
import { checkLogIntegrity } from '../../src/verify/log-integrity.js';
import { block, branch, NOTHING, update } from '../../test/support/block-tree.js';
import { readLog } from '../../test/support/indexer.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { advance } from '../log/advance.js';
import type { BlockRef, DecodedBlock } from '../log/blocks.js';
import { commitAdvance, loadState } from '../log/log-store.js';
import { applyPrune, planPrune } from './prune.js';

const GENESIS = block('G0', NOTHING, { logs: 0 });
const ALL = { batch: 1_000 };

let postgres: TestPostgres;
let client: pg.Client;
let chain = 900_000 as ChainId;

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});
/** Batches 3 and 5 are retractions, of two events each. */
beforeEach(async () => {
  chain = (chain + 1) as ChainId;
  await write(NOTHING, [GENESIS]);
  const a = branch('A', GENESIS, 3);
  await write(GENESIS, a);
  await write(a[0]!, branch('B', a[0]!, 2));
  await write(a[0]!, branch('C', a[0]!, 4, { logs: 2 }));
});

it('drops what was retracted, and neither what is canonical nor the digests nor the proof of them', async () => {
  const before = await readLog(postgres.url, chain);
  const plan = await planPrune(client, chain, ALL);
  expect(plan).toMatchObject({ events: 4, upToBatch: 5, heldBackBy: undefined });
  expect(await applyPrune(client, plan)).toBe(4);
  expect(await readLog(postgres.url, chain)).toEqual(before);
  expect(await events()).toBe(before.events.length);
  expect((await checkLogIntegrity(client, chain)).count).toBe(0);
  expect(await applyPrune(client, await planPrune(client, chain, ALL))).toBe(0);
});

it('drops only what was retracted before the batch or the time given', async () => {
  expect(await planPrune(client, chain, { batch: 3 })).toMatchObject({ events: 0 });
  expect(await planPrune(client, chain, { batch: 5 })).toMatchObject({ events: 2, upToBatch: 3 });
  await client.query(
    `UPDATE log.batch SET appended_at = now() - interval '40 days' WHERE chain_id = $1 AND number <= 4`,
    [chain],
  );
  const days = (count: number) => ({ time_s: Date.now() / 1000 - count * 86_400 });
  expect(await planPrune(client, chain, days(41))).toMatchObject({ events: 0 });
  expect(await planPrune(client, chain, days(30))).toMatchObject({ events: 2, upToBatch: 3 });
});

it('keeps what a fold that is behind still reads, live or beside', async () => {
  await client.query(
    'CREATE SCHEMA beside_fold; CREATE TABLE beside_fold.checkpoint (chain_id bigint, last_batch bigint)',
  );
  await client.query('INSERT INTO beside_fold.checkpoint VALUES ($1, 4)', [chain]);
  const read = () => readEvents(client, chain, { asOf: 4, after: null, limit: 100 });
  const seen = await read();
  const plan = await planPrune(client, chain, ALL);
  expect(plan).toMatchObject({ events: 2, upToBatch: 4, heldBackBy: 'beside_fold.checkpoint' });
  await applyPrune(client, plan);
  expect(await read()).toEqual(seen);
  expect((await checkLogIntegrity(client, chain)).count).toBe(0);
});

it('still lets the proof notice an event that was taken away by hand', async () => {
  await applyPrune(client, await planPrune(client, chain, { batch: 5 }));
  await client.query('DELETE FROM log.event WHERE chain_id = $1 AND retracted_batch = 5 AND block_number = 2', [chain]);
  expect((await checkLogIntegrity(client, chain)).count).toBeGreaterThan(0);
});

async function write(base: BlockRef, blocks: readonly DecodedBlock[]): Promise<void> {
  await commitAdvance(client, advance(await loadState(client, chain), update(base, blocks, GENESIS)));
}

async function events(): Promise<number> {
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM log.event WHERE chain_id = $1', [
    chain,
  ]);
  return rows[0]!.n;
}
