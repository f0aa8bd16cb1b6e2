import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomWorld } from '../../../test/simulation/random-world.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { foldToEnd, ledgerDigest } from '../../../test/support/folding.js';
import { withClient } from '../../../test/support/with-client.js';
import { blocksOf, LogBuilder } from '../../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { tributary } from '../../../test/support/tributary.js';
import { account } from '../../../test/support/world.js';
import { chainId } from '../../domain/ids.js';

const CHAIN = chainId(1);
/** The tokens of the random world's first chain. */
const TOKENS = [account(0xc0 + 16 + 6), account(0xc0 + 16 + 7)];
const blocks = blocksOf(
  randomWorld({ seed: 3, eventsPerChain: 120 })
    .events.get(CHAIN)!
    .filter(({ kind }) => kind !== 'PricePosted' && kind !== 'TokenDescribed'),
);

let postgres: TestPostgres;
let folder: string;
let file: string;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = temporaryFolder('tributary-reprice-');
  file = join(folder, 'tributary.yaml');
  url = await newDatabase(postgres.url);
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function configure(prices: readonly object[]): void {
  const chain = {
    ...{ id: CHAIN, name: 'One', rpc: ['http://127.0.0.1:1'], finality: 5 },
    contracts: [{ adapter: 'reference', address: account(1) }],
    prices,
  };
  writeFileSync(file, JSON.stringify({ database: url, interval: 60, chains: [chain] }));
}

const reprice = (...args: string[]) => tributary('reprice', ...args, '--config', file);

const values = (): Promise<{ priced: number; unpriced: number }> =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT count(usd_e18)::integer AS priced, count(no_usd)::integer AS unpriced FROM ledger.usage`,
    );
    return rows[0];
  });

it('says that nothing is folded, in one sentence', async () => {
  configure([]);
  expect(await reprice()).toEqual({
    code: 1,
    output: expect.stringContaining('Nothing of eip155:1 is folded yet: start the service first.\n'),
  });
});

it('fills in values by the prices of the configuration, once it has said what it would do', async () => {
  configure(TOKENS.map((token) => ({ token, usd: '1.5', decimals: 6 })));
  await withClient(url, (client) => new LogBuilder(client, CHAIN, 0).append(blocks));
  await foldToEnd(url, CHAIN);
  const { priced, unpriced } = await values();
  expect(unpriced).toBeGreaterThan(10);
  const digest = await ledgerDigest(url, CHAIN);

  const said = await reprice('eip155:1', '--dry-run');
  const told =
    /^eip155:1: (\d+) usages without a value would get one, 0 others would get another\.\n {2}\1 by configuration\n$/m;
  expect(said).toEqual({ code: 0, output: expect.stringMatching(told) });
  expect(await ledgerDigest(url, CHAIN)).toEqual(digest);

  const done = await reprice('eip155:1');
  const count = told.exec(said.output)![1]!;
  expect(done).toEqual({ code: 0, output: expect.stringContaining(`${count} usages without a value got one`) });
  expect(await values()).toEqual({ priced: priced + unpriced, unpriced: 0 });
  expect((await reprice()).output).toContain('eip155:1: 0 usages without a value got one, 0 others got another.');
});

it('refuses a chain that is not configured', async () => {
  expect(await reprice('eip155:7')).toEqual({
    code: 1,
    output: 'Chain 7 is not in the configuration; its chains are 1.\n',
  });
});
