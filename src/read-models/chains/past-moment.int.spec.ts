import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { PEOPLE, randomWorld } from '../../../test/support/random-world.js';
import { storeLedger } from '../../../test/support/stored-ledger.js';
import { account, METER, World } from '../../../test/support/world.js';
import type { Hex } from '../../domain/ids.js';
import { applyEvent } from '../../domain/ledger/apply.js';
import { intervalEnd } from '../../domain/time.js';
import { countAssets, listAssetsByName, listAssetsByTime, listAssetsByUse } from '../assets/list.js';
import { getAssets, getUsageCounts } from '../assets/queries.js';
import { getSplitHistory, getTermsHistory, getVersions } from '../assets/rules.js';
import { getInTransit, getKept } from '../assets/sums.js';
import { countHolders, listHoldings, listShares } from '../contributors/queries.js';
import { getChildLinks, getParentLinks } from '../lineage/queries.js';
import { walkLineage } from '../lineage/walk.js';
import { listPostings } from '../postings/queries.js';
import type { Queryable } from '../queryable.js';
import { getRevenue, type RevenueCut } from '../revenue/queries.js';
import { listUsages } from '../usages/queries.js';
import { PastMoment } from './past-moment.js';

const INTERVAL_S = 600;
const CHAINS = [1, 2];
const ALL = 100_000;
const CUTS: readonly RevenueCut[] = ['ASSET', 'KIND', 'OPERATION', 'CHAIN', 'TOKEN', 'APPLICATION', 'SETTLEMENT'];

let postgres: TestPostgres;
let client: pg.Client;
const db: Queryable = {
  query: async <R>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as R[],
};

const worlds = CHAINS.map((chain) => randomWorld({ seed: 70 + chain, events: 120, chain, otherChain: 3 - chain }));
worlds.forEach(lastHours);
const assets = worlds.flatMap((w) => Array.from({ length: 10 }, (_, n) => w.asset(n + 1)));

/** What random worlds do not do, over more intervals: versions, terms, disputes, held usages, an asset that comes late. */
function lastHours(w: World): void {
  const asset = w.asset(1);
  const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}` as Hex;
  const dispute = { asset, disputeId: '1', beneficiary: null };
  const terms = { asset, derivativesAllowed: true, minRoyaltyPpm: 1, commercialUse: true, termsHash: hash(1) };
  const steps: (() => void)[] = [
    () => w.apply('AssetVersionPublished', { asset, version: 2, contentHash: hash(2), uri: 'ipfs://2' }),
    () => w.apply('TermsSet', { ...terms, royaltyPolicy: 'RELATIVE' }),
    () => w.apply('AssetStatusChanged', { ...dispute, status: 'DISPUTED', outcome: null }),
    () => w.use(asset, 1_000n, { held: true, receiptId: hash(77), operation: 'TRAIN' }),
    () => w.apply('AssetVersionPublished', { asset: w.asset(9), version: 7, contentHash: hash(9), uri: 'ipfs://9' }),
    () => w.use(w.asset(9), 5_000n),
    () => w.apply('AssetStatusChanged', { ...dispute, status: 'ACTIVE', outcome: 'DISMISSED' }),
    () => w.apply('UsageReleased', { receiptId: hash(77), reason: 'over' }, METER),
    () => w.register(w.asset(9), PEOPLE[0]!),
    () => w.apply('AssetVersionPublished', { asset, version: 3, contentHash: hash(3), uri: 'ipfs://3' }),
    () => w.link(w.asset(9), asset, 70_000),
    () => w.link(w.asset(9), asset, 20_000),
    () => w.shares(asset, 'ANNOTATOR', PEOPLE[3]!, 0n),
    () => w.use(w.asset(9), 9_000n, { executor: account(77), application: account(78) }),
    () => w.apply('AssetStatusChanged', { ...dispute, disputeId: null, status: 'RETIRED', outcome: null }),
  ];
  for (const step of steps) {
    w.time_s += 400;
    step();
  }
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

/** Everything that can be asked as of a moment. */
async function answers(moment?: PastMoment): Promise<Record<string, unknown>> {
  const by = { moment };
  const marks = moment ? Object.fromEntries(moment.marks) : { 1: 9e9, 2: 9e9 };
  const found: Record<string, unknown> = {
    newest: await listAssetsByTime(db, by, 'NEWEST', null, ALL),
    named: await listAssetsByName(db, { ...by, status: 'DISPUTED' }, null, ALL),
    owned: await countAssets(db, { ...by, owner: PEOPLE[0]! }),
    used: await listAssetsByUse(db, by, marks, null, ALL),
    registered: (await getAssets(db, assets, moment)).filter((asset) => asset.registered).sort(byId),
    counts: [...(await getUsageCounts(db, assets, moment))].sort(),
    parents: await getParentLinks(db, assets, null, moment),
    children: await getChildLinks(db, assets, null, moment),
    usages: await listUsages(db, by, null, ALL),
  };
  for (const cut of CUTS) {
    const cells = await getRevenue(db, cut, 'HOUR', INTERVAL_S, by, ALL);
    // Labels are for people, by the names that are known now.
    found[cut] = cells.map(({ label: _, ...cell }) => cell);
  }
  for (const chainId of CHAINS) found[`postings ${chainId}`] = await listPostings(db, { chainId, moment }, null, ALL);
  for (const person of PEOPLE) found[person] = await listHoldings(db, person, null, ALL, moment);
  for (const asset of assets) {
    found[asset] = {
      shares: await listShares(db, asset, null, null, ALL, moment),
      holders: [...(await countHolders(db, asset, moment))].sort(),
      kept: await getKept(db, asset, moment),
      transit: await getInTransit(db, asset, moment),
      versions: await getVersions(db, asset, moment),
      terms: await getTermsHistory(db, asset, moment),
      splits: await getSplitHistory(db, asset, moment),
    };
  }
  const lineage = await walkLineage(db, assets[0]!, 'DOWN', { depth: 10, maxNodes: 500 }, moment);
  return { ...found, lineage: { ...lineage, nodes: [...lineage.nodes] } };
}

const byId = (a: { readonly assetId: string }, b: { readonly assetId: string }): number =>
  a.assetId < b.assetId ? -1 : 1;

/** The world as it was after its last event before a mark. */
function until(world: World, mark_s: number): World {
  const w = new World(world.chain);
  for (const event of world.events) if (event.at.time_s < mark_s) applyEvent(w.ledger, event);
  return w;
}

it('what is asked as of a mark is what the ledger said when nothing later had happened', async () => {
  const end_s = Math.max(...worlds.map((w) => intervalEnd(w.time_s, INTERVAL_S)));
  const marks = [16, 11, 9, 7, 6, 5, 4, 3, 2, 1, 0].map((back) => end_s - back * INTERVAL_S);
  for (const w of worlds) await storeLedger(client, w.ledger);
  const past: Record<string, unknown>[] = [];
  for (const mark_s of marks) past.push(await answers(new PastMoment(mark_s, new Map(CHAINS.map((c) => [c, mark_s])))));
  for (const [index, mark_s] of marks.entries()) {
    for (const w of worlds) await storeLedger(client, until(w, mark_s).ledger);
    const present = await answers();
    for (const [question, answer] of Object.entries(present)) {
      expect({ mark_s, question, answer: past[index]![question] }).toEqual({ mark_s, question, answer });
    }
  }
}, 300_000);

it('a moment of one chain says nothing of the others', async () => {
  for (const w of worlds) await storeLedger(client, w.ledger);
  const of = new PastMoment(worlds[0]!.time_s + INTERVAL_S, new Map([[1, worlds[0]!.time_s + INTERVAL_S]]));
  const listed = await listAssetsByTime(db, { moment: of }, 'NEWEST', null, ALL);
  expect(new Set(listed.map(({ chainId }) => chainId))).toEqual(new Set([1]));
  expect(await listPostings(db, { chainId: 2, moment: of }, null, ALL)).toEqual([]);
  expect(await listPostings(db, { chainId: 1, moment: of }, null, ALL)).not.toEqual([]);
});
