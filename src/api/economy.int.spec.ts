import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Served } from '../../test/support/served.js';
import { account, METER, TOKEN, VAULT, World } from '../../test/support/world.js';
import { until } from '../../test/support/until.js';
import { checkBalances } from '../verify/balance-equations.js';
import { ZERO_HASH, type Hex } from '../domain/ids.js';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { parsePosition } from '../domain/position.js';

const [OWNER, ANN, GPU, SPONSOR] = [account(1), account(2), account(3), account(4)];
const TASKS = account(0x7a5c5);
const PROTOCOL = account(0xd1);
const receipt = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}` as Hex;

/** A little of everything, each part an interval after the one before. */
function world(): World {
  const w = new World(1);
  w.fee(100_000);
  w.register(w.asset(1), OWNER);
  w.split(w.asset(1), { ANNOTATOR: 200_000, COMPUTE_PROVIDER: 100_000 });
  w.shares(w.asset(1), 'ANNOTATOR', ANN, 3n);
  for (const n of [101, 102, 103]) w.use(w.asset(1), 1_000n, { held: true, receiptId: receipt(n), executor: GPU });
  w.time_s += 600;
  w.apply('UsageReleased', { receiptId: receipt(101), reason: 'accepted' }, METER);
  w.apply('UsageReversed', { receiptId: receipt(102), reason: 'refused' }, METER);
  w.use(w.asset(1), 500n, { consumer: OWNER });
  w.use(w.asset(1), 70n, { settlement: 'NONE' });
  w.time_s += 600;
  const paid = { asset: w.asset(1), beneficiary: ANN, role: 'ANNOTATOR' as const, token: TOKEN, amount: 40n };
  w.apply('RevenuePaid', paid, PROTOCOL);
  const tokens = [{ token: TOKEN, budget: 100n, baseReward: 5n, bonusReward: 1n }];
  w.apply('TaskOpened', { task: '7', asset: w.asset(1), sponsor: SPONSOR, role: 'ANNOTATOR', tokens }, TASKS);
  const work = { task: '7', contributor: ANN, contentHash: receipt(9) };
  w.apply('ContributionSubmitted', { ...work, units: 10n, source: 'HUMAN', tags: ['cat'] }, TASKS);
  w.apply('ContributionReviewed', { ...work, reviewer: SPONSOR, acceptedUnits: 8n, scorePpm: 900_000 }, TASKS);
  w.apply('RewardPaid', { task: '7', contributor: ANN, token: TOKEN, amount: 40n, part: 'BASE' }, TASKS);
  const licence = { asset: w.asset(1), licensee: GPU, termsHash: ZERO_HASH, fee: 5n, token: TOKEN };
  w.apply('LicenseGranted', { ...licence, expiry_s: w.time_s + 60 });
  w.apply('RoleSplitAnnounced', { asset: w.asset(1), splitPpm: [0, 0, 1, 0, 0, 0, 0], effectiveAt_s: w.time_s + 60 });
  const dispute = { asset: w.asset(1), disputeId: '4', beneficiary: null };
  w.apply('AssetStatusChanged', { ...dispute, status: 'DISPUTED', outcome: null });
  w.use(w.asset(1), 300n);
  w.apply('AssetStatusChanged', { ...dispute, status: 'ACTIVE', outcome: 'UPHELD', beneficiary: ANN });
  const root = { vault: VAULT, mark_s: w.time_s - 600, remoteMark_s: 0, configurationDigest: ZERO_HASH };
  w.apply('PayoutRootPublished', { ...root, epoch: 1, root: receipt(1), activeFrom_s: w.time_s }, VAULT);
  w.apply('Claimed', { vault: VAULT, contributor: ANN, token: TOKEN, amount: 100n }, VAULT);
  w.apply('PayoutRootPublished', { ...root, epoch: 2, root: receipt(2), activeFrom_s: w.time_s + 9_000 }, VAULT);
  return w;
}

let one: World;
let served: Served;
beforeAll(async () => {
  one = world();
  served = await Served.start([one]);
}, 120_000);
afterAll(() => served.stop());

it('a held usage shows where its money is, and counts where it was released', async () => {
  const { usages, revenue, asset } = await served.data(
    `{ usages(first: 20) { edges { node { receiptId status fee circular settlement hold { state reason decidedTime } } } }
       revenue(groupBy: SETTLEMENT, bucket: MONTH) { rows {
         key gross protocolRevenue contributorRevenue circularGross circularProtocolRevenue circularContributorRevenue } }
       asset(id: "${one.asset(1)}") { suspense { reason amount } } }`,
  );
  const held = usages.edges
    .map(({ node }: { node: { hold: unknown } }) => node)
    .filter((node: { hold: unknown }) => node.hold);
  expect(
    held.map((node: { status: string; fee: string; hold: { state: string; reason: string | null } }) => [
      node.status,
      node.fee,
      node.hold.state,
      node.hold.reason,
    ]),
  ).toEqual([
    ['HELD', '0', 'HELD', null],
    ['REVERSED', '0', 'REVERSED', 'refused'],
    ['SETTLED', '100', 'RELEASED', 'accepted'],
  ]);
  expect(asset.suspense).toEqual([{ reason: 'HELD', amount: '1000' }]);
  const [none, vault] = revenue.rows;
  expect(none).toMatchObject({ key: 'NONE', gross: '70', protocolRevenue: '70', contributorRevenue: '0' });
  expect(vault).toEqual({
    key: 'VAULT',
    gross: '1800',
    protocolRevenue: '180',
    contributorRevenue: '1620',
    circularGross: '500',
    circularProtocolRevenue: '50',
    circularContributorRevenue: '450',
  });
});

it('a balance is in states that add up, apart for those who pay it', async () => {
  const ask = async () =>
    (
      await served.data(
        `query ($who: String!) { contributor(address: $who) {
         balances { source accrued claimable claimed overpaid unpublished } earningsByAsset { source role accrued } } }`,
        { who: ANN },
      )
    ).contributor;
  // Of the release a fifth of what fee and executor leave, and of the circular usage; what the dispute gave: 180 + 90 + 270.
  const { balances, earningsByAsset } = await ask();
  expect(balances).toEqual([
    { source: 'DIRECT', accrued: '40', claimable: '0', claimed: '40', overpaid: '0', unpublished: '0' },
    { source: 'VAULT', accrued: '540', claimable: '0', claimed: '100', overpaid: '0', unpublished: '440' },
    { source: 'REWARD', accrued: '40', claimable: '0', claimed: '40', overpaid: '0', unpublished: '0' },
  ]);
  expect(earningsByAsset.reduce((sum: bigint, { accrued }: { accrued: string }) => sum + BigInt(accrued), 0n)).toBe(
    620n,
  );
  const leaf = `INSERT INTO payout.leaf (chain_id, vault, root, contributor, token, amount, node) VALUES (1, $1, $2, $3, $4, $5, 1)`;
  await served.sql(leaf, [VAULT, receipt(1), ANN, TOKEN, 180]);
  await served.sql(leaf, [VAULT, receipt(2), ANN, TOKEN, 500]);
  const states = (await ask()).balances.find(({ source }: { source: string }) => source === 'VAULT');
  expect(states).toMatchObject({ claimable: '80', claimed: '100', unpublished: '360' });
});

it('an explanation names the release, the dispute, the payment and the reward, and adds up', async () => {
  const { explain } = await served.data(
    `query ($who: String!, $asset: ID!, $token: String!) {
       explain(contributor: $who, asset: $asset, token: $token, from: "2023-11-14T00:00:00Z", to: "2030-01-01T00:00:00Z") {
         opening figure closing parts { kind amount note usage { receiptId } } } }`,
    { who: ANN, asset: one.asset(1), token: TOKEN },
  );
  expect([explain.opening, explain.figure, explain.closing]).toEqual(['0', '620', '620']);
  const kinds = explain.parts.map(({ kind }: { kind: string }) => kind).sort();
  expect(kinds).toEqual(['DIRECT', 'FLOORING', 'REWARD', 'UPHELD', 'USAGE', 'USAGE']);
  const total = explain.parts.reduce((sum: number, { amount }: { amount: string }) => sum + Number(amount), 0);
  expect(total).toBe(620);
  const released = explain.parts.find(({ note }: { note: string }) => note.startsWith('Released INVOKE'));
  expect(released.usage.receiptId).toBe(receipt(101));
});

it('tasks, contributions, rights and payout roots are lists', async () => {
  const answer = await served.data(
    `query ($who: String!, $asset: ID!) {
       tasks(asset: $asset) { edges { node { task sponsor role submissions acceptedUnits asset { id } rewards { budget paidBase } } } }
       contributions(contributor: $who) { edges { node { units acceptedUnits scorePpm source tags reviews } } pageInfo { hasNextPage } }
       licenses(asset: $asset) { edges { node { licensee fee } } }
       disputes(open: false) { edges { node { disputeId outcome beneficiary } } }
       open: disputes(open: true) { edges { node { disputeId } } }
       payoutEpochs(vault: "${VAULT}") { edges { node { epoch active replaced } } }
       asset(id: $asset) { splitAnnouncements { splitPpm } } }`,
    { who: ANN, asset: one.asset(1) },
  );
  const nodes = (list: { edges: { node: unknown }[] }): unknown[] => list.edges.map(({ node }) => node);
  expect(nodes(answer.tasks)).toEqual([
    {
      ...{ task: '7', sponsor: SPONSOR, role: 'ANNOTATOR', submissions: '1', acceptedUnits: '8' },
      ...{ asset: { id: one.asset(1) }, rewards: [{ budget: '100', paidBase: '40' }] },
    },
  ]);
  expect(nodes(answer.contributions)).toEqual([
    { units: '10', acceptedUnits: '8', scorePpm: 900_000, source: 'HUMAN', tags: ['cat'], reviews: 1 },
  ]);
  expect(nodes(answer.licenses)).toEqual([{ licensee: GPU, fee: '5' }]);
  expect(nodes(answer.disputes)).toEqual([{ disputeId: '4', outcome: 'UPHELD', beneficiary: ANN }]);
  expect(nodes(answer.open)).toEqual([]);
  expect(nodes(answer.payoutEpochs)).toEqual([
    { epoch: 2, active: false, replaced: null },
    { epoch: 1, active: true, replaced: null },
  ]);
  expect(answer.asset.splitAnnouncements).toEqual([{ splitPpm: [0, 0, 1, 0, 0, 0, 0] }]);
});

it('the balance equations hold with all of it', async () => {
  const client = new pg.Client(served.postgres.url);
  await client.connect();
  try {
    const results = await checkBalances(client);
    expect(results.filter(({ count }) => count > 0)).toEqual([]);
    await client.query(`UPDATE ledger.held_usage SET amount = amount + 1 WHERE state = 'HELD'`);
    expect((await checkBalances(client)).some(({ count }) => count > 0)).toBe(true);
  } finally {
    await client.end();
  }
});

it('a statement tells every origin, opens, moves and closes, page by page', async () => {
  const ask = (args: string) =>
    served.data(`{ contributor(address: "${ANN}") { statement(${args}) { from to totalCount pageInfo { hasNextPage endCursor }
      totals { opening amount closing token { id } }
      edges { node { origin source role asset { id } opening amount closing movements { start opening amount closing } } } } } }`);
  const { statement } = (await ask('groupBy: [ORIGIN, ROLE, ASSET], bucket: INTERVAL')).contributor;
  type Line = { origin: string; amount: string; movements: { amount: string }[] };
  const lines: Line[] = statement.edges.map(({ node }: { node: Line }) => node);
  expect(lines.map(({ origin }) => origin).sort()).toEqual(['DIRECT', 'REWARD', 'SHARES', 'UPHELD']);
  for (const { amount, movements } of lines) {
    expect(movements.reduce((sum, movement) => sum + BigInt(movement.amount), 0n)).toBe(BigInt(amount));
  }
  const [total] = statement.totals;
  expect(lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(BigInt(total.closing));
  const first = (await ask('groupBy: [ORIGIN], first: 3')).contributor.statement;
  const rest = (await ask(`groupBy: [ORIGIN], after: "${first.pageInfo.endCursor}"`)).contributor.statement;
  expect([first.edges.length, rest.edges.length, first.totalCount]).toEqual([3, 1, 4]);
  expect(rest.totals).toEqual(statement.totals);
});

it('a statement of too many pieces is refused with what to do', async () => {
  const { errors } = await served.ask(
    `{ contributor(address: "${ANN}") { statement(bucket: HOUR, from: "2001-01-01T00:00:00Z") { totalCount } } }`,
  );
  expect(errors![0]).toMatchObject({
    message: expect.stringContaining('more than 2000 pieces'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('balances and earnings are told as of a mark, or of what is final, and only where they are exact', async () => {
  const start_s = Math.floor(one.events[0]!.at.time_s / 600) * 600;
  const iso = (time_s: number): string => new Date(time_s * 1000).toISOString();
  const ask = (args: string) =>
    served.ask(
      `{ contributor(address: "${ANN}") { balances(${args}) { source accrued claimed } earningsByAsset(${args}) { accrued } } }`,
    );
  const early = (await ask(`at: { mark: "${iso(start_s + 600)}" }`)).data.contributor;
  expect(early.balances).toEqual([]);
  const later = (await ask(`at: { mark: "${iso(start_s + 1_200)}" }`)).data.contributor;
  expect(later.balances).toHaveLength(1);
  expect(later.balances[0]).toMatchObject({ source: 'VAULT', claimed: '0' });
  const now = (await ask('finality: LATEST')).data.contributor;
  expect(now.balances.map(({ source }: { source: string }) => source).sort()).toEqual(['DIRECT', 'REWARD', 'VAULT']);
  const last = (await ask(`at: { mark: "${iso(start_s + 1_800)}" }`)).data.contributor;
  expect(last).toEqual(now);
  const blockNumber = parsePosition(one.events.at(-1)!.at.position).block;
  const block = await ask(`at: { block: { chain: "eip155:1", number: ${blockNumber} } }`);
  expect(block.data.contributor).toEqual(now);
  const refused = async (args: string) => (await ask(args)).errors![0]!.message;
  expect(await refused(`at: { mark: "${iso(start_s + 1)}" }`)).toMatch(/is no mark: .* ask for .* or /);
  expect(await refused(`at: { mark: "${iso(start_s + 600_000)}" }`)).toMatch(/lies ahead/);
  expect(await refused(`at: { block: { chain: "eip155:1", number: ${blockNumber - 1} } }`)).toMatch(
    /lies within an interval/,
  );
  expect(await refused(`at: { block: { chain: "eip155:1", number: 999999 } }`)).toMatch(/is not folded yet/);
  expect(await refused('at: {}')).toMatch(/either "mark" or "block"/);
  expect(await refused(`finality: FINAL, at: { mark: "${iso(start_s + 1_800)}" }`)).toMatch(/is final up to the mark/);
});

it('assets, revenue and postings are told as of a mark with all that hangs on them, and suspense is not', async () => {
  const start_s = Math.floor(one.events[0]!.at.time_s / 600) * 600;
  const at = (time_s: number): string => `at: { mark: "${new Date(time_s * 1000).toISOString()}" }`;
  const people = 'shares { totalCount edges { node { role contributor shares totalShares asset { status } } } }';
  const asset = `id registered status owner version usageCount split { role ppm } ${people} earnings { amount }
    parents { royaltyPpm parent { id registered status } } children { edges { node { child { id } } } }`;
  const ask = async (args: string) =>
    (
      await served.ask(`{
        asset(id: "${one.asset(1)}", ${args}) { ${asset} }
        assets(${args}) { totalCount edges { node { id status } } }
        lineage(asset: "${one.asset(1)}", ${args}) { nodes { depth asset { id registered } } links { royaltyPpm } }
        revenue(${args}) { rows { key gross contributorRevenue } }
        usages(${args}) { edges { node { id status fee } } }
        postings(chain: "eip155:1", ${args}) { edges { node { debit credit amount } } }
      }`)
    ).data;
  const before = await ask(at(start_s));
  expect(before.asset).toMatchObject({ registered: false, owner: null, usageCount: '0', parents: [], earnings: [] });
  expect(before.assets).toEqual({ totalCount: 0, edges: [] });
  expect(before.revenue.rows).toEqual([]);
  expect([before.usages.edges, before.postings.edges]).toEqual([[], []]);
  const now = await ask('finality: LATEST');
  expect(now.postings.edges.length).toBeGreaterThan(0);
  expect(await ask(at(start_s + 1_800))).toEqual(now);
  const refused = await served.ask(`{ asset(id: "${one.asset(1)}", ${at(start_s)}) { suspense { amount } } }`);
  expect(refused.errors![0]).toMatchObject({
    message: expect.stringContaining('is known as it is now'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('a statement is exported as CSV and NDJSON that end with the same count and digest', async () => {
  const get = async (format: string) =>
    fetch(`${served.service.origin}/statements/${ANN}.${format}?bucket=INTERVAL&groupBy=ORIGIN,ROLE`);
  const lines = (await (await get('ndjson')).text()).trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line));
  const digest = createHash('sha256')
    .update(
      lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join(''),
    )
    .digest('hex');
  expect(rows.at(-1)).toEqual({ record: 'END', rows: rows.length - 1, digest });
  const sum = (record: string) =>
    rows.filter((row) => row.record === record).reduce((total, row) => total + BigInt(row.amount), 0n);
  expect(sum('MOVEMENT')).toBe(sum('LINE'));
  expect(sum('LINE')).toBeGreaterThan(0n);
  const csv = await get('csv');
  expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
  const text = (await csv.text()).trimEnd().split('\n');
  expect(text).toHaveLength(rows.length + 1);
  expect(text.at(-1)).toMatch(new RegExp(`^END,.*,${rows.length - 1},${digest}$`));
  const bad = await fetch(`${served.service.origin}/statements/${ANN}.csv?bucket=YEAR`);
  expect([bad.status, ((await bad.json()) as { error: string }).error]).toEqual([
    400,
    '"bucket" is "YEAR": expected one of INTERVAL, HOUR, DAY, MONTH, PERIOD.',
  ]);
});

it('a ranking of earners counts what is final, and everybody finds their place in it', async () => {
  const token = `eip155:1/erc20:${TOKEN}`;
  const query = `{
    earnerRanking(token: "${token}", first: 2) {
      totalCount mark settledTo pageInfo { hasNextPage }
      edges { node { rank amount paidDirectly contributor { address ranks { rank amount } } } } }
    contributor(address: "${ANN}") { earned: balances(finality: FINAL) { source accrued } } }`;
  const { earnerRanking, contributor } = await until('the ranking to be made', async () => {
    const data = await served.data(query);
    return data.earnerRanking.totalCount > 0 ? data : undefined;
  });
  const rows = earnerRanking.edges.map(({ node }: { node: { rank: number } }) => node);
  expect(rows.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2]);
  for (const { rank, amount, contributor: who } of rows) expect(who.ranks).toEqual([{ rank, amount }]);
  const ann = rows.find(({ contributor: who }: { contributor: { address: string } }) => who.address === ANN);
  const earned: { source: string; accrued: string }[] = contributor.earned;
  const sum = (of: readonly { accrued: string }[]): string =>
    String(of.reduce((total, { accrued }) => total + BigInt(accrued), 0n));
  expect(ann.amount).toBe(sum(earned));
  expect(ann.paidDirectly).toBe(sum(earned.filter(({ source }) => source !== 'VAULT')));
});

it('a ranking of a token that nobody has earned is empty, and what is no token is refused', async () => {
  const rank = (token: string) =>
    served.ask(`{ earnerRanking(token: "${token}") { totalCount mark edges { cursor } } }`);
  const { data } = await rank(`eip155:9/erc20:${TOKEN}`);
  expect(data.earnerRanking).toEqual({ totalCount: 0, mark: null, edges: [] });
  const { errors } = await rank('USDC');
  expect(errors![0]!.message).toContain('"USDC" is not a token: expected CAIP-19');
});
