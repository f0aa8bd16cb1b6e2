import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomWorld } from '../test/simulation/random-world.js';
import { seedsFrom } from '../test/support/depth.js';
import { foldToEnd, ledgerDigest } from '../test/support/folding.js';
import { withClient } from '../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../test/support/postgres.js';
import { account } from '../test/support/world.js';
import { chainId } from './domain/ids.js';
import type { RecordedPrice } from './domain/value/price-list.js';
import { repriceChain } from './reprice.js';

const CHAIN = chainId(1);
/** The tokens of the random world's first chain. */
const [FIRST, SECOND] = [account(0xc0 + 16 + 6), account(0xc0 + 16 + 7)];

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const price = (token: string, usd: string, more: Partial<RecordedPrice> = {}): RecordedPrice => {
  return { token, usd, decimals: 6, symbol: null, from_s: 0, ...more };
};

const config = (prices: readonly RecordedPrice[]) => ({ interval: 60, chains: [{ id: CHAIN, prices }] });

/** Blocks of a world in which half of the usages come before anything was said of their token. */
function blocksOfWorld(seed: number): TestBlock[] {
  const events = randomWorld({ seed, chains: 2, eventsPerChain: 160 }).events.get(CHAIN)!;
  const isNews = (kind: string): boolean => kind === 'PricePosted' || kind === 'TokenDescribed';
  return blocksOf(events.filter(({ kind }, index) => !isNews(kind) || index > events.length / 2));
}

async function straight(blocks: readonly TestBlock[], prices: readonly RecordedPrice[]) {
  const url = await newDatabase(postgres.url);
  await withClient(url, (client) => new LogBuilder(client, CHAIN).append(blocks));
  await foldToEnd(url, CHAIN, { prices });
  return ledgerDigest(url, CHAIN);
}

const unpriced = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query('SELECT count(*)::integer AS n FROM ledger.usage WHERE no_usd IS NOT NULL');
    return rows[0].n;
  });

describe.each(seedsFrom(3, 1))('a state that is valued anew (world %i)', (seed) => {
  const blocks = blocksOfWorld(seed);
  const start = blocks[0]!.time_s;
  const before = [price(FIRST, '1'), price(SECOND, '3', { from_s: start + 200 })];
  const after = [
    price(FIRST, '1.0001', { from_s: start + 60 }),
    price(FIRST, '0.97', { from_s: start + 300, decimals: null }),
    price(SECOND, '0.000000000000000000000000000000000007', { decimals: 18 }),
  ];

  it.each([
    ['from no prices', [], after],
    ['from some prices', before, after],
    ['to no prices', before, []],
  ])('%s is the one that is folded with its prices, whatever the steps', async (_, recorded, wanted) => {
    const url = await newDatabase(postgres.url);
    await withClient(url, async (client) => {
      const log = new LogBuilder(client, CHAIN);
      const middle = Math.floor(blocks.length * 0.8);
      await log.append(blocks.slice(0, middle));
      await foldToEnd(url, CHAIN, { prices: recorded });
      await repriceChain(url, config(wanted), CHAIN, { usagesPerStep: 7 });
      await log.append(blocks.slice(middle));
      await foldToEnd(url, CHAIN, { prices: recorded });
    });
    expect(await ledgerDigest(url, CHAIN)).toEqual(await straight(blocks, wanted));
  });

  it('goes on where it was stopped, while the chain goes on and forks', async () => {
    const url = await newDatabase(postgres.url);
    const cut = blocks.length - 4;
    const branch = blocks.slice(cut).map((block) => ({ ...block, number: block.number + 1 }));
    await withClient(url, async (client) => {
      const log = new LogBuilder(client, CHAIN, 1_000);
      await log.append(blocks.slice(0, cut));
      await foldToEnd(url, CHAIN, { prices: before });
      const stop = new AbortController();
      const options = { usagesPerStep: 5, onProgress: () => stop.abort(), signal: stop.signal };
      await repriceChain(url, config(after), CHAIN, options);
      await log.append(blocks.slice(cut));
      await foldToEnd(url, CHAIN, { prices: before });
      await log.fork(blocks[cut - 1]!.number, branch);
      await foldToEnd(url, CHAIN, { prices: before });
      await repriceChain(url, config(after), CHAIN, { usagesPerStep: 5 });
      await foldToEnd(url, CHAIN, { prices: before });
    });
    expect(await ledgerDigest(url, CHAIN)).toEqual(await straight([...blocks.slice(0, cut), ...branch], after));
  });

  it('says beforehand how many usages get a value from which source, and then does that', async () => {
    const url = await newDatabase(postgres.url);
    await withClient(url, (client) => new LogBuilder(client, CHAIN, 0).append(blocks));
    await foldToEnd(url, CHAIN);
    const missing = await unpriced(url);
    const digest = await ledgerDigest(url, CHAIN);
    const said = await repriceChain(url, config(after), CHAIN, { dryRun: true });
    expect(await ledgerDigest(url, CHAIN)).toEqual(digest);
    expect(await repriceChain(url, config(after), CHAIN)).toEqual(said);
    const filled = [...said.filled.values()].reduce((sum, usages) => sum + usages, 0);
    expect([...said.filled.keys()]).toContain('configuration');
    expect(missing - (await unpriced(url))).toBeLessThanOrEqual(filled);
    expect(await repriceChain(url, config(after), CHAIN)).toEqual({ filled: new Map(), changed: 0 });
  });
});

it('a chain of which nothing is folded is refused in words', async () => {
  const url = await newDatabase(postgres.url);
  await expect(repriceChain(url, config([]), CHAIN)).rejects.toThrow(
    'Nothing of eip155:1 is folded yet: start the service first.',
  );
});
