import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { contributorEarnings } from '../../../test/support/contributor-earnings.js';
import { startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { PEOPLE, randomWorld } from '../../../test/support/random-world.js';
import { storeLedger } from '../../../test/support/stored-ledger.js';
import { TOKEN, VAULT, World } from '../../../test/support/world.js';
import { applyEvent } from '../../domain/ledger/apply.js';
import { intervalEnd } from '../../domain/time.js';
import type { Queryable } from '../queryable.js';
import { contributorBalances, earningsByAsset } from './balances.js';

const CHAIN = 1;
const world = randomWorld({ seed: 7, events: 600, chain: CHAIN });

let postgres: TestPostgres;
let client: pg.Client;
let queries = 0;
const db: Queryable = {
  async query<R>(sql: string, parameters?: unknown[]) {
    queries++;
    return (await client.query(sql, parameters)).rows as R[];
  },
};

/** What a contributor has accrued in a ledger in memory, asset by asset. */
function accrued(w: World, contributor: (typeof PEOPLE)[number], assetId?: string): bigint {
  let sum = 0n;
  for (const share of w.ledger.shares.rows.values()) {
    if (share.contributor !== contributor || (assetId && share.assetId !== assetId)) continue;
    sum += w.entitlement(share.assetId, share.role, contributor);
  }
  for (const row of w.ledger.executors.rows.values()) {
    if (row.executor === contributor && (!assetId || row.assetId === assetId)) sum += row.amount;
  }
  return sum;
}

/** The world as it was after the last event before a mark. */
function worldBefore(mark_s: number): World {
  const w = new World(CHAIN);
  for (const event of world.events) if (event.at.time_s < mark_s) applyEvent(w.ledger, event);
  return w;
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  await storeLedger(client, world.ledger);
});

afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

describe('entitlements of money that stayed on its chain', () => {
  it('are those of the ledger in memory, for everybody', async () => {
    for (const contributor of PEOPLE) {
      const balances = await contributorBalances(db, contributor);
      expect(balances.map(({ vault, token, accrued: sum }) => [vault, token, sum])).toEqual([
        [VAULT, TOKEN, accrued(world, contributor)],
      ]);
    }
  });

  it('are the sum of what each asset and role gave', async () => {
    for (const contributor of PEOPLE) {
      const earnings = await earningsByAsset(db, contributor);
      const sum = earnings.reduce((total, line) => total + line.accrued, 0n);
      expect(sum).toBe(accrued(world, contributor));
    }
  });

  it('are at every mark what a ledger that ends there says, of all assets and of one', async () => {
    const marks: number[] = [];
    const last = intervalEnd(world.events.at(-1)!.at.time_s, 600);
    for (let mark_s = intervalEnd(world.events[0]!.at.time_s, 600); mark_s <= last; mark_s += 3000) marks.push(mark_s);
    const before = marks.map(worldBefore);
    expect(marks.length).toBeGreaterThan(8);
    for (const contributor of PEOPLE.slice(0, 4)) {
      const [series] = await contributorEarnings(db, contributor, marks);
      expect(series!.accrued).toEqual(before.map((w) => accrued(w, contributor)));
      const assetId = world.asset(2);
      const [ofOne] = await contributorEarnings(db, contributor, marks, { assetId });
      expect(ofOne?.accrued ?? marks.map(() => 0n)).toEqual(before.map((w) => accrued(w, contributor, assetId)));
    }
  });

  it('end, at a mark that lies ahead, where the balance is', async () => {
    const [series] = await contributorEarnings(db, PEOPLE[0]!, [4_000_000_000]);
    expect(series!.accrued).toEqual([accrued(world, PEOPLE[0]!)]);
    expect(series!.provisional).toEqual([true]);
  });

  it('cost the same number of queries however much somebody holds', async () => {
    queries = 0;
    await contributorBalances(db, PEOPLE[0]!);
    expect(queries).toBeLessThan(12);
    queries = 0;
    await contributorEarnings(db, PEOPLE[0]!, [1_700_000_400, 1_700_010_000]);
    expect(queries).toBeLessThan(15);
  });

  it('estimate what is on its way to an executor only where the asset is known', async () => {
    const [balance] = await contributorBalances(db, PEOPLE[0]!);
    expect(balance!.inTransit).toBe(0n);
  });

  it('are none for an address nobody ever named', async () => {
    expect(await contributorBalances(db, `0x${'9'.repeat(40)}`)).toEqual([]);
    expect(await contributorEarnings(db, `0x${'9'.repeat(40)}`, [1_700_000_400])).toEqual([]);
    expect(await earningsByAsset(db, `0x${'9'.repeat(40)}`)).toEqual([]);
  });
});
