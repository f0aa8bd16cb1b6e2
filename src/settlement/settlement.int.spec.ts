import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runInMemory } from '../../test/simulation/memory-system.js';
import { Chance } from '../../test/simulation/chance.js';
import { randomWorld, timesOf, type World } from '../../test/simulation/random-world.js';
import { seedsFrom } from '../../test/support/depth.js';
import { foldToEnd, settledDigest, settleToEnd } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { homeChain, type AssetId, type ChainId } from '../domain/ids.js';
import { readEvents } from '../event-log/reader.js';
import { LIVE } from '../fold/chain-tables.js';
import { listAnomalies } from '../read-models/anomalies/queries.js';
import { SETTLED_TABLES } from '../read-models/ledger-tables.js';
import { queryable } from '../read-models/queryable.js';
import { Settler } from './settlement.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const INTERVAL_S = 60;
/** Final blocks after the last event, long enough to close everything before. */
function withEnd(blocks: readonly TestBlock[], end_s: number): TestBlock[] {
  const last = blocks.at(-1)!.number;
  return [...blocks, { number: last + 1, time_s: end_s, logs: [] }, { number: last + 9, time_s: end_s + 9, logs: [] }];
}

function blocksByChain(world: World): Map<ChainId, TestBlock[]> {
  const end_s = Math.max(...[...world.events.values()].map((events) => events.at(-1)!.at.time_s)) + 600;
  return new Map([...world.events].map(([chain, events]) => [chain, withEnd(blocksOf(events), end_s)]));
}

async function settleAtOnce(world: World): Promise<string> {
  const url = await newDatabase(postgres.url);
  const chains = [...world.events.keys()];
  await withClient(url, async (client) => {
    for (const [chain, blocks] of blocksByChain(world)) await new LogBuilder(client, chain).append(blocks);
  });
  for (const chain of chains) await foldToEnd(url, chain);
  await settleToEnd(url, chains, world);
  return url;
}

/** What is settled, in a form that the memory settlement can be brought into too. */
async function settledRows(url: string) {
  return withClient(url, async (client) => {
    const query = async (sql: string): Promise<string[]> =>
      (await client.query(sql)).rows.map((row) => JSON.stringify(Object.values(row)));
    return {
      vaults: await query(`SELECT vault_chain_id, vault, settled_to_s FROM ledger.settlement ORDER BY 1, 2`),
      totals: await query(`SELECT vault_chain_id, vault, asset_id, token, total1::text, total2::text, closed1::text,
        closed2::text, accumulated::text FROM ledger.settled_total ORDER BY 1, 2, 3, 4`),
      offsets:
        await query(`SELECT * FROM (SELECT DISTINCT ON (vault_chain_id, vault, asset_id, token, role, contributor)
        vault_chain_id, vault, asset_id, token, role, contributor, offset_scaled::text AS offset_scaled
        FROM ledger.settled_share_offset
        ORDER BY vault_chain_id, vault, asset_id, token, role, contributor, mark_s DESC) o
        WHERE offset_scaled <> '0' ORDER BY 1, 2, 3, 4, 5, 6`),
      executors: await query(`SELECT vault_chain_id, vault, executor, asset_id, token, sum(amount)::text
        FROM ledger.settled_executor_earning GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`),
      suspense: await query(`SELECT vault_chain_id, vault, asset_id, usage_contract, token, total, reason, amount::text
        FROM ledger.settled_suspense ORDER BY 1, 2, 3, 4, 5, 6`),
    };
  });
}

function expectedRows(world: World, vaults: readonly string[]) {
  const settledTo_s = new Map(
    vaults.map((line) => {
      const [chain, vault, mark] = JSON.parse(line) as [string, string, string];
      return [`${chain}|${vault}`, Number(mark)] as const;
    }),
  );
  const { vaults: books } = runInMemory({ ...world, settledTo_s });
  const rows = (read: (book: (typeof books)[number]) => unknown[][]): string[] =>
    books.flatMap((book) => read(book).map((row) => JSON.stringify([String(book.chain), book.vault, ...row]))).sort();
  const executors = (book: (typeof books)[number]) => {
    const sums = new Map<string, bigint>();
    for (const { executor, assetId, token, amount } of book.executors) {
      const key = JSON.stringify([executor, assetId, token]);
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    }
    return [...sums].map(([key, amount]) => [...(JSON.parse(key) as string[]), String(amount)]);
  };
  return {
    vaults: [...vaults],
    totals: rows((book) =>
      [...book.totals.values()].map((total) => [
        total.assetId,
        total.token,
        ...[total.total1, total.total2, total.closed1, total.closed2].map(String),
        `{${total.accumulated.join(',')}}`,
      ]),
    ),
    offsets: rows((book) =>
      [...book.offsets]
        .filter(([, offset]) => offset !== 0n)
        .map(([key, offset]) => [...key.split('|'), String(offset)]),
    ),
    executors: rows(executors),
    suspense: rows((book) =>
      book.suspense.map((row) => [
        row.assetId,
        row.usageContract,
        row.token,
        row.total,
        row.reason,
        String(row.amount),
      ]),
    ),
  };
}

describe('settled over the database', () => {
  it.each(seedsFrom(2, 2))('world %i is as it is settled in memory', async (seed) => {
    const chains = seed % 2 === 0 ? 3 : 2;
    const world = randomWorld({ seed, chains, eventsPerChain: 120, interval_s: INTERVAL_S, bounded: seed > 2 });
    const url = await settleAtOnce(world);
    const found = await settledRows(url);
    expect(found.totals.length).toBeGreaterThan(0);
    const sorted = Object.fromEntries(Object.entries(found).map(([name, rows]) => [name, [...rows].sort()]));
    const expected = expectedRows(world, found.vaults);
    expect(sorted).toEqual({ ...expected, vaults: [...expected.vaults].sort() });
  });

  it('what cannot be names the event that had linked the asset last', async () => {
    const world = randomWorld({ seed: 5, chains: 2, eventsPerChain: 120, interval_s: INTERVAL_S });
    const url = await settleAtOnce(world);
    await withClient(url, async (client) => {
      const all = await listAnomalies(queryable(client), {}, null, 1_000);
      const isRefused = new Set(all.filter(({ reason }) => reason === 'LINK_LOOP').map(({ position }) => position));
      const found = all.filter(({ position }) => position.startsWith('settled:'));
      for (const { assetId, time_s, eventPosition, txHash } of found) {
        const log = await readEvents(client, homeChain(assetId as AssetId), { asOf: 1e9, after: null, limit: 1_000 });
        const links = log
          .filter((event) => event.kind === 'ParentLinked' && event.payload.child === assetId)
          .filter(({ at }) => at.time_s <= time_s && !isRefused.has(at.position));
        expect(links.at(-1)!.at).toMatchObject({ position: eventPosition, txHash });
      }
      expect(new Set(found.map(({ eventPosition }) => eventPosition)).size).toBeGreaterThan(2);
    });
  });
});

it('money for a chain that is not followed waits and holds nothing up; followed later, all is settled anew', async () => {
  const world = randomWorld({ seed: 4, chains: 3, eventsPerChain: 120, interval_s: INTERVAL_S });
  const [one, two, three] = [...world.events.keys()] as [ChainId, ChainId, ChainId];
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    for (const [chain, blocks] of blocksByChain(world)) await new LogBuilder(client, chain).append(blocks);
  });
  for (const chain of [one, two]) await foldToEnd(url, chain);
  await settleToEnd(url, [one, two]);
  const found = await settledRows(url);
  const followed = new Map([...world.events].filter(([chain]) => chain !== three));
  const expected = expectedRows({ ...world, events: followed }, found.vaults);
  expect([...found.totals].sort()).toEqual(expected.totals);
  expect([...found.suspense].sort()).toEqual(expected.suspense);
  expect(new Set(found.vaults.map((line) => (JSON.parse(line) as string[])[2])).size).toBe(1);

  await foldToEnd(url, three);
  await settleToEnd(url, [one, two, three]);
  expect(await settledDigest(url)).toEqual(await settledDigest(await settleAtOnce(world)));
});

describe('a chain that settles from a mark on', () => {
  it('changes nothing of what other chains had settled by then', async () => {
    const world = randomWorld({ seed: 4, chains: 3, eventsPerChain: 120, interval_s: INTERVAL_S });
    const [one, two, three] = [...world.events.keys()] as [ChainId, ChainId, ChainId];
    const url = await newDatabase(postgres.url);
    const [first_s, last_s] = timesOf(world);
    const from_s = Math.floor((first_s + last_s) / 2 / INTERVAL_S) * INTERVAL_S;
    const settles = new Map([[three, { from_s }]]);
    await withClient(url, async (client) => {
      for (const [chain, blocks] of blocksByChain(world)) await new LogBuilder(client, chain).append(blocks);
    });
    for (const chain of [one, two]) await foldToEnd(url, chain);
    await settleToEnd(url, [one, two]);
    const settledBy = (mark_s: number): Promise<unknown[]> =>
      withClient(url, async (client) => {
        const { rows } = await client.query(
          `SELECT vault, mark_s, asset_id, token, total1::text, total2::text FROM ledger.settled_total_at
           WHERE vault_chain_id = ANY ($1) AND mark_s <= $2 ORDER BY 1, 2, 3, 4`,
          [[one, two], mark_s],
        );
        return rows;
      });
    const [before, after] = [await settledBy(from_s), await settledBy(last_s)];
    await foldToEnd(url, three);
    await settleToEnd(url, [one, two, three], { settles });
    expect(before.length).toBeGreaterThan(0);
    expect(await settledBy(from_s)).toEqual(before);
    expect(await settledBy(last_s)).not.toEqual(after);
    expect(await settledDigest(url)).toEqual(await settledDigest(await settleAtOnce({ ...world, settles })));
  });
});

describe('a chain that settles until a mark', () => {
  it('holds nothing up that is sent to it afterwards', async () => {
    const world = randomWorld({ seed: 4, chains: 3, eventsPerChain: 120, interval_s: INTERVAL_S });
    const [one, two, three] = [...world.events.keys()] as [ChainId, ChainId, ChainId];
    const [first_s, last_s] = timesOf(world);
    const until_s = Math.floor((first_s + last_s) / 2 / INTERVAL_S) * INTERVAL_S;
    const url = await newDatabase(postgres.url);
    await withClient(url, async (client) => {
      for (const [chain, blocks] of blocksByChain(world)) {
        const alive = chain === three ? blocks.filter(({ time_s }) => time_s < until_s) : blocks;
        const end_s = until_s + 2 * INTERVAL_S;
        await new LogBuilder(client, chain).append(chain === three ? withEnd(alive, end_s) : alive);
      }
    });
    for (const chain of [one, two, three]) await foldToEnd(url, chain);
    const settledTo = async (settles?: World['settles']): Promise<number> => {
      await settleToEnd(url, [one, two, three], { settles });
      const vaults = (await settledRows(url)).vaults.map((line) => JSON.parse(line) as [string, string, string]);
      return Math.min(...vaults.filter(([chain]) => chain !== String(three)).map(([, , mark]) => Number(mark)));
    };
    expect(await settledTo()).toBeLessThan(last_s);
    expect(await settledTo(new Map([[three, { until_s }]]))).toBeGreaterThan(last_s);
  });
});

it('what a fork may take away leaves no trace in what is settled', async () => {
  const world = randomWorld({ seed: 3, chains: 2, eventsPerChain: 100, interval_s: INTERVAL_S });
  const chains = [...world.events.keys()] as [ChainId, ChainId];
  const url = await newDatabase(postgres.url);
  const blocks = blocksByChain(world);
  const fee = world.events.get(chains[0])!.find(({ kind }) => kind === 'FeeSet')!;
  const ghost = { ...(fee.payload as object), vault: `0x${'9'.repeat(40)}` };
  await withClient(url, async (client) => {
    await new LogBuilder(client, chains[1]).append(blocks.get(chains[1])!);
    const log = new LogBuilder(client, chains[0]);
    const { number, time_s } = blocks.get(chains[0])!.at(-1)!;
    const [usage] = blocksOf(world.events.get(chains[0])!.filter(({ kind }) => kind === 'UsageRecorded'));
    const setFee = {
      contract: fee.at.contract,
      events: [{ kind: 'FeeSet', payload: ghost }],
    } as unknown as TestBlock['logs'][number];
    await log.append([...blocks.get(chains[0])!, { number: number + 1, time_s, logs: [setFee, ...usage!.logs] }]);
    for (const chain of chains) await foldToEnd(url, chain);
    await settleToEnd(url, chains);
    const { rows } = await client.query('SELECT 1 FROM ledger.fee WHERE vault = $1', [ghost.vault]);
    expect(rows).toHaveLength(1);
    await log.fork(number, [{ number: number + 2, time_s, logs: [] }]);
    await foldToEnd(url, chains[0]);
    await settleToEnd(url, chains);
  });
  const all = Number.MAX_SAFE_INTEGER;
  expect(await settledDigest(url, all)).toEqual(await settledDigest(await settleAtOnce(world), all));
  const vaults = (await settledRows(url)).vaults.map((line) => (JSON.parse(line) as string[])[1]);
  expect(vaults).not.toContain(ghost.vault);
});

it('settles on when a rebuild has brought the settlement of a moment ago, though no chain has closed more since', async () => {
  const world = randomWorld({ seed: 4, chains: 2, eventsPerChain: 120, interval_s: INTERVAL_S });
  const chains = [...world.events.keys()];
  const url = await settleAtOnce(world);
  const straight = await settledDigest(url);
  await withClient(url, async (client) => {
    const settler = new Settler(client, {
      ...{ schemas: LIVE, interval_s: INTERVAL_S },
      chains: chains.map((id) => ({ id })),
    });
    await settler.settle();
    for (const { name } of SETTLED_TABLES) await client.query(`DELETE FROM ledger.${name}`);
    await client.query('UPDATE fold.checkpoint SET replaced = replaced + 1 WHERE chain_id = $1', [chains[0]]);
    await settler.settle();
  });
  expect(await settledDigest(url)).toEqual(straight);
});

describe('the settlement is the same', () => {
  const whatever = 'whatever chain comes first, however far it is ahead, and whatever was configured meanwhile';
  it.each(seedsFrom(11, 1))(`${whatever} (world %i)`, async (seed) => {
    const world = randomWorld({ seed, chains: 3, eventsPerChain: 80, interval_s: INTERVAL_S, bounded: true });
    const chains = [...world.events.keys()];
    const straight = await settledDigest(await settleAtOnce(world));
    const chance = new Chance(seed);
    const url = await newDatabase(postgres.url);
    await withClient(url, async (client) => {
      const left = new Map([...blocksByChain(world)].map(([chain, blocks]) => [chain, [...blocks]]));
      const logs = new Map(chains.map((chain) => [chain, new LogBuilder(client, chain)]));
      while ([...left.values()].some((blocks) => blocks.length > 0)) {
        const chain = chance.pick(chains);
        const some = left.get(chain)!.splice(0, 5 + chance.below(20));
        if (some.length === 0) continue;
        await logs.get(chain)!.append(some);
        await foldToEnd(url, chain, { eventsPerStep: 1 + chance.below(20) });
        if (chance.happens(50)) await settleToEnd(url, chains, { settles: otherBounds(chance, world) });
      }
    });
    await settleToEnd(url, chains, world);
    expect(await settledDigest(url)).toEqual(straight);
  });
});

/** The bounds of a world's chains, some of them moved to another mark. */
function otherBounds(chance: Chance, world: World): World['settles'] {
  const [first_s, last_s] = timesOf(world);
  const mark_s = (): number => Math.floor((first_s + chance.below(last_s - first_s)) / INTERVAL_S) * INTERVAL_S;
  const moved = [...world.settles!].map(([chain, settles]) => {
    if (chance.happens(60)) return [chain, settles] as const;
    return [chain, chance.happens(50) ? { ...settles, from_s: mark_s() } : { ...settles, until_s: mark_s() }] as const;
  });
  return new Map(moved);
}
