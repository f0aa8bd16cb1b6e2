import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compare } from '../audit/compare.js';
import { FAULTS } from '../simulation/faults.js';
import { PlantedFold } from '../simulation/planted-fold.js';
import { closeIntervals, type Economy, headsOf, startEconomy } from '../support/economy.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { until } from '../support/until.js';
import { addAwkwardCorners } from './awkward-corners.js';
import { readRecordedEvents } from './recorded.js';
import { auditDeployment, auditOf } from './system-audit.js';
import { readSettledTo } from './system-sums.js';
import { verificationFailures } from './verify-system.js';

const SEED = 'audit';
const INTERVAL_s = 60;

/** The whole system over an economy of a fixed seed, held against an audit that shares nothing with it. */
describe('the whole system', () => {
  let economy: Economy;
  let deployment: Deployment;
  let blocks: Map<number, number>;

  beforeAll(async () => {
    economy = await startEconomy({ seed: SEED, ids: [7101, 7102] });
    const { one, two, second, model } = await addAwkwardCorners(economy);
    const [first, other] = economy.followed as [Economy['followed'][0], Economy['followed'][0]];
    const chains = [{ ...first, contracts: [...first.contracts, second] }, other];
    deployment = await startDeployment({ chains, interval_s: INTERVAL_s });
    await two.use(model, 123_457n);
    await deployment.untilFolded(await headsOf(economy.chains), 120_000);
    await two.reorg(1);
    await two.mine(2);
    await until('the usage that was dropped to be taken back', async () => {
      const rows = await deployment.query(`SELECT 1 FROM log.event WHERE retracted_batch IS NOT NULL`);
      return rows.length > 0;
    });
    await one.use({ ...model, chainId: 7999 }, 1_000n);
    const mark_s = await closeIntervals(economy.chains);
    blocks = await headsOf(economy.chains);
    await deployment.untilFolded(blocks, 120_000);
    await Promise.all(chains.map(({ id }) => deployment.untilSettled(id, mark_s)));
    await deployment.untilServing();
  }, 240_000);
  afterAll(async () => {
    await deployment?.stop();
    await economy?.stop();
  }, 60_000);

  it('says of every contributor, through GraphQL, what the audit says, and its sums are exactly the same', async () => {
    expect(await auditDeployment(deployment, blocks, INTERVAL_s)).toEqual([]);
  }, 120_000);

  it('verifies', async () => {
    expect(await verificationFailures(deployment)).toBe('');
  }, 60_000);

  describe('with a fault in the fold', () => {
    let planted: PlantedFold;
    let recorded: Awaited<ReturnType<typeof readRecordedEvents>>;
    let settledTo_s: Map<string, number>;
    let books: Awaited<ReturnType<typeof auditOf>>;
    const differences = async (fault?: (typeof FAULTS)[number], retracted = false): Promise<string[]> => {
      const events = retracted ? await readRecordedEvents(deployment, { retracted }) : recorded;
      return compare(books, await planted.fold({ interval_s: INTERVAL_s, events, settledTo_s }, fault));
    };

    beforeAll(async () => {
      planted = new PlantedFold();
      recorded = await readRecordedEvents(deployment);
      settledTo_s = await readSettledTo(deployment);
      books = await auditOf(deployment, blocks, INTERVAL_s);
    }, 60_000);
    afterAll(() => planted.remove());

    it('agrees with the audit as long as there is none', async () => {
      expect(await differences()).toEqual([]);
    }, 60_000);

    it.each(FAULTS.filter(({ beyondReference }) => !beyondReference).map((fault) => [fault.name, fault] as const))(
      'disagrees where %s',
      async (_, fault) => {
        expect(await differences(fault)).not.toEqual([]);
      },
      60_000,
    );

    it('disagrees where a retraction is missed', async () => {
      expect(await differences(undefined, true)).not.toEqual([]);
    }, 60_000);
  });
});
