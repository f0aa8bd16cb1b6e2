import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foldToEnd } from '../../test/support/folding.js';
import { blocksOf, emptyAfter, LogBuilder } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { withClient } from '../../test/support/with-client.js';
import { account, VAULT, World } from '../../test/support/world.js';
import { chainId, type Hex } from '../domain/ids.js';
import { inTransaction } from '../fold/transaction.js';
import { queryable } from '../read-models/queryable.js';
import { compareWithPublished } from './differences.js';
import { latestMarks } from './marks.js';
import { computePayoutRoot, type PayoutRoot, rootOf } from './payout-root.js';

const FINALITY = 5;
const INTERVAL_S = 60;
const DIGEST = `0x${'cc'.repeat(32)}` as Hex;
const WRONG = `0x${'ab'.repeat(32)}` as Hex;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describe('a root beside the one that was published last, which nobody has looked at yet', () => {
  it('lowers nothing where it is the same', async () => {
    const { compared } = await publishedAs((root) => rootOf(root)!);
    expect(compared).toEqual({ epoch: 1, lowered: [], isUnchecked: false });
  });

  it('cannot be compared where it is another', async () => {
    const { compared } = await publishedAs(() => WRONG);
    expect(compared).toEqual({ epoch: 1, lowered: null, isUnchecked: true });
  });
});

/** Publishes something for the root of a small world, and compares the root with what was published. */
async function publishedAs(choose: (root: PayoutRoot) => Hex) {
  const url = await newDatabase(postgres.url);
  const vault = { chain: chainId(1), address: VAULT };
  const world = new World(1, INTERVAL_S);
  const asset = world.asset(1);
  world.fee(0);
  world.register(asset, account(1));
  world.split(asset, { OWNER: 1_000_000 });
  world.use(asset, 1_000_000n);
  const earned = blocksOf(world.events);
  return withClient(url, async (client) => {
    const log = new LogBuilder(client, vault.chain, FINALITY);
    await log.append([...earned, ...emptyAfter(earned, FINALITY, 10 * INTERVAL_S)]);
    await foldToEnd(url, vault.chain, { interval_s: INTERVAL_S });
    const db = queryable(client);
    const root = await inTransaction(client, async () => computePayoutRoot(db, vault, await latestMarks(db, vault)));
    world.time_s = earned.at(-1)!.time_s + 20 * INTERVAL_S;
    const marks = { mark_s: root.marks.mark_s, remoteMark_s: root.marks.remoteMark_s };
    const payload = { vault: VAULT, epoch: 1, root: choose(root), ...marks, configurationDigest: DIGEST };
    world.apply('PayoutRootPublished', { ...payload, activeFrom_s: world.time_s }, VAULT);
    const published = blocksOf(world.events).slice(earned.length);
    await log.append(published.map((block) => ({ ...block, number: block.number + 2 * FINALITY })));
    await foldToEnd(url, vault.chain, { interval_s: INTERVAL_S });
    return { compared: await inTransaction(client, () => compareWithPublished(db, root)) };
  });
}
