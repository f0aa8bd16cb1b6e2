import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { earningsByAsset } from '../../src/read-models/entitlements/balances.js';
import { queryable } from '../../src/read-models/queryable.js';
import { rebuildChain } from '../../src/rebuild.js';
import { checkBalances } from '../../src/verify/balance-equations.js';
import { audit } from '../audit/audit.js';
import { compare, type ClaimedFigures, type ClaimedSums } from '../audit/compare.js';
import { readSettledTo, readSums } from '../e2e/system-sums.js';
import { seedsFrom } from '../support/depth.js';
import { foldToEnd, ledgerDigest, settledDigest, settleToEnd } from '../support/folding.js';
import { withClient } from '../support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { auditEventsOf } from './audit-events.js';
import { Chance } from './chance.js';
import { everybody } from './everybody.js';
import { randomWorld, type World } from './random-world.js';
import { comeToRest, foldAndSettle, MOST_BLOCKS, writeStraight } from './straight-world.js';

/** In odd ones also happens what the reference contracts never say; in bounded ones chains settle from or until marks. */
const WORLDS = [
  ...seedsFrom(1, 2).map((seed) => ({ kind: 'random', seed, odd: false, bounded: false })),
  ...seedsFrom(6, 1).map((seed) => ({ kind: 'odd', seed, odd: true, bounded: false })),
  ...seedsFrom(7, 2).map((seed) => ({ kind: 'bounded', seed, odd: true, bounded: true })),
];

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it.each(WORLDS)(
  '$kind world $seed, written in any order with forks, folded piece by piece and anew, gives everybody what the audit says',
  async ({ seed, odd, bounded }) => {
    const chance = new Chance(seed);
    const world = randomWorld({ seed, chains: 2 + (seed % 2), eventsPerChain: 50, odd, bounded });
    const url = await newDatabase(postgres.url);
    await writeAndFold(url, chance, world);
    expect(await differences(url, world)).toEqual([]);
    expect(await withClient(url, (client) => unbalanced(client))).toEqual([]);
    const straight = await newDatabase(postgres.url);
    await writeStraight(straight, world);
    for (const chain of world.events.keys()) {
      expect(await ledgerDigest(url, chain)).toEqual(await ledgerDigest(straight, chain));
    }
    expect(await settledDigest(url)).toEqual(await settledDigest(straight));
  },
  300_000,
);

/** Takes turns at the chains, as their blocks may arrive, until all have come to their ends. */
async function writeAndFold(url: string, chance: Chance, world: World): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let writers = [...world.events].map(([chain, events]) => {
      const log = new LogBuilder(client, chain, MOST_BLOCKS);
      return { log, left: pieces(blocksOf(events), chance) };
    });
    while (writers.length > 0) {
      const { log, left } = chance.pick(writers);
      await write(url, chance, log, left.shift()!, world.interval_s);
      if (chance.happens(40)) {
        const eventsPerStep = 1 + chance.below(20);
        const limits = { eventsPerStep, eventsPerPage: 1 + (eventsPerStep % 5), rowsInMemory: 2 * eventsPerStep };
        await foldToEnd(url, log.chain, { interval_s: world.interval_s, ...limits });
      }
      if (chance.happens(20)) await settleToEnd(url, [...world.events.keys()], world);
      if (chance.happens(5)) await rebuildChain(url, configOf(world), log.chain);
      if (left.length === 0) await comeToRest(log, world);
      writers = writers.filter((writer) => writer.left.length > 0);
    }
    await foldAndSettle(url, world);
  } finally {
    await client.end();
  }
}

/** Appends blocks, which may be there in another version first, that a fork drops. */
async function write(
  url: string,
  chance: Chance,
  log: LogBuilder,
  blocks: readonly TestBlock[],
  interval_s: number,
): Promise<void> {
  if (log.head === 0 || !chance.happens(30)) return log.append(blocks);
  const kept = log.head;
  await log.append(blocks.map((block) => ({ ...block, logs: [...block.logs].reverse() })));
  if (chance.happens(80)) await foldToEnd(url, log.chain, { interval_s });
  await log.fork(kept, blocks);
}

const configOf = ({ events, interval_s, settles }: World) => ({
  interval: interval_s,
  chains: [...events.keys()].map((id) => ({ id, settles: settles?.get(id) })),
});

async function unbalanced(client: pg.Client): Promise<string[]> {
  const checks = await checkBalances(client);
  return checks.filter(({ count }) => count > 0).map((check) => JSON.stringify(check));
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
      query: async <R extends object>(sql: string, values?: unknown[]) => (await client.query(sql, values)).rows as R[],
    };
    const books = audit({
      interval_s: world.interval_s,
      chains: new Map([...world.events].map(([chain, events]) => [chain, auditEventsOf(events)])),
      settledTo_s: await readSettledTo(system),
      settles: world.settles,
    });
    const sums = await readSums(system);
    return compare(books, { ...sums, entitlements: await entitlements(client, sums) });
  });
}

async function entitlements(
  client: pg.Client,
  { executors, upheld }: ClaimedSums,
): Promise<ClaimedFigures['entitlements']> {
  const db = queryable(client);
  const found: ClaimedFigures['entitlements'][number][] = [];
  for (const address of await everybody(db)) {
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
