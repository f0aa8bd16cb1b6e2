import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomWorld } from '../../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest, settledDigest, settleToEnd } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { chainId } from '../domain/ids.js';

const CHAIN = chainId(1);
const OTHER = chainId(2);
const world = randomWorld({ seed: 21, chains: 2, eventsPerChain: 120 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function ended(blocks: readonly TestBlock[], after_s: number): TestBlock[] {
  const { number, time_s } = blocks.at(-1)!;
  return [...blocks, { number: number + 20, time_s: time_s + after_s, logs: [] }];
}

it('a retraction below the finalized block folds the chain anew', async () => {
  const url = await newDatabase(postgres.url);
  const straight = await newDatabase(postgres.url);
  const blocks = blocksOf(world.events.get(CHAIN)!);
  const kept = blocks.slice(0, 10);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN, 1_000);
    await log.append(blocks);
    await foldToEnd(url, CHAIN);
    // As if finality had been taken for closer than it was: what a repair of the chain then retracts was final.
    await client.query('UPDATE fold.checkpoint SET finalized_block = block');
    await client.query('DELETE FROM fold.undo');
    await log.fork(kept.at(-1)!.number, [{ ...blocks.at(-1)!, number: blocks.at(-1)!.number + 1 }]);
    await foldToEnd(url, CHAIN);
  });
  await withClient(straight, (client) =>
    new LogBuilder(client, CHAIN, 1_000).append([...kept, { ...blocks.at(-1)!, number: blocks.at(-1)!.number + 1 }]),
  );
  await foldToEnd(straight, CHAIN);
  expect(await ledgerDigest(url, CHAIN)).toEqual(await ledgerDigest(straight, CHAIN));
});

it('an event that comes into a closed interval settles anew, with an anomaly', async () => {
  const [url, straight] = [await newDatabase(postgres.url), await newDatabase(postgres.url)];
  const [one, two] = [blocksOf(world.events.get(CHAIN)!), blocksOf(world.events.get(OTHER)!)];
  const late = one.length - 5;
  const final = { number: one[late]!.number - 1, time_s: one.at(-1)!.time_s + 5_000, logs: [] };
  const order: [string, TestBlock[][]][] = [
    [straight, [[...one.slice(0, late), final, ...one.slice(late)]]],
    [url, [[...one.slice(0, late), final], one.slice(late)]],
  ];
  for (const [database, batches] of order) {
    await withClient(database, async (client) => {
      await new LogBuilder(client, OTHER).append(ended(two, 50_000));
      await foldToEnd(database, OTHER);
      const log = new LogBuilder(client, CHAIN, 0);
      for (const batch of batches) {
        await log.append(batch);
        await foldToEnd(database, CHAIN);
        await settleToEnd(database, [CHAIN, OTHER]);
      }
    });
  }
  const anomalies = (database: string) =>
    withClient(
      database,
      async (client) =>
        (
          await client.query(
            `SELECT DISTINCT reason, event_position FROM ledger.settled_anomaly WHERE reason = 'LATE_EVENT'`,
          )
        ).rows,
    );
  expect(await anomalies(straight)).toEqual([]);
  const first = world.events.get(CHAIN)!.find(({ at }) => at.block === one[late]!.number)!;
  expect(await anomalies(url)).toEqual([{ reason: 'LATE_EVENT', event_position: first.at.position }]);
  // How far a vault is settled may differ with what was final when; what is settled may not.
  const all = Number.MAX_SAFE_INTEGER;
  expect(await settledDigest(url, all)).toEqual(await settledDigest(straight, all));
});
