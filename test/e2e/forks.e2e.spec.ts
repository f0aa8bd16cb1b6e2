import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Address } from 'viem';
import { closeIntervals, FINALITY, headsOf } from '../support/economy.js';
import { Load } from '../support/load.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { until } from '../support/until.js';
import { type SmallEconomy, startSmallEconomy } from './small-economy.js';
import { stateDigest } from './state-digest.js';
import { verificationFailures } from './verify-system.js';

/** One chain forks, up to the depth that counts as final, while the other goes on. */
describe('forks on a real node', () => {
  let small: SmallEconomy;
  let deployment: Deployment;
  let load: Load;

  beforeAll(async () => {
    small = await startSmallEconomy('forks', [7201, 7202]);
    deployment = await startDeployment({ chains: small.economy.followed });
    await deployment.untilFolded(await headsOf(small.economy.chains), 120_000);
    load = new Load(() => small.one.use(small.home, 1_000_003n), 100);
  }, 180_000);
  afterAll(async () => {
    await load?.stop().catch(() => undefined);
    await deployment?.stop();
    await small?.economy.stop();
  }, 60_000);

  const folded = async (): Promise<void> => deployment.untilFolded(await headsOf([small.economy.chains[1]]));

  it.each([1, 3, FINALITY])(
    'a fork of %i blocks leaves nothing of what it dropped',
    async (depth) => {
      const { two } = small;
      await changeEverything(depth);
      await folded();
      const before = await retractions();
      await two.reorg(depth);
      await two.use(small.away, 31_337n);
      await two.mine(depth);
      await until('the retraction', async () => (await retractions()) > before);
      await folded();
      expect(await verificationFailures(deployment)).toBe('');
    },
    120_000,
  );

  it('the other chain has gone on meanwhile', () => {
    expect(load.count).toBeGreaterThan(10);
  });

  it('in the end the state is that of a deployment that never saw a fork', async () => {
    await load.stop();
    const mark_s = await closeIntervals(small.economy.chains);
    const heads = await headsOf(small.economy.chains);
    const unforked = await startDeployment({ chains: small.economy.followed });
    try {
      for (const each of [deployment, unforked]) {
        await each.untilFolded(heads, 120_000);
        for (const { id } of each.chains) await each.untilSettled(id, mark_s);
      }
      expect(await stateDigest(deployment)).toEqual(await stateDigest(unforked));
      const seen = await unforked.query(`SELECT 1 FROM log.batch WHERE kind = 'retract'`);
      expect(seen).toEqual([]);
    } finally {
      await unforked.stop();
    }
  }, 180_000);

  async function retractions(): Promise<number> {
    const rows = await deployment.query(`SELECT 1 FROM log.batch WHERE kind = 'retract'`);
    return rows.length;
  }

  /** Fills as many blocks as are going to be dropped with changes of every kind of row. */
  async function changeEverything(blocks: number): Promise<void> {
    const { two, away, home } = small;
    const [, alice, bob, carol] = two.people as [Address, Address, Address, Address];
    const changes = [
      () => two.use(away, 777_777n, carol),
      () => two.shares(bob, away, 'OPTIMIZER', { [alice]: 7n, [carol]: 0n }),
      () => two.link(bob, away, home, { royaltyPpm: 990_000 }),
      () => two.register(alice),
      () => two.split(bob, away, { OPTIMIZER: 1 }),
      () => two.transfer(bob, away, alice),
    ];
    for (const change of changes.slice(0, blocks)) await change();
  }
});
