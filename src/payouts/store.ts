import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inTexts } from '../fold/copy-texts.js';
import { NODES_A_PIECE } from '../read-models/payouts/proofs.js';
import { HASH_BYTES } from './merkle-tree.js';
import { type PayoutRoot, rootOf } from './payout-root.js';

/** Keeps the leaves and the tree of a root, from which proofs are given, inside the caller's transaction. */
export async function storeRoot(db: pg.ClientBase, payout: PayoutRoot): Promise<void> {
  const key = [payout.vault.chain, payout.vault.address, rootOf(payout)];
  for (const table of ['leaf', 'tree']) {
    await db.query(`DELETE FROM payout.${table} WHERE chain_id = $1 AND vault = $2 AND root = $3`, key);
  }
  if (!payout.tree) return;
  const copy = db.query(
    copyFrom('COPY payout.leaf (chain_id, vault, root, contributor, token, amount, node) FROM STDIN'),
  );
  await pipeline(Readable.from(inTexts(leafLines(payout, key.join('\t')))), copy);
  const { nodes } = payout.tree;
  const bytes = NODES_A_PIECE * HASH_BYTES;
  for (let piece = 0; piece * bytes < nodes.length; piece++) {
    await db.query('INSERT INTO payout.tree (chain_id, vault, root, piece, nodes) VALUES ($1, $2, $3, $4, $5)', [
      ...key,
      piece,
      Buffer.from(nodes.subarray(piece * bytes, (piece + 1) * bytes)),
    ]);
  }
}

function* leafLines({ leaves, tree }: PayoutRoot, key: string): IterableIterator<string> {
  for (const [index, { contributor, token, amount }] of leaves.entries()) {
    yield `${key}\t${contributor}\t${token}\t${amount}\t${tree!.nodeOf[index]}\n`;
  }
}

/** Forgets what was kept of all roots of a vault but these. */
export async function keepOnly(
  db: pg.ClientBase,
  { chain, address }: PayoutRoot['vault'],
  roots: readonly string[],
): Promise<void> {
  for (const table of ['leaf', 'tree']) {
    await db.query(`DELETE FROM payout.${table} WHERE chain_id = $1 AND vault = $2 AND root <> ALL($3)`, [
      chain,
      address,
      roots,
    ]);
  }
}
