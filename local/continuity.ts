import pg from 'pg';
import type { Rpc } from './chains/rpc.js';

/**
 * Whether a chain still has the block that the log believes final. A node that was killed before it
 * wrote its state comes back without its last blocks, and no fork goes that deep.
 */
export async function holdsLoggedBlock(databaseUrl: string, chainId: number, node: Rpc): Promise<boolean> {
  const final = await lastFinalBlock(databaseUrl, chainId);
  if (!final) return true;
  const block = await node.ask<{ hash: string } | null>('eth_getBlockByNumber', [
    `0x${final.number.toString(16)}`,
    false,
  ]);
  return block?.hash === final.hash;
}

async function lastFinalBlock(
  databaseUrl: string,
  chainId: number,
): Promise<{ number: number; hash: string } | undefined> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows: known } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('log.batch') IS NOT NULL AS there`,
    );
    if (!known[0]?.there) return undefined;
    const { rows } = await client.query<{ number: string; hash: string }>(
      `SELECT finalized_block AS number, '0x' || encode(finalized_hash, 'hex') AS hash
       FROM log.batch WHERE chain_id = $1 ORDER BY log.batch.number DESC LIMIT 1`,
      [chainId],
    );
    const row = rows[0];
    return row && { number: Number(row.number), hash: row.hash };
  } finally {
    await client.end();
  }
}
