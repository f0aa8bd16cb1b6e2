import type pg from 'pg';
import { EMPTY_DIGEST, rollCanonical, rollRaw } from '../../db/log/digest.js';
import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { PassedBlock } from '../log/blocks.js';
import { STANDING_BATCHES } from './held-in-log.js';
import { readStoredBlocks } from './stored-blocks.js';
import type { TimedBlock } from './timed-block.js';

/**
 * What the log knew when it had passed a block: its digests and the chain's time, from the last batch that
 * ended there or before, and the events since.
 */
export async function passedAt(client: pg.ClientBase, chain: ChainId, block: TimedBlock): Promise<PassedBlock> {
  const { rows } = await client.query<
    Record<'head_block' | 'chain_time_s', string> & Record<'raw' | 'canonical', Buffer>
  >(
    `SELECT head_block, chain_time_s, raw_digest AS raw, canonical_digest AS canonical
     FROM ${STANDING_BATCHES} AS standing WHERE head_block <= $2 ORDER BY number DESC LIMIT 1`,
    [chain, block.number],
  );
  const [batch] = rows;
  let raw: Uint8Array = batch?.raw ?? EMPTY_DIGEST;
  let canonical: Uint8Array = batch?.canonical ?? EMPTY_DIGEST;
  let chainTime_s = Number(batch?.chain_time_s ?? 0);
  const from = batch ? Number(batch.head_block) + 1 : 0;
  for await (const stored of readStoredBlocks(client, chain, { from, to: block.number })) {
    chainTime_s = Math.max(chainTime_s, stored.time_s);
    for (const log of stored.logs) {
      raw = rollRaw(raw, { ...log.raw, chain, block: stored.number, blockHash: stored.hash });
      for (const { kind, payload } of log.events) canonical = rollCanonical(canonical, kind, payload);
    }
  }
  return { ...block, chainTime_s, rawDigest: hex(raw), canonicalDigest: hex(canonical) };
}

const hex = (digest: Uint8Array): Hex => `0x${Buffer.from(digest).toString('hex')}` as Hex;
