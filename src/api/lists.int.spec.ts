import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { namedRows } from '../fold/dictionary.js';
import { REVENUE, USAGE } from '../read-models/usages/tables.js';
import { randomWorld } from '../../test/support/random-world.js';
import { Served } from '../../test/support/served.js';
import { account, type World } from '../../test/support/world.js';

let one: World;
let two: World;
let served: Served;
beforeAll(async () => {
  one = randomWorld({ seed: 1, events: 120, chain: 1, otherChain: 2, assets: 12 });
  two = randomWorld({ seed: 2, events: 120, chain: 2, otherChain: 1, assets: 12 });
  served = await Served.start([one, two]);
}, 120_000);
afterAll(() => served.stop());

interface Page {
  edges: { cursor: string; node: Record<string, unknown> }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reads a list to its end, page by page; `between` happens after each page. */
async function readAll(
  field: string,
  args: string,
  node: string,
  between: () => Promise<void> = async () => undefined,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let after: string | null = null;
  for (;;) {
    const query = `query ($after: String) {
      ${field}(first: 8, after: $after${args}) { edges { cursor node { ${node} } } pageInfo { hasNextPage endCursor } }
    }`;
    const data = (await served.data(query, { after })) as Record<string, Page>;
    const page: Page = data[field]!;
    rows.push(...page.edges.map((edge) => edge.node));
    if (!page.pageInfo.hasNextPage) return rows;
    after = page.pageInfo.endCursor;
    await between();
  }
}

let nextAsset = 100;

/** A new asset of a new owner with many usages, so that every order of every list would be disturbed. */
async function disturb(world: World): Promise<void> {
  const asset = world.asset(nextAsset++);
  world.time_s += 700;
  world.register(asset, account(nextAsset));
  for (let n = 0; n < 3; n++) world.use(world.asset(1), 1_000n);
  for (let n = 0; n < 40; n++) world.use(asset, 1_000n);
  world.shares(world.asset(2), 'ANNOTATOR', account(nextAsset + 1_000), 5n);
  world.shares(asset, 'ANNOTATOR', account(101), 5n);
  await served.write(world);
}

async function ids(sql: string): Promise<string[]> {
  return (await served.sql<{ id: string }>(sql)).map(({ id }) => id);
}

const ASSETS = 'SELECT asset_id AS id FROM ledger.asset WHERE registered_at IS NOT NULL';
const PEOPLE = 'SELECT DISTINCT address AS id FROM ledger.account';

it.each(['NEWEST', 'OLDEST', 'MOST_USED', 'NAME'])(
  'assets by %s: what was there at the start comes exactly once while others arrive',
  async (order) => {
    const before = await ids(ASSETS);
    let turns = 0;
    const seen = (
      await readAll('assets', `, orderBy: ${order}`, 'id', async () => {
        if (turns++ < 2) await disturb(turns % 2 ? one : two);
      })
    ).map(({ id }) => id as string);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  },
);

it.each(['ADDRESS', 'NEWEST', 'HOLDINGS'])(
  'contributors by %s: who was there at the start comes exactly once while others arrive',
  async (order) => {
    const before = await ids(PEOPLE);
    let turns = 0;
    const seen = (
      await readAll('contributors', `, orderBy: ${order}`, 'address', async () => {
        if (turns++ < 2) await disturb(turns % 2 ? one : two);
      })
    ).map(({ address }) => address as string);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  },
);

it('assets by use are in the order of their numbers of usages', async () => {
  const rows = await readAll('assets', ', orderBy: MOST_USED', 'id usageCount');
  // Usages of the last, unfinished interval of a chain do not count for the order yet.
  const counted = await served.sql<{ asset_id: string; n: string }>(
    `SELECT asset_id, sum(usages)::text AS n FROM (${namedRows(REVENUE)}) r
     JOIN fold.checkpoint f ON f.chain_id = r.chain_id AND r.mark_s <= f.time_s / 600 * 600 GROUP BY asset_id`,
  );
  const counts = new Map(counted.map((row) => [row.asset_id, Number(row.n)]));
  const order = rows.map(({ id }) => counts.get(id as string) ?? 0);
  expect(order).toEqual([...order].sort((a, b) => b - a));
  expect(order[0]).toBeGreaterThan(0);
});

it('contributors by holdings are in the order of the pools they hold shares in', async () => {
  const rows = await readAll('contributors', ', orderBy: HOLDINGS', 'holdings(first: 1) { totalCount }');
  const order = rows.map((row) => (row['holdings'] as { totalCount: number }).totalCount);
  expect(order).toEqual([...order].sort((a, b) => b - a));
  expect(order[0]).toBeGreaterThan(1);
});

it('usages newest first: none is lost or told twice while new ones arrive', async () => {
  const before = await ids(`SELECT position AS id FROM (${namedRows(USAGE)}) u`);
  let turns = 0;
  const args = '';
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = (
      await served.data(
        `query ($after: String) { usages(first: 37, after: $after${args}) {
           edges { node { position time } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )
    ).usages as { edges: { node: { position: string } }[]; pageInfo: Page['pageInfo'] };
    seen.push(...page.edges.map(({ node }) => node.position));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
    if (turns++ < 2) await disturb(one);
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(before.filter((position) => !seen.includes(position))).toEqual([]);
});

it('postings are told to the end, each once, those of the settlement among them', async () => {
  const rows = await readAll('postings', ', chain: "eip155:1"', 'debit credit start amount count settled');
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  const [stored] = await served.sql<{ n: number; settled: number }>(
    `SELECT (SELECT count(*) FROM ledger.posting WHERE chain_id = 1)::int AS n,
       (SELECT count(*) FROM ledger.settled_posting WHERE vault_chain_id = 1)::int AS settled`,
  );
  expect(rows.filter((row) => !row['settled'])).toHaveLength(stored!.n);
  expect(rows.filter((row) => row['settled'])).toHaveLength(stored!.settled);
});

it('anomalies are told to the end, each once', async () => {
  const rows = await readAll('anomalies', '', 'chain position eventPosition reason detail');
  const [stored] = await served.sql<{ n: number }>(
    `SELECT ((SELECT count(*) FROM ledger.anomaly) + (SELECT count(*) FROM ledger.settled_anomaly))::int AS n`,
  );
  expect(rows).toHaveLength(stored!.n);
  expect(rows.length).toBeGreaterThan(0);
  for (const { position, eventPosition } of rows) expect(eventPosition).toBe(position);
});

it('lists within an asset and a contributor go on where they stopped', async () => {
  const busy = one.asset(2);
  const shares: string[] = [];
  let after: string | null = null;
  do {
    const { asset } = await served.data(
      `query ($id: ID!, $after: String) { asset(id: $id) { shares(first: 1, after: $after) {
         totalCount edges { node { role contributor } } pageInfo { hasNextPage endCursor } } } }`,
      { id: busy, after },
    );
    shares.push(...asset.shares.edges.map((edge: { node: object }) => JSON.stringify(edge.node)));
    after = asset.shares.pageInfo.hasNextPage ? asset.shares.pageInfo.endCursor : null;
    if (after === null) expect(asset.shares.totalCount).toBe(shares.length);
  } while (after !== null);
  expect(new Set(shares).size).toBe(shares.length);
  expect(shares.length).toBeGreaterThan(1);
});
