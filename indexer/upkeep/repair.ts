import type { ChainConfig } from '../../config/tributary-config.js';
import { ZERO_HASH } from '../../src/domain/ids.js';
import type { LogState } from '../log/advance.js';
import type { BlockRef, PassedBlock } from '../log/blocks.js';
import { commitAdvance, loadState } from '../log/log-store.js';
import type { ChainHeaders } from './chain-headers.js';
import { HeldInLog } from './held-in-log.js';
import { findLastCommon } from './last-common.js';
import { passedAt } from './passed-at.js';
import { UpkeepError } from './upkeep-error.js';
import type { OwnedLog } from './with-chain-log.js';

/** What a repair is going to do. */
export interface RepairPlan {
  readonly state: LogState;
  /** The last block that stays: the log and the chain share it. */
  readonly common: PassedBlock;
  /** Blocks and canonical events that are retracted. */
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly events: number;
}

export interface RepairOptions {
  readonly config: Pick<ChainConfig, 'name' | 'contracts' | 'finality'>;
  readonly headers: ChainHeaders;
  /** Retracts from this block on, or from a fork below it, although the log may be right. */
  readonly from?: number | undefined;
}

/**
 * Finds the last block that the log and the chain share, and what of the log lies above it. Changes nothing.
 * @returns undefined where the chain has the log's finalized block: forks above it the indexer undoes itself
 * @throws UpkeepError
 */
export async function planRepair(log: OwnedLog, options: RepairOptions): Promise<RepairPlan | undefined> {
  const { client, chain } = log;
  const { headers, from } = options;
  const state = await loadState(client, chain);
  const [final] = state.blocks;
  if (!final) throw new UpkeepError(`The log of ${options.config.name} is empty; there is nothing to repair.`);
  await headers.requireChain();
  const isOnChain = async ({ number, hash }: BlockRef): Promise<boolean> => (await headers.at(number))?.hash === hash;
  if (from === undefined && (await isOnChain(final))) return undefined;
  const held = new HeldInLog(client, chain);
  const top = from === undefined ? final.number - 1 : from - 1;
  const found = await findLastCommon(held, top, isOnChain);
  const block = found ? await headers.at(found.number) : undefined;
  const common = block ? await passedAt(client, chain, block) : await belowEverything(held, options);
  const toBlock = Math.max(state.recordedHead, common.number + 1);
  const { rows } = await client.query<{ events: string }>(
    'SELECT count(*) AS events FROM log.event WHERE chain_id = $1 AND block_number > $2 AND retracted_batch IS NULL',
    [chain, common.number],
  );
  return { state, common, fromBlock: common.number + 1, toBlock, events: Number(rows[0]!.events) };
}

/** Retracts what was planned, in one transaction that also ends the chain's halt. */
export async function applyRepair(
  { client }: OwnedLog,
  { state, common, fromBlock, toBlock }: RepairPlan,
): Promise<void> {
  const number = state.lastBatch + 1;
  await commitAdvance(client, {
    state: { ...state, lastBatch: number, recordedHead: common.number, blocks: [common] },
    batches: [{ kind: 'retract', number, fromBlock, toBlock, head: common, finalized: common }],
  });
}

/** Where the chain has no block that the log holds, it is read anew from below all of them. */
async function belowEverything(held: HeldInLog, { config, headers }: RepairOptions): Promise<PassedBlock> {
  const lowest = (await held.lowest())?.number ?? 0;
  const first = Math.min(lowest, ...config.contracts.map(({ firstBlock }) => firstBlock));
  const final = Math.max(0, (await headers.height()) - config.finality);
  const block = await headers.at(Math.min(Math.max(0, first - 1), final));
  if (!block) throw new UpkeepError(`The endpoints of ${config.name} have no blocks; repair it when they do.`);
  return { ...block, chainTime_s: 0, rawDigest: ZERO_HASH, canonicalDigest: ZERO_HASH };
}
