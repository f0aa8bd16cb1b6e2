import { existsSync, readFileSync } from 'node:fs';
import { buildEconomyPlan, type EconomyPlan, HISTORY } from '../economy/plan.js';
import { enableSenders, sendPlan } from '../economy/send.js';
import { peopleOf, sendersOf } from '../economy/people.js';
import { restoreWorld } from '../economy/restore.js';
import type { World } from '../economy/world.js';
import type { Report } from '../report.js';
import type { LocalContracts } from '../state.js';
import type { Anvil } from './anvil.js';
import { deployLocally, goOnByTheClock, startLocalNode, stateFileOf } from './local-chains.js';
import { Rpc } from './rpc.js';

type Two<T> = readonly [T, T];

/** The two local chains, up and mining. */
export interface PlayChains {
  readonly nodes: Two<Anvil>;
  readonly rpcs: Two<Rpc>;
  readonly contracts: Two<LocalContracts>;
  readonly world: World;
}

export interface PlayChainsOptions {
  readonly folder: string;
  readonly ports: Two<number> | undefined;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** Between a chain's genesis and the first block of its history: the contracts are deployed here. */
const FOREWORD_s = 600;

/** Starts two new chains, puts the contracts on them, and gives them a past. */
export async function foundChains(seed: string, options: PlayChainsOptions): Promise<PlayChains> {
  const start_s = Math.floor(Date.now() / 1000) - HISTORY.duration_s - 60;
  const nodes = await startBoth(options, start_s - FOREWORD_s);
  try {
    const contracts = [await deployLocally(nodes[0]), await deployLocally(nodes[1])] as const;
    options.report.line('The reference contracts are deployed to both chains.');
    const plan = buildEconomyPlan(seed, HISTORY);
    const rpcs = rpcsOf(nodes);
    const onProgress = progress(plan, options.report);
    await sendPlan(plan, contracts, rpcs, { start_s, onProgress, signal: options.signal });
    await Promise.all([goOnByTheClock(rpcs[0], 0), goOnByTheClock(rpcs[1], 1)]);
    options.report.line('Three days of history are on the chains; from here they go by the clock.');
    return { nodes, rpcs, contracts, world: plan.world };
  } catch (error) {
    // Half a history is of no use to anybody.
    await Promise.all(nodes.map((node) => node.kill()));
    throw error;
  }
}

/** Starts the chains of an earlier run again, or takes over their nodes where they still run. */
export async function resumeChains(
  seed: string,
  contracts: Two<LocalContracts>,
  options: PlayChainsOptions,
): Promise<PlayChains> {
  const nodes = await startBoth(options);
  const rpcs = rpcsOf(nodes);
  const senders = sendersOf(peopleOf(seed));
  await Promise.all(rpcs.map((rpc) => enableSenders(rpc, senders)));
  return { nodes, rpcs, contracts, world: await restoreWorld(contracts, rpcs) };
}

/** Whether both chains of an earlier run are still to be had. */
export function canResume(folder: string): boolean {
  return [0, 1].every((index) => {
    const state = stateFileOf(folder, index as 0 | 1);
    return existsSync(state) || isNodeRunning(state.replace(/\.json$/, '.pid'));
  });
}

function isNodeRunning(pidFile: string): boolean {
  try {
    process.kill((JSON.parse(readFileSync(pidFile, 'utf8')) as { pid: number }).pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function startBoth(options: PlayChainsOptions, genesisTime_s?: number): Promise<Two<Anvil>> {
  const start = (index: 0 | 1): Promise<Anvil> =>
    startLocalNode({ index, folder: options.folder, port: options.ports?.[index], genesisTime_s });
  const first = await start(0);
  try {
    const second = await start(1);
    for (const { chainId, url, reused } of [first, second]) {
      options.report.line(`Chain ${chainId} ${reused ? 'still runs' : 'runs'} at ${url}.`);
    }
    return [first, second];
  } catch (error) {
    await first.stop();
    throw error;
  }
}

const rpcsOf = (nodes: Two<Anvil>): Two<Rpc> => [new Rpc(nodes[0].url), new Rpc(nodes[1].url)];

/** A line per quarter: enough to see that something moves. */
function progress(plan: EconomyPlan, report: Report): (sent: number, total: number) => void {
  const actions = plan.blocks.reduce((sum, block) => sum + block.actions.length, 0);
  let told = 0;
  return (sent, total) => {
    const quarter = Math.floor((4 * sent) / total);
    if (quarter === told) return;
    told = quarter;
    report.line(`Writing history: ${25 * quarter} % of ${actions} transactions.`);
  };
}
