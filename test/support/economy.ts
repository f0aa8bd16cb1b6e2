import { buildEconomyPlan, type EconomyPlan, type EconomySize, SMALL } from '../../local/economy/plan.js';
import { sendPlan } from '../../local/economy/send.js';
import { type Anvil, startAnvil } from '../../local/chains/anvil.js';
import { deployLocally } from '../../local/chains/local-chains.js';
import { mineAt, Rpc } from '../../local/chains/rpc.js';
import { type EconomyContracts, priceFeeds, watchedContracts } from '../../local/economy/contracts.js';
import type { FollowedChain } from './system.js';

/** Blocks below the head that deployments over an economy take for final. */
export const FINALITY = 6;
const MINUTE_s = 60;
const BLOCK_GAS = 1_000_000_000n;

/** One chain of an economy: mines only when told. */
export interface EconomyChain {
  readonly anvil: Anvil;
  readonly rpc: Rpc;
  readonly contracts: EconomyContracts;
}

/** Two chains with an economy's history on them. */
export interface Economy {
  readonly plan: EconomyPlan;
  readonly chains: readonly [EconomyChain, EconomyChain];
  readonly followed: readonly FollowedChain[];
  /** Timestamp of the plan's second 0: the start of an hour. */
  readonly start_s: number;
  stop(): Promise<void>;
}

export interface EconomyOptions {
  readonly seed: string;
  readonly size?: EconomySize;
  /** Ids of the two chains. */
  readonly ids: readonly [number, number];
}

/** Starts two nodes and carries out the plan of a seed; the same seed and day give the same logs. */
export async function startEconomy({ seed, size = SMALL, ids }: EconomyOptions): Promise<Economy> {
  const start_s = Math.floor(Date.now() / 3_600_000) * 3_600 - 2 * 86_400;
  const begin = async (chainId: number): Promise<EconomyChain> => {
    const genesisTime_s = start_s - 10 * MINUTE_s;
    const flags = ['--order', 'fifo'];
    const anvil = await startAnvil({ chainId, mining: 'automine', genesisTime_s, gasLimit: BLOCK_GAS, flags });
    return { anvil, rpc: new Rpc(anvil.url), contracts: await deployLocally(anvil) };
  };
  const chains = await Promise.all([begin(ids[0]), begin(ids[1])] as const);
  const plan = buildEconomyPlan(seed, size);
  await sendPlan(plan, [chains[0].contracts, chains[1].contracts], [chains[0].rpc, chains[1].rpc], { start_s });
  return {
    plan,
    chains,
    followed: chains.map(({ anvil, contracts }) => ({
      id: anvil.chainId,
      rpc: anvil.url,
      contracts: watchedContracts(contracts),
      feeds: priceFeeds(contracts),
      finality: FINALITY,
    })),
    start_s,
    stop: async () => {
      await Promise.all(chains.map(({ anvil }) => anvil.kill()));
    },
  };
}

/** The newest block of a chain. */
export async function headOf({ rpc }: EconomyChain): Promise<number> {
  return Number(await rpc.ask<string>('eth_blockNumber'));
}

/** The newest block of every chain, by chain id. */
export async function headsOf(chains: readonly EconomyChain[]): Promise<Map<number, number>> {
  return new Map(await Promise.all(chains.map(async (chain) => [chain.anvil.chainId, await headOf(chain)] as const)));
}

/** Mines empty blocks, a second apart. */
export async function mineBlocks({ rpc }: EconomyChain, count: number): Promise<void> {
  await rpc.ask('anvil_mine', [`0x${count.toString(16)}`, '0x1']);
}

/** Timestamp of the newest block. */
export async function timeOf({ rpc }: EconomyChain): Promise<number> {
  const block = await rpc.ask<{ timestamp: string }>('eth_getBlockByNumber', ['latest', false]);
  return Number(block.timestamp);
}

/**
 * Lets time pass on all chains until everything that happened so far lies in closed intervals.
 * @returns the mark through which all can be settled
 */
export async function closeIntervals(chains: readonly EconomyChain[]): Promise<number> {
  const latest_s = Math.max(...(await Promise.all(chains.map(timeOf))));
  const mark_s = (Math.floor(latest_s / MINUTE_s) + 1) * MINUTE_s;
  for (const chain of chains) {
    await mineAt(chain.rpc, mark_s + MINUTE_s);
    await mineBlocks(chain, FINALITY + 1);
  }
  return mark_s;
}
