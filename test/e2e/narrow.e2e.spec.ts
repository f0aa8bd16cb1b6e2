import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { compiled } from '../support/program.js';
import { caip19 } from '../support/reference-chain.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { until } from '../support/until.js';
import { buildNarrowWorld, closeInterval, type NarrowWorld } from './narrow-scenario.js';
import { auditDeployment } from './system-audit.js';
import { verificationFailures } from './verify-system.js';

/** One usage on each of two chains, one royalty that crosses, one executor, one fork, one figure. */
describe('the main job, end to end', () => {
  let world: NarrowWorld;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await buildNarrowWorld();
    deployment = await startDeployment({ chains: world.followed });
  }, 120_000);
  afterAll(async () => {
    await deployment?.stop();
    await world?.stop();
  }, 60_000);

  const heads = async (): Promise<Map<number, number>> =>
    new Map([
      [world.data.anvil.chainId, await world.data.head()],
      [world.model.anvil.chainId, await world.model.head()],
    ]);
  const balances = async (address: string): Promise<unknown> => {
    const { contributor } = await deployment.graphql<{ contributor: { balances: unknown } }>(
      `query ($address: String!) { contributor(address: $address) { balances { chain accrued settled inTransit } } }`,
      { address },
    );
    return contributor.balances;
  };

  it('shows what was earned at home before the royalty has crossed', async () => {
    await deployment.untilFolded(await heads());
    await deployment.untilServing();
    // 500000 less 5 % is 475000, three fifths to the annotators, a third of that to bob.
    expect(await balances(world.people.bob)).toEqual([
      { chain: 'eip155:7001', accrued: '95000', settled: '0', inTransit: expect.any(String) },
    ]);
  }, 120_000);

  it('takes back a usage that a fork has dropped', async () => {
    const { model, trained } = world;
    await model.use(trained, 777_777n);
    await deployment.untilFolded(await heads());
    const dropped = `SELECT count(*)::int AS n FROM log.event WHERE chain_id = 7002 AND retracted_batch IS NOT NULL`;
    expect(await deployment.query(dropped)).toEqual([{ n: 0 }]);
    await model.reorg(1);
    await model.mine(2);
    await until('the retraction', async () =>
      (await deployment.query<{ n: number }>(dropped))[0]!.n > 0 ? true : null,
    );
    await deployment.untilFolded(await heads());
    const { usages } = await deployment.graphql<{ usages: { edges: unknown[] } }>(
      `query ($asset: ID!) { usages(filter: { asset: $asset }) { edges { node { amount } } } }`,
      { asset: caip19(trained) },
    );
    expect(usages.edges).toEqual([{ node: { amount: '1000000' } }]);
  }, 60_000);

  it('settles the royalty that crossed, to the unit', async () => {
    await closeInterval(world, world.mark_s);
    await deployment.untilFolded(await heads());
    await deployment.untilSettled(world.model.anvil.chainId, world.mark_s);
    // A tenth of 950000 crosses; three fifths of it to the annotators, a third of that to bob.
    expect(await balances(world.people.bob)).toEqual([
      { chain: 'eip155:7001', accrued: '95000', settled: '0', inTransit: '0' },
      { chain: 'eip155:7002', accrued: '19000', settled: '19000', inTransit: '0' },
    ]);
    // A fifth of the 855000 that the model keeps, at once.
    expect(await balances(world.people.gpu)).toEqual([
      { chain: 'eip155:7002', accrued: '171000', settled: '0', inTransit: '0' },
    ]);
  }, 60_000);

  it('says of everybody what the audit says', async () => {
    expect(await auditDeployment(deployment, await heads(), 60)).toEqual([]);
  }, 60_000);

  it('verifies: log and chain, rebuild and live state, balances', async () => {
    const { code, output } = await runVerify();
    expect(output).toContain('All 11 checks hold.');
    expect(code).toBe(0);
  }, 60_000);

  /** What is changed behind the system's back, what changes it back, and what must be said about it. */
  it.each([
    [
      'a byte of a logged event',
      `UPDATE log.event SET data = set_byte(data, 3, 7) WHERE chain_id = 7001 AND kind = 'UsageRecorded'`,
      `UPDATE log.event SET data = set_byte(data, 3, 0) WHERE chain_id = 7001 AND kind = 'UsageRecorded'`,
      /chain 7001, block \d+, log index \d+, data: from byte 3 on the chain has 00/,
    ],
    [
      'a payload',
      `UPDATE log.event SET payload = payload || '{"amount":"500001"}' WHERE chain_id = 7001 AND kind = 'UsageRecorded'`,
      `UPDATE log.event SET payload = payload || '{"amount":"500000"}' WHERE chain_id = 7001 AND kind = 'UsageRecorded'`,
      /chain 7001, block \d+, log index \d+, event 0: the adapter says UsageRecorded \{"amount":"500000"/,
    ],
    [
      'a balance',
      `UPDATE ledger.running_total SET total1 = total1 + 1 WHERE chain_id = 7001`,
      `UPDATE ledger.running_total SET total1 = total1 - 1 WHERE chain_id = 7001`,
      /running_total asset_id \S+ vault \S+ token \S+ total1 is 475001, rebuilt it is 475000/,
    ],
    [
      'a settled balance',
      `UPDATE ledger.settled_total SET total1 = total1 + 1`,
      `UPDATE ledger.settled_total SET total1 = total1 - 1`,
      /settled_total asset_id \S+ vault_chain_id 7002, \S+ \S+ token \S+ total1 is 95001, rebuilt it is 95000/,
    ],
    [
      'a retraction mark',
      `UPDATE log.event SET retracted_batch = NULL WHERE retracted_batch IS NOT NULL`,
      `UPDATE log.event e SET retracted_batch = b.number FROM log.batch b
       WHERE e.chain_id = 7002 AND b.chain_id = 7002 AND b.kind = 'retract' AND e.block_number = b.from_block
         AND e.batch < b.number`,
      /chain 7002, block \d+, log index \d+, event 0: batch \d+ took its block back, and it is not marked so/,
    ],
    [
      'a link',
      `UPDATE ledger.asset SET links = jsonb_set(links, '{0,royaltyPpm}', '100001') WHERE links <> '[]'`,
      `UPDATE ledger.asset SET links = jsonb_set(links, '{0,royaltyPpm}', '100000') WHERE links <> '[]'`,
      /asset asset_id eip155:7002\S+ links is .*100001/,
    ],
  ])(
    'finds and names %s that was changed',
    async (_, change, back, told) => {
      await deployment.query(change);
      const report = await verificationFailures(deployment);
      await deployment.query(back);
      expect(report).toMatch(told);
      expect(await verificationFailures(deployment)).toBe('');
    },
    60_000,
  );

  it('ends with exit code 1 when something differs', async () => {
    await deployment.query(`UPDATE ledger.running_total SET total1 = total1 + 1 WHERE chain_id = 7002`);
    const { code, output } = await runVerify();
    await deployment.query(`UPDATE ledger.running_total SET total1 = total1 - 1 WHERE chain_id = 7002`);
    expect(output).toMatch(/^FAIL rebuild of chain 7002 against the live state/m);
    expect(output).toMatch(/of 11 checks failed; the first differences are named above\.$/);
    expect(code).toBe(1);
  }, 60_000);

  async function runVerify(): Promise<{ code: number; output: string }> {
    const command = [compiled('src/cli/main.js'), 'verify', '--config', deployment.configPath];
    const { exitCode, all } = await execa(process.execPath, command, { all: true, reject: false });
    return { code: exitCode ?? -1, output: all };
  }
});
