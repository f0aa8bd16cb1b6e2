import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { contributorEarnings } from '../../../test/support/contributor-earnings.js';
import { startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { PEOPLE, randomWorld } from '../../../test/support/random-world.js';
import { storeLedger } from '../../../test/support/stored-ledger.js';
import { TOKEN, VAULT, World } from '../../../test/support/world.js';
import { chainId, homeChain, type Address, type AssetId, type ChainId } from '../../domain/ids.js';
import { applyEvent } from '../../domain/ledger/apply.js';
import { NOTHING_BY_ROLE, ROLE_INDEX, SCALE_BITS, accumulatedNow } from '../../domain/ledger/division.js';
import { settleInterval } from '../../domain/settlement/settle.js';
import { intervalEnd } from '../../domain/time.js';
import { LIVE } from '../../fold/chain-tables.js';
import { Settler } from '../../settlement/settlement.js';
import type { Queryable } from '../queryable.js';
import { contributorBalances, earningsByAsset } from './balances.js';
import { explain } from './explain/explain.js';

const CHAINS = [1, 2];
const INTERVAL_S = 600;
const worlds = new Map(
  CHAINS.map((chain) => [
    chain,
    randomWorld({ seed: 20 + chain, events: 350, chain, otherChain: 3 - chain, assets: 6 }),
  ]),
);
const LAST_S = Math.max(...[...worlds.values()].map((w) => intervalEnd(w.time_s, INTERVAL_S)));

/** What each had on its way as executor, before anything was settled. */
const estimated = new Map<Address, bigint>();
let postgres: TestPostgres;
let client: pg.Client;
const db: Queryable = {
  query: async <R>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as R[],
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  for (const [chain, w] of worlds) {
    await storeLedger(client, w.ledger);
    await client.query(
      `INSERT INTO fold.checkpoint (chain_id, fold_version, interval_s, status, last_batch, time_s, block_time_s,
         finalized_block, finalized_time_s, closed_to_s)
       VALUES ($1, 1, $2, 'FOLLOWING', 1, $3, $3, 1000000, $3, $3)`,
      [chain, INTERVAL_S, LAST_S],
    );
  }
  for (const contributor of PEOPLE) estimated.set(contributor, await inTransit(contributor));
  await new Settler(client, {
    schemas: LIVE,
    interval_s: INTERVAL_S,
    chains: CHAINS.map((id) => ({ id: chainId(id) })),
  }).settle();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

async function inTransit(contributor: Address): Promise<bigint> {
  const balances = await contributorBalances(db, contributor);
  return balances.reduce((sum, balance) => sum + balance.inTransit, 0n);
}

/** Scaled dues and executors' units of settled money by `vault chain|asset|role|contributor`, to a mark. */
type SettledOracle = Map<string, bigint>;

/** A chain as it was after the last event before a mark, for every mark in turn. */
class Replay {
  private readonly w: World;
  private next = 0;

  constructor(private readonly of: World) {
    this.w = new World(of.chain);
  }

  at(mark_s: number): World {
    for (; this.next < this.of.events.length; this.next++) {
      const event = this.of.events[this.next]!;
      if (event.at.time_s >= mark_s) break;
      applyEvent(this.w.ledger, event);
    }
    return this.w;
  }
}

/**
 * Divides each interval's settled money by itself, at once, among whoever held shares at its end: no
 * closings, no offsets. Returns the sums as of each of `marks`.
 */
function settledAtMarks(marks: readonly number[]): SettledOracle[] {
  const dues: SettledOracle = new Map();
  const found: SettledOracle[] = [];
  const replays = new Map(CHAINS.map((chain) => [chain, new Replay(worlds.get(chain)!)]));
  const add = (key: string, amount: bigint): void => void dues.set(key, (dues.get(key) ?? 0n) + amount);
  for (let mark_s = intervalEnd(1_700_000_000, INTERVAL_S); mark_s <= LAST_S; mark_s += INTERVAL_S) {
    const now = new Map(CHAINS.map((chain) => [chain, replays.get(chain)!.at(mark_s)]));
    const ledgerOf = (asset: AssetId) => now.get(homeChain(asset))!.ledger;
    for (const chain of CHAINS) {
      const result = settleInterval({
        vaultChain: chain as ChainId,
        transit: [...worlds.get(chain)!.ledger.transit.rows.values()].filter((row) => row.mark_s === mark_s),
        suspense: [],
        rules: (asset) => {
          const row = ledgerOf(asset).assets.get({ assetId: asset });
          return row && { ...row, registered: row.registeredAt !== null, disputed: row.disputes !== null };
        },
        decision: () => undefined,
        treasury: () => VAULT,
        settles: (other) => CHAINS.includes(other),
        closed: () => true,
      });
      if (!result.settled) throw new Error('both chains have closed the interval');
      expect(result.suspense).toEqual([]);
      for (const { assetId, total1, total2 } of result.growth) {
        const { assets, shares } = ledgerOf(assetId);
        const totals = { total1, total2, closed1: 0n, closed2: 0n, accumulated: NOTHING_BY_ROLE };
        const perShare = accumulatedNow(totals, assets.get({ assetId })!);
        for (const share of shares.rows.values()) {
          if (share.assetId !== assetId) continue;
          add(
            `${chain}|${assetId}|${share.role}|${share.contributor}`,
            perShare[ROLE_INDEX[share.role]]! * share.shares,
          );
        }
      }
      for (const { executor, assetId, amount } of result.executors)
        add(`${chain}|${assetId}|EXECUTOR|${executor}`, amount);
    }
    if (marks.includes(mark_s)) found.push(new Map(dues));
  }
  return found;
}

/** Accrued by a contributor in a chain's vault as of a mark: local and settled money, floored together. */
function accrued(chain: number, contributor: Address, mark_s: number, settled: SettledOracle): bigint {
  const before = new Replay(worlds.get(chain)!).at(mark_s);
  const scaled = new Map<string, bigint>();
  for (const share of before.ledger.shares.rows.values()) {
    if (share.contributor !== contributor) continue;
    const due = before.due(share.assetId, share.role, contributor);
    scaled.set(`${chain}|${share.assetId}|${share.role}|${contributor}`, due);
  }
  let units = before.executor(contributor);
  for (const [key, amount] of settled) {
    if (!key.startsWith(`${chain}|`) || !key.endsWith(`|${contributor}`)) continue;
    if (key.includes('|EXECUTOR|')) units += amount;
    else scaled.set(key, (scaled.get(key) ?? 0n) + amount);
  }
  for (const due of scaled.values()) units += due >> SCALE_BITS;
  return units;
}

const near = (a: bigint, b: bigint): boolean => a - b <= 2n && b - a <= 2n;

describe('entitlements of money that crossed chains', () => {
  const marks = [LAST_S - 12 * INTERVAL_S, LAST_S - 5 * INTERVAL_S, LAST_S];
  const oracle = settledAtMarks(marks);

  it('are, with the local ones, what dividing every interval at once gives', async () => {
    let settledSum = 0n;
    for (const contributor of PEOPLE) {
      const balances = await contributorBalances(db, contributor);
      for (const chain of CHAINS) {
        const balance = balances.find(({ vaultChainId }) => vaultChainId === chain)!;
        // A fraction that closings cut by less than 2^-30 can tip a floor, never more than one for each line.
        expect(near(balance.accrued, accrued(chain, contributor, LAST_S, oracle.at(-1)!))).toBe(true);
        settledSum += balance.settled;
      }
    }
    expect(settledSum).toBeGreaterThan(0n);
  });

  it('are at each mark what was settled and earned by then', async () => {
    for (const contributor of PEOPLE.slice(0, 4)) {
      for (const series of await contributorEarnings(db, contributor, marks)) {
        marks.forEach((mark_s, j) => {
          const expected = accrued(series.vaultChainId, contributor, mark_s, oracle[j]!);
          expect(near(series.accrued[j]!, expected)).toBe(true);
        });
        expect(series.provisional).toEqual([false, false, false]);
      }
    }
  });

  it('are estimated for executors while their money is on its way, and no longer once it is settled', async () => {
    for (const contributor of PEOPLE) {
      let executed = 0n;
      for (const w of worlds.values()) {
        for (const row of w.ledger.transit.rows.values()) if (row.executor === contributor) executed += row.amount;
      }
      // No split gives compute providers more than 15 %, at times nothing.
      expect(estimated.get(contributor)! <= (executed * 150_000n) / 1_000_000n).toBe(true);
      expect(await inTransit(contributor)).toBe(0n);
    }
    expect([...estimated.values()].some((amount) => amount > 0n)).toBe(true);
  });

  it('as of a moment of one chain stand beside nothing of the others, claims included', async () => {
    const contributor = PEOPLE[0]!;
    await client.query('BEGIN');
    try {
      for (const chain of CHAINS) {
        await client.query(
          `INSERT INTO ledger.claim (chain_id, position, time_s, vault, contributor, token, amount, tx_hash)
           VALUES ($1, $2, 1, $3, $4, $5, 7, '0x')`,
          [chain, `${chain}`.padStart(40, '0'), VAULT, contributor, TOKEN],
        );
      }
      const claims = async (chainId?: number): Promise<[number, bigint][]> =>
        (await contributorBalances(db, contributor, { mark_s: LAST_S, ...(chainId && { chainId }) })).map(
          ({ vaultChainId, claimed }) => [vaultChainId, claimed],
        );
      expect(await claims()).toEqual([
        [1, 7n],
        [2, 7n],
      ]);
      expect(await claims(1)).toEqual([[1, 7n]]);
    } finally {
      await client.query('ROLLBACK');
    }
  });

  it('past the settled mark are those at it, and provisional', async () => {
    const [now] = await contributorEarnings(db, PEOPLE[1]!, [LAST_S, LAST_S + INTERVAL_S]);
    expect(now!.accrued[0]).toBe(now!.accrued[1]);
    expect(now!.provisional).toEqual([false, true]);
  });

  it('add up over all contributors to no more than what assets got, and to all of it but fractions', async () => {
    const { rows } = await client.query<{ vault_chain_id: string; sum: string; lines: string }>(
      `SELECT vault_chain_id, sum(amount)::text AS sum, count(*) AS lines FROM (
         SELECT chain_id AS vault_chain_id, total1 + total2 AS amount FROM ledger.running_total
         UNION ALL SELECT vault_chain_id, total1 + total2 FROM ledger.settled_total
         UNION ALL SELECT chain_id, amount FROM ledger.executor_earning
         UNION ALL SELECT vault_chain_id, amount FROM ledger.settled_executor_earning) held
       GROUP BY 1 ORDER BY 1`,
    );
    for (const { vault_chain_id, sum } of rows) {
      let earned = 0n;
      let lines = 0n;
      for (const contributor of PEOPLE) {
        for (const line of await earningsByAsset(db, contributor)) {
          if (line.vaultChainId !== Number(vault_chain_id)) continue;
          earned += line.accrued;
          lines++;
        }
      }
      const left = BigInt(sum) - earned;
      expect(left >= 0n && left <= lines).toBe(true);
    }
  });

  it('are explained interval by interval, to the last fraction', async () => {
    let crossed = 0;
    for (const contributor of PEOPLE.slice(0, 3)) {
      for (const line of await earningsByAsset(db, contributor)) {
        const { assetId, vaultChainId } = line;
        const question = { contributor, assetId, tokenChainId: vaultChainId, token: TOKEN, maxUsages: 10_000 };
        const found = await explain(db, { ...question, from_s: 0, to_s: LAST_S });
        const parts = found.parts.filter(({ kind }) => kind === 'SETTLED_TRANSIT');
        crossed += parts.length;
        const flooring = Number(found.parts.at(-1)!.amount);
        expect(Math.abs(flooring)).toBeLessThan(5);
        const sum = found.parts.reduce((total, { amount }) => total + atto(amount), 0n);
        expect(sum).toBe(found.figure * 10n ** 18n);
      }
    }
    expect(crossed).toBeGreaterThan(20);
  });
});

function atto(amount: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(amount)!;
  const size = BigInt(whole!) * 10n ** 18n + BigInt(fraction.padEnd(18, '0'));
  return sign ? -size : size;
}
