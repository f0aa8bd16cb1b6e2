import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { Advance, AppendBatch, Batch, BatchRow, LogState } from './advance.js';
import type { PassedBlock } from './blocks.js';
import { insertAnnounced, retractAnnounced } from './announced-store.js';
import { copyFile } from './copy-row.js';
import { copyStatement, encodeEventRows } from './event-rows.js';

/** Where a commit to the log is announced, with `{"chain":N,"batch":N}`. */
export const LOG_CHANNEL = 'tributary_log';

/** Writes the chain's row, so that a chain is known from the moment its indexer starts. */
export async function describeChain(client: pg.ClientBase, chain: ChainId, name: string): Promise<void> {
  await client.query(
    `INSERT INTO log.chain (chain_id, name, status) VALUES ($1, $2, 'FOLLOWING')
     ON CONFLICT (chain_id) DO UPDATE SET name = EXCLUDED.name`,
    [chain, name],
  );
}

/** Shows the chain as halted, with the reason as one sentence. */
export async function markHalted(client: pg.ClientBase, chain: ChainId, name: string, reason: string): Promise<void> {
  await client.query(
    `INSERT INTO log.chain (chain_id, name, status, reason) VALUES ($1, $2, 'HALTED', $3)
     ON CONFLICT (chain_id) DO UPDATE SET name = EXCLUDED.name, status = 'HALTED', reason = EXCLUDED.reason`,
    [chain, name, reason],
  );
}

/** Shows the chain as standing still, with the reason as one sentence; without one, as followed again. */
export async function markStalled(client: pg.ClientBase, chain: ChainId, reason: string | undefined): Promise<void> {
  await client.query(
    `UPDATE log.chain SET status = $2, reason = $3 WHERE chain_id = $1 AND status IN ('FOLLOWING', 'STALLED')`,
    [chain, reason === undefined ? 'FOLLOWING' : 'STALLED', reason ?? null],
  );
}

/** Reads where the log of a chain stands. */
export async function loadState(client: pg.ClientBase, chain: ChainId): Promise<LogState> {
  const last = await client.query<{ number: string; head_block: string }>(
    'SELECT number, head_block FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1',
    [chain],
  );
  const hot = await client.query<Record<string, string> & Record<'hash' | 'raw_digest' | 'canonical_digest', Buffer>>(
    `SELECT number, hash, time_s, chain_time_s, raw_digest, canonical_digest
     FROM log.hot_block WHERE chain_id = $1 ORDER BY number`,
    [chain],
  );
  return {
    chain,
    lastBatch: Number(last.rows[0]?.number ?? 0),
    recordedHead: Number(last.rows[0]?.head_block ?? -1),
    blocks: hot.rows.map((row) => ({
      number: Number(row['number']),
      hash: toHex(row.hash),
      time_s: Number(row['time_s']),
      chainTime_s: Number(row['chain_time_s']),
      rawDigest: toHex(row.raw_digest),
      canonicalDigest: toHex(row.canonical_digest),
    })),
  };
}

/** Commits an advance: its batches, the events, the unfinalized blocks and the announcement, or nothing. */
export async function commitAdvance(client: pg.ClientBase, { state, batches }: Advance): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const batch of batches) {
      const count = batch.kind === 'retract' ? await retract(client, state.chain, batch) : batch.events.length;
      if (batch.kind === 'append') {
        await copyEvents(client, state.chain, batch);
        await insertAnnounced(client, state.chain, batch);
      }
      await insertBatch(client, state.chain, batch, count);
    }
    const retracted = batches.find(({ kind }) => kind === 'retract');
    await replaceHotBlocks(client, state, retracted?.fromBlock ?? Number.MAX_SAFE_INTEGER);
    await client.query(
      `UPDATE log.chain SET status = 'FOLLOWING', reason = NULL WHERE chain_id = $1 AND status <> 'FOLLOWING'`,
      [state.chain],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Marks what a batch retracts. @returns how many events that are */
export async function retract(
  client: pg.ClientBase,
  chain: ChainId,
  batch: Pick<Batch, 'number' | 'fromBlock'>,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE log.event SET retracted_batch = $2
     WHERE chain_id = $1 AND block_number >= $3 AND retracted_batch IS NULL`,
    [chain, batch.number, batch.fromBlock],
  );
  await retractAnnounced(client, chain, batch);
  return rowCount ?? 0;
}

async function copyEvents(client: pg.ClientBase, chain: ChainId, batch: AppendBatch): Promise<void> {
  if (batch.events.length === 0) return;
  const hasTransactions = batch.events.some(({ log }) => log.raw.transaction !== undefined);
  const rows = encodeEventRows(chain, { ...batch, hasTransactions });
  await pipeline(Readable.from(copyFile(rows)), client.query(copyFrom(copyStatement({ hasTransactions }))));
}

/** The batch's row, and its announcement: what is notified in a transaction goes out at its commit. */
export async function insertBatch(
  client: pg.ClientBase,
  chain: ChainId,
  batch: BatchRow,
  eventCount: number,
): Promise<void> {
  const { head, finalized } = batch;
  await client.query(
    `WITH announced AS (SELECT pg_notify($16, $17))
     INSERT INTO log.batch (chain_id, number, kind, from_block, to_block, event_count, head_block, head_hash,
       head_time_s, finalized_block, finalized_hash, finalized_time_s, chain_time_s, raw_digest, canonical_digest)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM announced`,
    [
      chain,
      batch.number,
      batch.kind,
      batch.fromBlock,
      batch.toBlock,
      eventCount,
      head.number,
      toBytes(head.hash),
      head.time_s,
      finalized.number,
      toBytes(finalized.hash),
      finalized.time_s,
      head.chainTime_s,
      toBytes(head.rawDigest),
      toBytes(head.canonicalDigest),
      LOG_CHANNEL,
      JSON.stringify({ chain, batch: batch.number }),
    ],
  );
}

/** Makes the unfinalized blocks those of the state; of those that are there, the ones from `retractedFrom` on go. */
export async function replaceHotBlocks(client: pg.ClientBase, state: LogState, retractedFrom: number): Promise<void> {
  const { chain, blocks } = state;
  const { rows } = await client.query<{ top: string | null }>(
    `WITH gone AS (
       DELETE FROM log.hot_block WHERE chain_id = $1 AND (number < $2 OR number >= $3)
     )
     SELECT max(number) AS top FROM log.hot_block WHERE chain_id = $1 AND number >= $2 AND number < $3`,
    [chain, blocks[0]!.number, retractedFrom],
  );
  const top = rows[0]?.top == null ? -1 : Number(rows[0].top);
  const fresh = blocks.filter(({ number }) => number > top);
  const column = <T>(read: (block: PassedBlock) => T): T[] => fresh.map(read);
  await client.query(
    `INSERT INTO log.hot_block (chain_id, number, hash, time_s, chain_time_s, raw_digest, canonical_digest)
     SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[])`,
    [
      chain,
      column(({ number }) => number),
      column(({ hash }) => toBytes(hash)),
      column(({ time_s }) => time_s),
      column(({ chainTime_s }) => chainTime_s),
      column(({ rawDigest }) => toBytes(rawDigest)),
      column(({ canonicalDigest }) => toBytes(canonicalDigest)),
    ],
  );
}

const toHex = (bytes: Buffer): Hex => `0x${bytes.toString('hex')}` as Hex;
const toBytes = (hex: Hex): Buffer => Buffer.from(hex.slice(2), 'hex');
