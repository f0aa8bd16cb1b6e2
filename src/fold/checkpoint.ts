import type pg from 'pg';
import type { Position } from '../domain/position.js';
import type { ChainTables } from './chain-tables.js';

export type FoldStatus = 'CATCHING_UP' | 'FOLLOWING';

export interface Reopening {
  /** The least mark that must be settled anew. */
  readonly mark_s: number;
  /** The event that came late; null where the chain was folded anew. */
  readonly event: Position | null;
}

/** Where a chain's fold stands. The read models are those of the log as of `lastBatch`, up to `position`. */
export interface Checkpoint {
  readonly foldVersion: number;
  readonly interval_s: number;
  readonly status: FoldStatus;
  readonly lastBatch: number;
  /** The last event folded; null before the first. */
  readonly position: Position | null;
  /** The chain's time there; 0 before the first event. */
  readonly time_s: number;
  /** The last block passed: the log's head when following. Null before the first. */
  readonly block: number | null;
  readonly blockHash: string | null;
  readonly blockTime_s: number;
  /** Above it, what is needed to go back is kept. */
  readonly finalizedBlock: number;
  readonly finalizedTime_s: number;
  /** The greatest mark whose interval this chain has closed. */
  readonly closedTo_s: number;
  /** From where on this commit asks to settle anew; null where it does not. Cleared by the settlement. */
  readonly reopened: Reopening | null;
  /** How often the state was replaced by one that was folded beside it. */
  readonly replaced: number;
  /** What the state was folded with beside the log. */
  readonly inputs: unknown;
}

/** A chain of which nothing is folded yet. */
export function startOfChain(foldVersion: number, interval_s: number, inputs: unknown, replaced = 0): Checkpoint {
  return {
    foldVersion,
    interval_s,
    status: 'CATCHING_UP',
    lastBatch: 0,
    position: null,
    time_s: 0,
    block: null,
    blockHash: null,
    blockTime_s: 0,
    finalizedBlock: -1,
    finalizedTime_s: 0,
    closedTo_s: 0,
    reopened: null,
    replaced,
    inputs,
  };
}

const COLUMNS = `fold_version, interval_s, status, last_batch, position, time_s, block, block_hash, block_time_s,
  finalized_block, finalized_time_s, closed_to_s, reopened_s, reopened_by`;

/** Undefined where the chain's fold has never started. */
export async function readCheckpoint(db: pg.ClientBase, names: ChainTables): Promise<Checkpoint | undefined> {
  const { rows } = await db.query(`SELECT ${COLUMNS}, replaced, inputs FROM ${names.checkpoint} WHERE chain_id = $1`, [
    names.chain,
  ]);
  const row = rows[0];
  if (!row) return undefined;
  return {
    foldVersion: row.fold_version,
    interval_s: row.interval_s,
    status: row.status,
    lastBatch: Number(row.last_batch),
    position: row.position,
    time_s: Number(row.time_s),
    block: row.block === null ? null : Number(row.block),
    blockHash: row.block_hash,
    blockTime_s: Number(row.block_time_s),
    finalizedBlock: Number(row.finalized_block),
    finalizedTime_s: Number(row.finalized_time_s),
    closedTo_s: Number(row.closed_to_s),
    reopened: row.reopened_s === null ? null : { mark_s: Number(row.reopened_s), event: row.reopened_by },
    replaced: row.replaced,
    inputs: row.inputs,
  };
}

/** Records what a chain's state is folded with from its first event on, in the transaction of its first checkpoint. */
export async function recordInputs(db: pg.ClientBase, names: ChainTables, inputs: unknown): Promise<void> {
  await db.query(`UPDATE ${names.checkpoint} SET inputs = $2, repriced_to_s = NULL WHERE chain_id = $1`, [
    names.chain,
    JSON.stringify(inputs),
  ]);
}

/** Writes the checkpoint, inside the transaction of the rows that it stands for. */
export async function writeCheckpoint(db: pg.ClientBase, names: ChainTables, checkpoint: Checkpoint): Promise<void> {
  const c = checkpoint;
  await db.query(
    `INSERT INTO ${names.checkpoint} AS old (chain_id, ${COLUMNS}, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, clock_timestamp())
     ON CONFLICT (chain_id) DO UPDATE SET (${COLUMNS}, updated_at) = ROW (excluded.fold_version, excluded.interval_s,
       excluded.status, excluded.last_batch, excluded.position, excluded.time_s, excluded.block, excluded.block_hash,
       excluded.block_time_s, excluded.finalized_block, excluded.finalized_time_s, excluded.closed_to_s,
       least(old.reopened_s, excluded.reopened_s), least(old.reopened_by, excluded.reopened_by), excluded.updated_at)`,
    [
      names.chain,
      c.foldVersion,
      c.interval_s,
      c.status,
      c.lastBatch,
      c.position,
      c.time_s,
      c.block,
      c.blockHash,
      c.blockTime_s,
      c.finalizedBlock,
      c.finalizedTime_s,
      c.closedTo_s,
      c.reopened?.mark_s,
      c.reopened?.event,
    ],
  );
}
