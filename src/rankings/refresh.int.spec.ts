import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomWorld } from '../../test/simulation/random-world.js';
import { writeStraight } from '../../test/simulation/straight-world.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { withClient } from '../../test/support/with-client.js';
import { listEarners, ranksOf, getRanking } from '../read-models/contributors/ranking.js';
import { accruedNow } from '../read-models/entitlements/accrued.js';
import { type Queryable, queryable } from '../read-models/queryable.js';
import { refreshRankings } from './refresh.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describe.each([21, 22])('rankings of random world %i', (seed) => {
  let url: string;
  beforeAll(async () => {
    url = await newDatabase(postgres.url);
    await writeStraight(url, randomWorld({ seed, chains: 2, eventsPerChain: 90 }));
  }, 60_000);

  it('say of everybody what their own lines of earnings add up to', async () => {
    await withClient(url, async (client) => {
      const db = queryable(client);
      expect(await refreshRankings(client)).toHaveLength(2);
      const accounts = await db.query<{ address: string }>('SELECT DISTINCT address FROM ledger.account');
      let earners = 0;
      for (const { address } of accounts) {
        const ranked = (await ranksOf(db, address)).map(({ chainId, token, earned, paidDirectly }) => {
          return `${chainId} ${token} ${earned} ${paidDirectly}`;
        });
        expect(ranked.sort()).toEqual(await sumsOf(db, address));
        earners += ranked.length;
      }
      expect(earners).toBeGreaterThan(20);
    });
  }, 60_000);

  it('list every earner once, page after page, by amount and address, with the rank of their amount', async () => {
    await withClient(url, async (client) => {
      const db = queryable(client);
      await refreshRankings(client);
      const tokens = await db.query<{ chain_id: string; token: string }>(
        'SELECT DISTINCT chain_id, token FROM ranking.earner',
      );
      for (const { chain_id, token } of tokens) {
        const all = await listEarners(db, Number(chain_id), token, null, 1_000);
        expect(all).toHaveLength((await getRanking(db, Number(chain_id), token))!.earners);
        const paged = [];
        for (let last = null; ; last = paged.at(-1)!) {
          const after = last && ([String(last.earned), last.address] as const);
          const page = await listEarners(db, Number(chain_id), token, after, 3);
          paged.push(...page);
          if (page.length < 3) break;
        }
        expect(paged).toEqual(all);
        for (const { earned, rank } of all) expect(rank).toBe(1 + all.filter((other) => other.earned > earned).length);
      }
    });
  });

  it('are left alone while nothing final has moved, and made again after a chain was folded anew', async () => {
    await withClient(url, async (client) => {
      await refreshRankings(client);
      expect(await refreshRankings(client)).toEqual([]);
      await client.query('UPDATE fold.checkpoint SET replaced = coalesce(replaced, 0) + 1 WHERE chain_id = 1');
      expect(await refreshRankings(client)).toHaveLength(2);
    });
  });
});

/** What somebody has earned by chain and token, and what of it was paid directly, in the form of the test. */
async function sumsOf(db: Queryable, contributor: string): Promise<string[]> {
  const sums = new Map<string, { earned: bigint; direct: bigint }>();
  for (const { vaultChainId, token, source, accrued } of await accruedNow(db, contributor)) {
    const key = `${vaultChainId} ${token}`;
    const sum = sums.get(key) ?? { earned: 0n, direct: 0n };
    sum.earned += accrued[0]!;
    if (source !== 'VAULT') sum.direct += accrued[0]!;
    sums.set(key, sum);
  }
  return [...sums]
    .filter(([, { earned }]) => earned > 0n)
    .map(([key, { earned, direct }]) => `${key} ${earned} ${direct}`)
    .sort();
}
