import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chance } from '../simulation/chance.js';
import { closeIntervals, headOf, headsOf } from '../support/economy.js';
import { Load } from '../support/load.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { until } from '../support/until.js';
import { type SmallEconomy, startSmallEconomy } from './small-economy.js';
import { stateDigest } from './state-digest.js';
import { verificationFailures } from './verify-system.js';

const KILLS = 6;
const LONGEST_LIFE_ms = 2_000;

/** Processes end at any statement, chains stand still: nothing is lost, nothing is doubled. */
describe('a deployment that is disturbed', () => {
  const chance = new Chance(7);
  let small: SmallEconomy;
  let deployment: Deployment;
  let loads: Load[];

  beforeAll(async () => {
    small = await startSmallEconomy('kills', [7301, 7302]);
    const { one, two, home, away } = small;
    loads = [
      new Load(() => one.use(home, 1_000_003n), 150),
      new Load(() => two.use(away, 500_009n, two.people[4]), 150),
    ];
    deployment = await startDeployment({ chains: small.economy.followed });
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled(loads?.map((load) => load.stop()) ?? []);
    await deployment?.stop();
    await small?.economy.stop();
  }, 60_000);

  it('goes on after indexers and service were killed over and over under load', async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((done) => setTimeout(done, 100 + chance.below(LONGEST_LIFE_ms)));
      const victims = chance.happens(30) ? deployment.processes : [chance.pick(deployment.processes)];
      await Promise.all(victims.map((process) => process.kill()));
      for (const process of victims) process.start();
    }
    await deployment.untilFolded(await headsOf(small.economy.chains), 120_000);
    expect(await verificationFailures(deployment)).toBe('');
  }, 240_000);

  it('goes on with one chain while the other stands still, and catches up with that', async () => {
    const [moving, standing] = small.economy.chains;
    await loads[1]!.stop();
    process.kill(standing.anvil.pid, 'SIGSTOP');
    try {
      const target = (await headOf(moving)) + 10;
      await until('the other chain to go on', async () => (await headOf(moving)) >= target);
      await deployment.untilFolded(new Map([[moving.anvil.chainId, target]]));
    } finally {
      process.kill(standing.anvil.pid, 'SIGCONT');
    }
    await small.two.use(small.away, 123_457n);
    await deployment.untilFolded(await headsOf([standing]), 120_000);
  }, 240_000);

  it('holds in the end what an undisturbed deployment holds', async () => {
    await loads[0]!.stop();
    const mark_s = await closeIntervals(small.economy.chains);
    const heads = await headsOf(small.economy.chains);
    const undisturbed = await startDeployment({ chains: small.economy.followed });
    try {
      for (const each of [deployment, undisturbed]) {
        await each.untilFolded(heads, 120_000);
        for (const { id } of each.chains) await each.untilSettled(id, mark_s);
      }
      expect(await stateDigest(deployment)).toEqual(await stateDigest(undisturbed));
    } finally {
      await undisturbed.stop();
    }
  }, 240_000);
});
