import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import type { ChainId } from '../../src/domain/ids.js';
import { earningsByAsset } from '../../src/read-models/entitlements/balances.js';
import { audit } from '../audit/audit.js';
import { compare, type ClaimedFigures, type ClaimedSums } from '../audit/compare.js';
import { readSettledTo, readSums } from '../e2e/system-sums.js';
import { foldToEnd, newDatabase, settleToEnd, withClient } from '../support/folding.js';
import { blocksOf, LogBuilder, type TestBlock } from '../support/log-builder.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { auditEventsOf } from './audit-events.js';
import { Chance, randomWorld, type World } from './random-world.js';

const SEEDS = [1, 2, 3, 4];
/** Blocks that an append covers at most: a fork can then take back a whole append. */
const MOST_BLOCKS = 5;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: false });
}, 60_000);
afterAll(() => postgres.stop());

it.each(SEEDS)(
  'random world %i, written with forks and folded piece by piece, gives everybody what the audit says',
  async (seed) => {
    const world = randomWorld({ seed, chains: 2, eventsPerChain: 90 });
    const url = await newDatabase(postgres.url);
    const chance = new Chance(seed);
    for (const [chain, events] of world.events) await writeAndFold(url, chance, chain, events, world);
    expect(await differences(url, world)).toEqual([]);
  },
  120_000,
);

/** Appends a chain's blocks a few at a time; some are first there in another version, which a fork drops. */
async function writeAndFold(
  url: string,
  chance: Chance,
  chain: ChainId,
  events: readonly PlacedEvent[],
  { interval_s, events: all }: World,
): Promise<void> {
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, chain, MOST_BLOCKS);
    for (const blocks of pieces(blocksOf(events), chance)) {
      if (log.head > 0 && chance.happens(30)) {
        const kept = log.head;
        await log.append(blocks.map((block) => ({ ...block, logs: [...block.logs].reverse() })));
        if (chance.happens(80)) await foldToEnd(url, chain, { interval_s });
        await log.fork(kept, blocks);
      } else {
        await log.append(blocks);
      }
      if (chance.happens(40)) await foldToEnd(url, chain, { interval_s, eventsPerStep: 1 + chance.below(20) });
      if (chance.happens(20)) await settleToEnd(url, [...all.keys()], { interval_s });
    }
    const { number, time_s } = blocksOf(events).at(-1)!;
    const empty = { time_s: time_s + 10 * interval_s, logs: [] };
    await log.append(Array.from({ length: 2 * MOST_BLOCKS }, (_, index) => ({ ...empty, number: number + 1 + index })));
    await foldToEnd(url, chain, { interval_s });
    await settleToEnd(url, [...all.keys()], { interval_s });
  });
}

/** Runs of blocks that span few enough numbers to be taken back at once. */
function pieces(blocks: readonly TestBlock[], chance: Chance): TestBlock[][] {
  const found: TestBlock[][] = [];
  for (const block of blocks) {
    const piece = found.at(-1);
    if (piece && block.number - piece[0]!.number < MOST_BLOCKS - 2 && chance.happens(70)) piece.push(block);
    else found.push([block]);
  }
  return found;
}

async function differences(url: string, world: World): Promise<string[]> {
  return withClient(url, async (client) => {
    const system = {
      chains: [...world.events.keys()].map((id) => ({ id, rpc: '', contracts: [], finality: MOST_BLOCKS })),
      query: async <R extends object>(sql: string, values?: unknown[]) => (await client.query(sql, values)).rows as R[],
    };
    const books = audit({
      interval_s: world.interval_s,
      chains: new Map([...world.events].map(([chain, events]) => [chain, auditEventsOf(events)])),
      settledTo_s: await readSettledTo(system),
    });
    const sums = await readSums(system);
    return compare(books, { ...sums, entitlements: await entitlements(client, sums) });
  });
}

async function entitlements(
  client: pg.Client,
  { executors, upheld }: ClaimedSums,
): Promise<ClaimedFigures['entitlements']> {
  const db = {
    query: async <R>(sql: string, values?: unknown[]): Promise<R[]> => (await client.query(sql, values)).rows as R[],
  };
  const { rows } = await client.query<{ address: string }>('SELECT DISTINCT address FROM ledger.account');
  const found: ClaimedFigures['entitlements'][number][] = [];
  for (const { address } of rows) {
    for (const { assetId, role, vaultChainId, vault, token, source, accrued } of await earningsByAsset(db, address)) {
      if (source !== 'VAULT') continue;
      const key = `${address}|${assetId}|${vaultChainId}|${vault}|${token}`;
      const executed =
        (role === 'COMPUTE_PROVIDER' ? executors : role === 'OWNER' ? upheld : undefined)?.get(key) ?? 0n;
      const of = { contributor: address, asset: assetId, role, vaultChain: vaultChainId, vault, token };
      found.push({ ...of, amount: accrued - executed });
    }
  }
  return found;
}
