import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Log, parseEventLogs } from 'viem';
import { assetRegistryAbi, contributionTasksAbi, usageMeterAbi } from '../../contracts/generated/abis.js';
import { type Anvil } from '../chains/anvil.js';
import { deployLocally, startLocalNode } from '../chains/local-chains.js';
import { Rpc } from '../chains/rpc.js';
import { watchedContracts } from './contracts.js';
import { type EconomySize, SMALL, buildEconomyPlan } from './plan.js';
import { restoreWorld } from './restore.js';
import { sendPlan } from './send.js';
import type { World } from './world.js';

const START_s = 1_790_000_000;
const TINY: EconomySize = { ...SMALL, births: 24, changes: 16, usages: 30, scenes: 20 };

describe('an economy on two real nodes', () => {
  let folder: string;
  let nodes: Anvil[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-economy-'));
    nodes = [];
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function carryOut(seed: string, size: EconomySize) {
    const own = [
      await startLocalNode({ index: 0, folder, port: undefined, genesisTime_s: START_s - 100 }),
      await startLocalNode({ index: 1, folder, port: undefined, genesisTime_s: START_s - 100 }),
    ] as const;
    nodes.push(...own);
    const sides = [await deployLocally(own[0]), await deployLocally(own[1])] as const;
    const rpcs = [new Rpc(own[0].url), new Rpc(own[1].url)] as const;
    const plan = buildEconomyPlan(seed, size);
    await sendPlan(plan, sides, rpcs, { start_s: START_s });
    return { plan, sides, rpcs };
  }

  const logsOf = (rpc: Rpc, address: readonly string[]): Promise<(Log & { blockTimestamp: string })[]> =>
    rpc.ask('eth_getLogs', [{ address, fromBlock: '0x0', toBlock: 'latest' }]);

  it('carries out a plan without a refusal, and every event of the contracts occurs on both', async () => {
    const { sides, rpcs, plan } = await carryOut('events', SMALL);
    for (const side of [0, 1] as const) {
      const logs = await logsOf(rpcs[side], watchedContracts(sides[side]));
      const seen = new Set(
        parseEventLogs({ abi: [...assetRegistryAbi, ...usageMeterAbi, ...contributionTasksAbi], logs }).map(
          (log) => log.eventName,
        ),
      );
      for (const event of ['AssetRegistered', 'VersionPublished', 'TermsSet', 'ParentLinked', 'RoleSplitSet']) {
        expect(seen).toContain(event);
      }
      for (const event of ['SharesChanged', 'Transfer', 'UsageRecorded', 'FeeSet', 'TokenDescribed']) {
        expect(seen).toContain(event);
      }
      for (const event of [
        'RoleSplitAnnounced',
        'RolePartLocked',
        'DisputeRaised',
        'DisputeDecided',
        'LicenseGranted',
      ]) {
        expect(seen).toContain(event);
      }
      for (const event of ['UsageHeld', 'UsageReleased', 'UsageReversed', 'Deposited', 'TaskOpened', 'TaskClosed']) {
        expect(seen).toContain(event);
      }
      for (const event of ['ContributionSubmitted', 'ContributionReviewed', 'RewardPaid', 'BudgetReturned']) {
        expect(seen).toContain(event);
      }
      expect(seen).not.toContain('ReceiptSkipped');
      const times = logs.map(({ blockTimestamp }) => Number(blockTimestamp));
      expect(Math.max(...times)).toBeLessThanOrEqual(START_s + SMALL.duration_s + 60);
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(SMALL.duration_s * 0.9);
    }
    expect(plan.world.assets.some(({ retired }) => retired)).toBe(true);
  }, 90_000);

  it('is remembered by the chains alone', async () => {
    const { sides, rpcs, plan } = await carryOut('restore', TINY);
    const restored = await restoreWorld(sides, rpcs);
    expect(comparable(restored)).toEqual(comparable(plan.world));
    for (const what of ['tasks', 'disputes', 'offers', 'openDisputes', 'feePpm'] as const) {
      expect(restored[what]).toEqual(plan.world[what]);
    }
  }, 60_000);

  it('gives the same logs each time', async () => {
    const content = async () => {
      const { sides, rpcs } = await carryOut('same', TINY);
      const logs = await Promise.all(rpcs.map((rpc, side) => logsOf(rpc, watchedContracts(sides[side as 0 | 1]))));
      await Promise.all(nodes.splice(0).map((node) => node.kill()));
      rmSync(folder, { recursive: true, force: true });
      return logs.map((some) => some.map((log) => JSON.stringify(log)));
    };
    expect(await content()).toEqual(await content());
  }, 90_000);
});

function comparable(world: World) {
  return [...world.assets]
    .sort((a, b) => a.ref.side - b.ref.side || a.ref.id - b.ref.id)
    .map(({ pools, depth: _, ...asset }) => ({
      ...asset,
      pools: [...pools]
        .map(([role, pool]) => [role, [...pool].map(([who, shares]) => `${who} ${shares}`).sort()])
        .sort(),
    }));
}
