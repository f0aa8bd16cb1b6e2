import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomWorld, PEOPLE } from '../../test/support/random-world.js';
import { Served } from '../../test/support/served.js';
import { until } from '../../test/support/until.js';
import { account, TOKEN, VAULT, type World } from '../../test/support/world.js';

let one: World;
let two: World;
let served: Served;
beforeAll(async () => {
  one = randomWorld({ seed: 11, events: 200, chain: 1, otherChain: 2 });
  two = randomWorld({ seed: 12, events: 200, chain: 2, otherChain: 1 });
  // A chain of six on two chains, and one more link than anybody asked for.
  for (let n = 50; n < 56; n++) {
    one.register(one.asset(n), account(n));
    if (n > 50) one.link(one.asset(n), one.asset(n - 1), 100_000);
  }
  one.link(one.asset(50), two.asset(1), 50_000);
  // What crossed chains is settled when both have closed the interval: final, and a minute past its end.
  for (const world of [one, two]) {
    for (let n = 0; n < 8; n++) {
      world.time_s = Math.max(one.time_s, two.time_s) + 700;
      world.use(world.asset(1), 1_000n);
    }
  }
  served = await Served.start([one, two]);
  await until('something to be settled', async () => {
    const { asOf } = await served.data('{ asOf { chains { settledTo } } }');
    return asOf.chains.every(({ settledTo }: { settledTo: string | null }) => settledTo !== null);
  });
}, 120_000);
afterAll(() => served.stop());

const big = (text: string): bigint => BigInt(text);
const sum = (amounts: readonly string[]): bigint => amounts.map(big).reduce((a, b) => a + b, 0n);

it('every answer says which moment it is true at', async () => {
  const { asOf, chains } = await served.data(
    `{ asOf { chains { chain position blockNumber blockHash time finalizedBlock status } }
       chains { caip2 name headBlock foldedBlock finalizedBlock events batches retractions rawDigest canonicalDigest } }`,
  );
  const last = one.events.at(-1)!.at;
  expect(asOf.chains[0]).toMatchObject({
    chain: 'eip155:1',
    position: last.position,
    blockNumber: last.block,
    finalizedBlock: last.block - 5,
    time: new Date(last.time_s * 1000).toISOString(),
  });
  expect(asOf.chains[0].blockHash).toMatch(/^0x[0-9a-f]{64}$/);
  expect(chains[0]).toMatchObject({
    caip2: 'eip155:1',
    name: 'Chain 1',
    headBlock: last.block,
    foldedBlock: last.block,
    events: String(one.events.length),
    retractions: 0,
  });
  expect(chains[0].rawDigest).toMatch(/^0x[0-9a-f]+$/);
});

it('gross is what consumers paid, in every cut, and is protocol plus contributor revenue', async () => {
  const paid = [...one.events, ...two.events].filter(({ kind }) => kind === 'UsageRecorded');
  const amounts = paid.map(({ payload }) => (payload as { amount: bigint }).amount);
  const expected = amounts.reduce((a, b) => a + b, 0n);
  for (const cut of ['ASSET', 'KIND', 'OPERATION', 'CHAIN', 'TOKEN', 'APPLICATION']) {
    for (const bucket of ['HOUR', 'DAY', 'MONTH']) {
      const { revenue } = await served.data(
        `{ revenue(groupBy: ${cut}, bucket: ${bucket}) { rows { start end gross protocolRevenue contributorRevenue usages } } }`,
      );
      expect(sum(revenue.rows.map((row: { gross: string }) => row.gross))).toBe(expected);
      expect(sum(revenue.rows.map((row: { usages: string }) => row.usages))).toBe(BigInt(paid.length));
      for (const row of revenue.rows) {
        expect(big(row.gross)).toBe(big(row.protocolRevenue) + big(row.contributorRevenue));
        expect(row.start < row.end).toBe(true);
      }
    }
  }
  const { totals } = await served.data('{ totals { usages assets gross { amount token { id chain } } } }');
  expect(big(totals.usages)).toBe(BigInt(paid.length));
  expect(sum(totals.gross.map(({ amount }: { amount: string }) => amount))).toBe(expected);
  expect(totals.gross.map(({ token }: { token: { id: string } }) => token.id)).toEqual([
    `eip155:1/erc20:${TOKEN}`,
    `eip155:2/erc20:${TOKEN}`,
  ]);
});

it('a period counts the intervals that start in it', async () => {
  const rows = async (args: string): Promise<{ start: string; gross: string }[]> =>
    (await served.data(`{ revenue(groupBy: TOKEN, bucket: HOUR${args}) { rows { start gross } } }`)).revenue.rows;
  const all = await rows('');
  const border = all[Math.floor(all.length / 2)]!.start;
  const before = await rows(`, to: "${border}"`);
  const after = await rows(`, from: "${border}"`);
  expect([...before, ...after]).toEqual(all);
  expect(before.length).toBeGreaterThan(0);
});

it('an asset tells its rules, links, people and money', async () => {
  const id = one.asset(1);
  const { asset } = await served.data(
    `query ($id: ID!) { asset(id: $id) {
       id chain registry tokenId registered kind name owner status version registeredAt usageCount
       split { role ppm totalShares contributors } splitHistory { since splitPpm }
       parents { parent { id } } children(first: 100) { edges { node { child { id } royaltyPpm } } }
       shares(first: 100) { edges { node { role contributor shares totalShares } } }
       revenue { gross usages } earnings { amount token { chain } } inTransit { amount }
       usages(first: 100) { edges { node { amount asset { id } } } }
     } }`,
    { id: id.toUpperCase().replace('EIP155', 'eip155').replace('ERC721', 'erc721') },
  );
  expect(asset).toMatchObject({ id, chain: 'eip155:1', tokenId: '1', registered: true, kind: 'MODEL' });
  expect(asset.split.reduce((all: number, { ppm }: { ppm: number }) => all + ppm, 0)).toBe(1_000_000);
  const row = one.ledger.assets.get({ assetId: id })!;
  expect(asset.owner).toBe(row.owner);
  expect(asset.parents.map(({ parent }: { parent: { id: string } }) => parent.id)).toEqual(
    row.links.map(({ parent }) => parent),
  );
  const usages = [...one.events, ...two.events].filter(
    (event) => event.kind === 'UsageRecorded' && event.payload.asset === id,
  );
  expect(asset.usageCount).toBe(String(usages.length));
  expect(sum(asset.revenue.map((point: { gross: string }) => point.gross))).toBe(
    usages.reduce((all, { payload }) => all + (payload as { amount: bigint }).amount, 0n),
  );
  const local = asset.earnings.find(({ token }: { token: { chain: string } }) => token.chain === 'eip155:1');
  expect(big(local.amount)).toBeGreaterThanOrEqual(one.total(id));
  expect(asset.earnings.some(({ token }: { token: { chain: string } }) => token.chain === 'eip155:2')).toBe(true);
});

it('an asset that is only named is told as not registered, one that nobody names as null', async () => {
  const { node, named, nobody } = await served.data(
    `query ($named: ID!, $nobody: ID!) {
       node(id: $named) { __typename id } named: asset(id: $named) { registered name version } nobody: asset(id: $nobody) { id }
     }`,
    { named: one.asset(1), nobody: one.asset(999_999) },
  );
  expect(node).toEqual({ __typename: 'Asset', id: one.asset(1) });
  expect(named.registered).toBe(true);
  expect(nobody).toBeNull();
  const unknown = one.asset(77_777);
  two.use(unknown, 10n);
  await served.write(two);
  const { asset } = await served.data('query ($id: ID!) { asset(id: $id) { registered name version usageCount } }', {
    id: unknown,
  });
  expect(asset).toEqual({ registered: false, name: null, version: 0, usageCount: '1' });
});

it('node finds everything by its id', async () => {
  const { usages } = await served.data('{ usages(first: 1) { edges { node { id receiptId } } } }');
  const ids = ['eip155:2', PEOPLE[0], one.asset(3), usages.edges[0].node.id];
  for (const [index, type] of ['Chain', 'Contributor', 'Asset', 'Usage'].entries()) {
    const { node } = await served.data('query ($id: ID!) { node(id: $id) { __typename id } }', { id: ids[index] });
    expect(node).toEqual({ __typename: type, id: ids[index] });
  }
  const { node } = await served.data('query ($id: ID!) { node(id: $id) { id } }', { id: `usage:${'0'.repeat(40)}` });
  expect(node).toBeNull();
});

const LINEAGE = `query ($asset: ID!, $direction: Direction!, $depth: Int, $maxNodes: Int) {
  lineage(asset: $asset, direction: $direction, depth: $depth, maxNodes: $maxNodes) {
    root { id } truncated nodes { depth asset { id chain } } links { child { id } parent { id } crossesChains } } }`;

it('lineage walks up over the border of chains, and down again', async () => {
  const up = (await served.data(LINEAGE, { asset: one.asset(55), direction: 'UP', depth: 100 })).lineage;
  const depths = new Map(
    up.nodes.map(({ asset, depth }: { asset: { id: string }; depth: number }) => [asset.id, depth]),
  );
  expect(up.truncated).toBe(false);
  expect(depths.get(one.asset(55))).toBe(0);
  expect(depths.get(one.asset(50))).toBe(5);
  expect(depths.get(two.asset(1))).toBe(6);
  expect(up.links.filter(({ crossesChains }: { crossesChains: boolean }) => crossesChains).length).toBeGreaterThan(0);
  const down = (await served.data(LINEAGE, { asset: two.asset(1), direction: 'DOWN', depth: 100 })).lineage;
  expect(down.nodes.map(({ asset }: { asset: { id: string } }) => asset.id)).toContain(one.asset(55));
});

it('lineage says when its budget cut it, and not when only the depth did', async () => {
  const cut = (await served.data(LINEAGE, { asset: one.asset(55), direction: 'UP', maxNodes: 3 })).lineage;
  expect(cut.truncated).toBe(true);
  expect(cut.nodes).toHaveLength(3);
  const known = new Set(cut.nodes.map(({ asset }: { asset: { id: string } }) => asset.id));
  for (const { child, parent } of cut.links) expect(known.has(child.id) && known.has(parent.id)).toBe(true);
  const shallow = (await served.data(LINEAGE, { asset: one.asset(55), direction: 'UP', depth: 2 })).lineage;
  expect(shallow.truncated).toBe(false);
  expect(shallow.nodes).toHaveLength(3);
  const exact = (await served.data(LINEAGE, { asset: one.asset(55), direction: 'UP', depth: 2, maxNodes: 3 })).lineage;
  expect(exact.truncated).toBe(false);
});

it('earnings by any piece of time add up to the balances', async () => {
  const { contributors } = await served.data('{ contributors(first: 100) { edges { node { address } } } }');
  let earned = 0n;
  for (const { node } of contributors.edges) {
    const { contributor } = await served.data(
      `query ($address: String!) { contributor(address: $address) {
         balances { chain vault accrued settled token { id } } 
         byHour: earnings(bucket: HOUR) { ...point } byDay: earnings(bucket: DAY) { ...point } byMonth: earnings(bucket: MONTH) { ...point }
         earningsByAsset(first: 1000) { accrued chain token { id } }
       } } fragment point on EarningsPoint { start end chain amount opening closing token { id } }`,
      node,
    );
    for (const balance of contributor.balances) {
      expect(balance.vault).toBe(VAULT);
      earned += big(balance.accrued);
      const here = (row: { token: { id: string } }): boolean => row.token.id === balance.token.id;
      for (const series of [contributor.byHour, contributor.byDay, contributor.byMonth]) {
        const points = series.filter(here);
        expect(sum(points.map(({ amount }: { amount: string }) => amount))).toBe(big(balance.accrued));
        points.forEach((point: { opening: string; amount: string; closing: string }, n: number) => {
          expect(big(point.opening) + big(point.amount)).toBe(big(point.closing));
          expect(point.opening).toBe(n === 0 ? '0' : points[n - 1].closing);
        });
      }
      const byAsset = contributor.earningsByAsset.filter(here);
      expect(sum(byAsset.map(({ accrued }: { accrued: string }) => accrued))).toBe(big(balance.accrued));
    }
  }
  expect(earned).toBeGreaterThan(0n);
});

it('an explanation agrees with the earnings and its lines add up', async () => {
  const { contributors } = await served.data(
    '{ contributors(first: 20) { edges { node { address earningsByAsset(first: 1) { accrued asset { id } token { id } } } } } }',
  );
  const { node } = contributors.edges.find(
    ({ node }: { node: { earningsByAsset: unknown[] } }) => node.earningsByAsset.length > 0,
  );
  const [{ asset, token }] = node.earningsByAsset;
  const { explain, contributor } = await served.data(
    `query ($who: String!, $asset: ID!, $token: String!) {
       explain(contributor: $who, asset: $asset, token: $token, from: "2023-11-01T00:00:00Z", to: "2030-01-01T00:00:00Z") {
         opening figure closing truncated rules parts { kind amount note usage { id } asset { id } } }
       contributor(address: $who) { earnings(bucket: MONTH, asset: $asset) { amount token { id } } }
     }`,
    { who: node.address, asset: asset.id, token: token.id },
  );
  const points = contributor.earnings.filter((point: { token: { id: string } }) => point.token.id === token.id);
  expect(big(explain.figure)).toBe(sum(points.map(({ amount }: { amount: string }) => amount)));
  expect(big(explain.opening) + big(explain.figure)).toBe(big(explain.closing));
  const atto = (text: string): bigint => {
    const [whole, fraction = ''] = text.replace('-', '').split('.');
    return BigInt(whole! + fraction.padEnd(18, '0')) * (text.startsWith('-') ? -1n : 1n);
  };
  const parts = explain.parts.map(({ amount }: { amount: string }) => atto(amount)) as bigint[];
  expect(parts.reduce((a, b) => a + b, 0n)).toBe(big(explain.figure) * 10n ** 18n);
  expect(explain.rules.length).toBeGreaterThan(0);
});

it('search finds assets by name and id, people by the start of their address, usages by receipt', async () => {
  const search = async (text: string): Promise<{ kind: string; label: string }[]> =>
    (
      await served.data(
        'query ($text: String!) { search(text: $text, first: 5) { kind label asset { id } contributor usage { id } } }',
        { text },
      )
    ).search;
  expect((await search('MOD')).every(({ kind }) => kind === 'ASSET')).toBe(true);
  expect(await search(one.asset(4))).toMatchObject([{ kind: 'ASSET', asset: { id: one.asset(4) } }]);
  expect(await search(PEOPLE[2]!)).toMatchObject([{ kind: 'CONTRIBUTOR', contributor: PEOPLE[2] }]);
  expect(await search(`0x${'1'.padStart(64, '0')}`)).toMatchObject([{ kind: 'USAGE' }, { kind: 'USAGE' }]);
  expect(await search('no such thing')).toEqual([]);
  expect(await search('100%_')).toEqual([]);
});
