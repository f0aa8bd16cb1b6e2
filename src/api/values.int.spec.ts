import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Served } from '../../test/support/served.js';
import { account, METER, TOKEN, World } from '../../test/support/world.js';
import type { Hex } from '../domain/ids.js';

const [OWNER, OTHER] = [account(1), account(0x72)];
const receipt = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}` as Hex;
const VALUE = 'value { usd missing reason derived }';

/** Usages before and after prices, in three intervals, of a token with a price and one without. */
function world(): World {
  const w = new World(1);
  w.fee(100_000);
  w.register(w.asset(1), OWNER);
  w.use(w.asset(1), 1_000_000n);
  w.apply('TokenDescribed', { token: TOKEN, symbol: 'T', decimals: 6 });
  w.apply('PricePosted', { token: TOKEN, priceUsd: '2', decimals: 8, source: 'feed round 1' });
  w.use(w.asset(1), 3_000_000n);
  w.use(w.asset(1), 5n, { token: OTHER, operation: 'TRAIN' });
  w.time_s += 600;
  w.apply('PricePosted', { token: TOKEN, priceUsd: '4', decimals: 8, source: 'feed round 2' });
  w.use(w.asset(1), 1_000_000n);
  w.use(w.asset(1), 1_000_000n, { held: true, receiptId: receipt(101) });
  w.time_s += 600;
  w.apply('PricePosted', { token: TOKEN, priceUsd: '10', decimals: 8, source: 'feed round 3' });
  w.apply('UsageReleased', { receiptId: receipt(101), reason: 'done' }, METER);
  w.use(w.asset(1), 1_000_000n, { held: true, receiptId: receipt(102) });
  return w;
}

let one: World;
let served: Served;
beforeAll(async () => {
  one = world();
  served = await Served.start([one]);
}, 120_000);
afterAll(() => served.stop());

it('a usage shows what it was worth where its money was divided, or why that is not known', async () => {
  const { usages } = await served.data(`{ usages(first: 20) { edges { node { amount ${VALUE} } } } }`);
  const values = usages.edges.map(({ node }: { node: { value: Record<string, unknown> } }) => node.value);
  expect(values.map((value: { usd: string | null; reason: string | null }) => value.usd ?? value.reason)).toEqual([
    'HELD',
    '10',
    '4',
    'NO_PRICE',
    '6',
    'NO_PRICE',
  ]);
  expect(values[0]).toEqual({ usd: null, missing: '1000000', reason: 'HELD', derived: false });
  expect(values[1]).toEqual({ usd: '10', missing: '0', reason: null, derived: false });
});

it('revenue is worth what its usages were worth, protocol and people together, with what has no price beside it', async () => {
  const { revenue } = await served.data(`{ revenue(groupBy: OPERATION, bucket: MONTH) { rows {
    key gross ${VALUE} protocolValue { usd missing } contributorValue { usd missing } } } }`);
  expect(revenue.rows).toEqual([
    {
      key: 'INVOKE',
      gross: '6000000',
      value: { usd: '20', missing: '1000000', reason: 'NO_PRICE', derived: false },
      protocolValue: { usd: '2', missing: '100000' },
      contributorValue: { usd: '18', missing: '900000' },
    },
    {
      key: 'TRAIN',
      gross: '5',
      value: { usd: null, missing: '5', reason: 'NO_PRICE', derived: false },
      protocolValue: { usd: '0', missing: '0' },
      contributorValue: { usd: null, missing: '5' },
    },
  ]);
});

it('groups are ranked by their worth over all tokens', async () => {
  const { revenueRanking } = await served.data(`{ revenueRanking(groupBy: TOKEN) { rows {
    label usages usd protocolUsd contributorUsd circularUsd missing { amount token { address } } } } }`);
  expect(revenueRanking.rows).toEqual([
    {
      label: 'T',
      usages: '4',
      usd: '20',
      protocolUsd: '2',
      contributorUsd: '18',
      circularUsd: '0',
      missing: [{ amount: '1000000', token: { address: TOKEN } }],
    },
    expect.objectContaining({ usages: '1', usd: '0', missing: [{ amount: '5', token: { address: OTHER } }] }),
  ]);
});

it('a token shows the price in force, who told it and where', async () => {
  const { usages } = await served.data(
    `{ usages(first: 20) { edges { node { token { address decimals price { usd source position since } } } } } }`,
  );
  const tokens = new Map(
    usages.edges.map(({ node }: { node: { token: { address: string } } }) => [node.token.address, node.token]),
  );
  const told = one.events.findLast(({ kind }) => kind === 'PricePosted')!;
  expect(tokens.get(TOKEN)).toMatchObject({
    price: { usd: '10', source: 'feed round 3', position: told.at.position, since: expect.any(String) },
  });
  expect(tokens.get(OTHER)).toMatchObject({ decimals: null, price: null });
});

it('what was earned is valued by the usages of its time, and says that it is derived', async () => {
  const { contributor } = await served.data(`{ contributor(address: "${OWNER}") {
    earnings(bucket: MONTH) { amount ${VALUE} token { address } }
    balances { accrued token { address } valueNow { usd missing reason derived } }
    statement(bucket: HOUR, groupBy: []) { edges { node { amount ${VALUE} token { address } movements { amount ${VALUE} } } } } } }`);
  const ofToken = <T extends { token: { address: string } }>(rows: T[], token: string): T =>
    rows.find((row) => row.token.address === token)!;
  // Of the usages' 6,000,000 base units 1,000,000 had no price, and neither has their part of what was earned.
  expect(ofToken(contributor.earnings, TOKEN)).toMatchObject({
    amount: '5400000',
    value: { usd: '18', missing: '900000', reason: 'NO_PRICE', derived: true },
  });
  expect(ofToken(contributor.earnings, OTHER)).toMatchObject({
    value: { usd: null, missing: '5', reason: 'NO_PRICE', derived: true },
  });
  expect(ofToken(contributor.balances, TOKEN)).toMatchObject({ accrued: '5400000', valueNow: { usd: '54' } });
  const lines = contributor.statement.edges.map(({ node }: { node: { token: { address: string } } }) => node);
  const line = ofToken<{ token: { address: string }; value: { usd: string }; movements: { value: { usd: string } }[] }>(
    lines,
    TOKEN,
  );
  expect(line.value.usd).toBe(`${line.movements.reduce((sum, { value }) => sum + Number(value.usd), 0)}`);
});

it('a statement as a file tells the same values, and a reason where nobody told a price', async () => {
  const { contributor } = await served.data(`{ contributor(address: "${OWNER}") {
    statement(bucket: HOUR, groupBy: [ASSET]) { edges { node { amount ${VALUE} token { address } movements { amount ${VALUE} } } } } } }`);
  const shown = contributor.statement.edges.flatMap(({ node }: { node: { token: { address: string } } & Valued }) =>
    [node, ...(node as unknown as { movements: Valued[] }).movements].map(
      ({ amount, value: { usd, missing, reason } }) =>
        [node.token.address, amount, usd, ...(reason === null ? [] : [missing, reason])].join(),
    ),
  );
  const file = await fetch(`${served.service.origin}/statements/${OWNER}.ndjson?bucket=HOUR&groupBy=ASSET`);
  const rows = (await file.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(rows.pop()).toMatchObject({ record: 'END' });
  const told = rows.map(({ token, amount, usd, usdMissing, usdReason }) =>
    [token!.split(':').at(-1), amount, usd, ...(usdReason ? [usdMissing, usdReason] : [])].join(),
  );
  expect(told).toEqual(shown);
  expect(told.join(' ')).toMatch(/,,5,NO_PRICE/);
  const csv = await fetch(`${served.service.origin}/statements/${OWNER}.csv?bucket=HOUR`);
  expect((await csv.text()).split('\n')[0]).toContain('provisional,usd,usdMissing,usdReason,');
});

interface Valued {
  readonly amount: string;
  readonly value: { readonly usd: string | null; readonly missing: string; readonly reason: string | null };
}
