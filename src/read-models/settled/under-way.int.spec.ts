import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { foldToEnd, settleToEnd } from '../../../test/support/folding.js';
import { blocksOf, LogBuilder } from '../../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { withClient } from '../../../test/support/with-client.js';
import { account, World } from '../../../test/support/world.js';
import type { SettlingWindow } from '../../domain/settlement/settling-chains.js';
import { checkBalances } from '../../verify/balance-equations.js';
import { getInTransit } from '../assets/sums.js';
import { contributorBalances } from '../entitlements/balances.js';
import { queryable } from '../queryable.js';

const INTERVAL_S = 60;
const EXECUTOR = account(2);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** A contract that has never set its fee sends money to an asset of another chain, whose executors get a quarter. */
function twoChains(): { used: World; home: World; sent_s: number } {
  const [used, home] = [new World(1, INTERVAL_S), new World(2, INTERVAL_S)];
  home.register(home.asset(1), account(1));
  home.split(home.asset(1), { COMPUTE_PROVIDER: 250_000 });
  used.use(home.asset(1), 1_000n, { executor: EXECUTOR });
  const sent_s = (Math.floor(used.time_s / INTERVAL_S) + 1) * INTERVAL_S;
  for (const world of [used, home]) {
    world.time_s += 20 * INTERVAL_S;
    world.register(world.asset(9), account(9));
  }
  return { used, home, sent_s };
}

const { used, home, sent_s } = twoChains();
const until = (after: number) => sent_s + after * INTERVAL_S;

it.each<[string, SettlingWindow, number, { inTransit: bigint; accrued: bigint }]>([
  ['is in transit before its chain settles', { from_s: until(50) }, 1_000, { inTransit: 250n, accrued: 0n }],
  [
    'is in transit for good after its chain has settled',
    { until_s: until(-1) },
    1_000,
    { inTransit: 250n, accrued: 0n },
  ],
  ['has arrived once its chain settles', { from_s: until(3) }, 0, { inTransit: 0n, accrued: 250n }],
])('what crosses chains %s', async (_, settles, assetInTransit, executor) => {
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    for (const world of [used, home]) {
      const log = new LogBuilder(client, world.ledger.chain);
      await log.append(blocksOf(world.events));
      const empty = { time_s: world.time_s + 600, logs: [] };
      await log.append(Array.from({ length: 10 }, (_, index) => ({ ...empty, number: log.head + 1 + index })));
      await foldToEnd(url, world.ledger.chain);
    }
    const chains = [used.ledger.chain, home.ledger.chain];
    await settleToEnd(url, chains, { settles: new Map([[home.ledger.chain, settles]]) });
    const db = queryable(client);
    const [balance] = await contributorBalances(db, EXECUTOR);
    expect(balance).toMatchObject(executor);
    const inTransit = await getInTransit(db, home.asset(1));
    expect(inTransit.reduce((sum, { amount }) => sum + amount, 0n)).toBe(BigInt(assetInTransit));
    const checks = await checkBalances(client);
    expect(checks.filter(({ count }) => count > 0)).toEqual([]);
  });
});
