import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { Chance } from '../../test/simulation/chance.js';
import { randomWorld, type World } from '../../test/simulation/random-world.js';
import { writeStraight } from '../../test/simulation/straight-world.js';
import { seedsFrom } from '../../test/support/depth.js';
import { foldToEnd, settleToEnd } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, emptyAfter, LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { account, VAULT, World as HandMadeWorld } from '../../test/support/world.js';
import { type Address, chainId } from '../domain/ids.js';
import { marksInOrder } from '../domain/time.js';
import { entitlement } from '../domain/ledger/entitlement.js';
import { purseKey } from '../read-models/entitlements/book.js';
import { entitlementsAt } from '../read-models/entitlements/accrued.js';
import { Grid } from '../read-models/entitlements/grid.js';
import { paidAtOnce } from '../read-models/entitlements/paid-at-once.js';
import { type Queryable, queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import type { PayoutMarks } from './accrued.js';
import { chooseMarks, findVault, latestMarks } from './marks.js';
import { computePayoutRoot, type PayoutRoot, rootOf } from './payout-root.js';

const FINALITY = 5;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describe.each(seedsFrom(11, 1))('payout roots of random world %i', (seed) => {
  let url: string;
  let world: World;
  beforeAll(async () => {
    url = await newDatabase(postgres.url);
    world = randomWorld({ seed, chains: 2, eventsPerChain: 90 });
    await writeStraight(url, world);
  }, 60_000);

  it('give everybody what their own reading says, whichever marks', async () => {
    await reading(url, async (db) => {
      const chance = new Chance(seed);
      let leaves = 0;
      for (const vault of await vaultsOf(db)) {
        const latest = await latestMarks(db, vault);
        const { interval_s } = world;
        const earlier = (mark_s: number): number => mark_s - interval_s * chance.below(90);
        const trials = [latest, marksBy(latest, earlier), marksBy(latest, earlier)];
        for (const marks of trials) {
          const root = await computePayoutRoot(db, vault, marks);
          const found = amountsIn(root);
          expect(found).toEqual(await oneByOne(db, vault, marks));
          leaves += found.size;
        }
      }
      expect(leaves).toBeGreaterThan(20);
    });
  }, 60_000);

  it('are those of the standard tree', async () => {
    await reading(url, async (db) => {
      for (const vault of await vaultsOf(db)) {
        const root = await computePayoutRoot(db, vault, await latestMarks(db, vault));
        const rows = root.leaves.map(({ contributor, token, amount }) => [contributor, token, amount]);
        expect(rootOf(root)).toBe(StandardMerkleTree.of(rows, ['address', 'address', 'uint256']).root);
        const sum = root.leaves.reduce((total, { amount }) => total + amount, 0n);
        expect(root.totals.reduce((total, { amount }) => total + amount, 0n)).toBe(sum);
      }
    });
  });

  it('are never lower at a later mark', async () => {
    await reading(url, async (db) => {
      for (const vault of await vaultsOf(db)) {
        const latest = await latestMarks(db, vault);
        const late = new Map<string, bigint>();
        for (const { contributor, token, amount } of (await computePayoutRoot(db, vault, latest)).leaves) {
          late.set(`${contributor}|${token}`, amount);
        }
        const marks = marksBy(latest, (mark_s) => mark_s - 40 * world.interval_s);
        for (const { contributor, token, amount } of (await computePayoutRoot(db, vault, marks)).leaves) {
          expect(late.get(`${contributor}|${token}`)).toBeGreaterThanOrEqual(amount);
        }
      }
    });
  });
});

it('a root is what it will be when a chain has caught up on which shares changed meanwhile', async () => {
  const url = await newDatabase(postgres.url);
  const [vault, interval_s] = [{ chain: chainId(1), address: VAULT }, 60];
  const [used, home] = [new HandMadeWorld(1, interval_s), new HandMadeWorld(2, interval_s)];
  const asset = home.asset(1);
  const [owner, early, late] = [account(1), account(2), account(3)];
  used.fee(0);
  used.use(asset, 1_000_000n);
  home.register(asset, owner);
  home.split(asset, { OWNER: 500_000, ANNOTATOR: 500_000 });
  home.shares(asset, 'ANNOTATOR', early, 10n);
  const before = blocksOf(home.events);
  home.time_s += 600;
  home.shares(asset, 'ANNOTATOR', early, 1n);
  home.shares(asset, 'ANNOTATOR', late, 9n);
  const changes = blocksOf(home.events).slice(before.length);
  const [usages, chains] = [blocksOf(used.events), [used.ledger.chain, home.ledger.chain]];

  await withClient(url, async (client) => {
    const logs = chains.map((chain) => new LogBuilder(client, chain, FINALITY));
    const go = async (at: number, blocks: readonly TestBlock[]): Promise<void> => {
      await logs[at]!.append(blocks);
      await foldToEnd(url, chains[at]!, { interval_s });
      await settleToEnd(url, chains, { interval_s });
    };
    await go(1, [...before, ...emptyAfter(before, FINALITY, 300)]);
    await go(0, [...usages, ...emptyAfter(usages, FINALITY, 3_000)]);
    await go(
      1,
      changes.map((block) => ({ ...block, number: block.number + 2 * FINALITY })),
    );
    let lagging: PayoutRoot | undefined;
    await reading(url, async (db) => {
      lagging = await computePayoutRoot(db, vault, await latestMarks(db, vault));
      expect(amountsIn(lagging)).toEqual(await oneByOne(db, vault, lagging.marks));
    });
    expect(lagging!.leaves.find(({ contributor }) => contributor === early)?.amount).toBe(500_000n);
    await go(1, emptyAfter([{ ...changes.at(-1)!, number: changes.at(-1)!.number + 2 * FINALITY }], FINALITY, 3_000));
    await reading(url, async (db) => {
      expect(rootOf(await computePayoutRoot(db, vault, lagging!.marks))).toBe(rootOf(lagging!));
    });
  });
}, 60_000);

describe('marks', () => {
  let url: string;
  let world: World;
  beforeAll(async () => {
    url = await newDatabase(postgres.url);
    world = randomWorld({ seed: 11, chains: 2, eventsPerChain: 30 });
    await writeStraight(url, world);
  }, 60_000);

  it('that are not final or settled, or not the end of an interval, are refused', async () => {
    await reading(url, async (db) => {
      const [vault] = await vaultsOf(db);
      const latest = await latestMarks(db, vault!);
      const choose = (marks: Partial<PayoutMarks>) => chooseMarks(db, vault!, world.interval_s, marks);
      expect(await choose({})).toEqual(latest);
      await expect(choose({ mark_s: latest.mark_s + world.interval_s })).rejects.toThrow('lies ahead');
      await expect(choose({ remoteMark_s: latest.remoteMark_s + world.interval_s })).rejects.toThrow('lies ahead');
      await expect(choose({ mark_s: latest.mark_s - 1 })).rejects.toThrow('not the end of an interval');
      await expect(findVault(db, `0x${'9'.repeat(40)}` as Address)).rejects.toThrow('No money is known');
    });
  });
});

const marksBy = ({ mark_s, remoteMark_s }: PayoutMarks, change: (mark_s: number) => number): PayoutMarks => ({
  mark_s: change(mark_s),
  remoteMark_s: change(remoteMark_s),
});

const amountsIn = ({ leaves }: PayoutRoot): Map<string, bigint> =>
  new Map(leaves.map(({ contributor, token, amount }) => [`${contributor}|${token}`, amount]));

/** Runs something on one moment of the database. */
async function reading(url: string, work: (db: Queryable) => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await work(queryable(client));
    await client.query('ROLLBACK');
  });
}

async function vaultsOf(db: Queryable): Promise<Vault[]> {
  const rows = await db.query<{ vault: Address }>('SELECT DISTINCT vault FROM ledger.fee_history ORDER BY 1');
  const vaults: Vault[] = [];
  for (const { vault } of rows) vaults.push(await findVault(db, vault));
  return vaults;
}

/** Cumulative amounts as each contributor's own questions tell them, claims included. */
async function oneByOne(db: Queryable, vault: Vault, marks: PayoutMarks): Promise<Map<string, bigint>> {
  const purse = { vaultChainId: vault.chain, vault: vault.address };
  const moments = marksInOrder([marks.mark_s, marks.remoteMark_s]);
  const [local, remote] = [moments.indexOf(marks.mark_s), moments.indexOf(marks.remoteMark_s)];
  const amounts = new Map<string, bigint>();
  const accounts = await db.query<{ address: string }>('SELECT DISTINCT address FROM ledger.account');
  for (const { address } of accounts) {
    const add = (token: string, amount: bigint): void => {
      const key = `${address}|${token}`;
      if (amount > 0n) amounts.set(key, (amounts.get(key) ?? 0n) + amount);
    };
    const isOurs = (of: { vaultChainId: number; vault: string; token: string }): boolean =>
      purseKey(of) === purseKey({ ...purse, token: of.token });
    for (const line of (await entitlementsAt(db, address, moments)).lines()) {
      if (isOurs(line)) add(line.token, entitlement(line.local[local]!, line.settled[remote]!));
    }
    for (const part of await paidAtOnce(db, address, Grid.at(moments))) {
      const counts = part.mark_s <= (part.settled ? marks.remoteMark_s : marks.mark_s);
      if (part.source === 'VAULT' && isOurs(part) && counts) add(part.token, part.amount);
    }
    const claims = await db.query<{ token: string; amount: string }>(
      `SELECT token, sum(amount)::text AS amount FROM ledger.claim
       WHERE contributor = $1 AND chain_id = $2 AND vault = $3 AND time_s < $4 GROUP BY 1`,
      [address, vault.chain, vault.address, marks.mark_s],
    );
    for (const { token, amount } of claims) {
      const key = `${address}|${token}`;
      if (BigInt(amount) > (amounts.get(key) ?? 0n)) amounts.set(key, BigInt(amount));
    }
  }
  return amounts;
}
