import type pg from 'pg';
import { homeChain, type Address, type AssetId, type ChainId } from '../domain/ids.js';
import { ROLE_INDEX } from '../domain/ledger/division.js';
import { closeSettled, movedOffset } from '../domain/settlement/closing.js';
import { intervalEnd } from '../domain/time.js';
import type { Role } from '../domain/vocabulary.js';
import type { SettledTotalRow } from '../read-models/settled/tables.js';
import { byChain, type RuleBook } from './rule-book.js';
import { offsetKey, type VaultTables } from './vault-tables.js';

/** Assets whose split, owner or shares changed, by the mark that ends the interval of the change. */
export type Changes = ReadonlyMap<number, ReadonlySet<AssetId>>;

/** Finds the changes of a chain's assets in intervals that end after `from_s` and not after `to_s`. */
export async function findChanges(
  db: pg.ClientBase,
  schema: string,
  assets: Iterable<AssetId>,
  interval_s: number,
  window: (chain: ChainId) => { from_s: number; to_s: number },
): Promise<Changes> {
  const changes = new Map<number, Set<AssetId>>();
  for (const [chain, ids] of byChain(assets)) {
    const { from_s, to_s } = window(chain);
    if (from_s >= to_s) continue;
    const part = (table: string, time: string): string =>
      `SELECT DISTINCT asset_id, ${time} AS time_s FROM ${schema}.${table}
       WHERE chain_id = $1 AND asset_id = ANY ($2) AND ${time} >= $3 AND ${time} < $4`;
    const { rows } = await db.query<{ asset_id: AssetId; time_s: string }>(
      `${part('owner_history', 'time_s')} UNION ${part('split_history', 'time_s')}
       UNION ${part('share_history', 'since_time_s')}`,
      [chain, ids, from_s, to_s],
    );
    for (const { asset_id, time_s } of rows) {
      const mark_s = intervalEnd(Number(time_s), interval_s);
      const changed = changes.get(mark_s);
      if (changed) changed.add(asset_id);
      else changes.set(mark_s, new Set([asset_id]));
    }
  }
  return changes;
}

/**
 * Closes the settled totals of an asset whose rules changed in the interval that ends at `mark_s`, through
 * the mark before it and with the rules there; what is due to people whose shares changed stays the same.
 */
export async function closeChanged(
  db: pg.ClientBase,
  schema: string,
  tables: VaultTables,
  rules: RuleBook,
  asset: AssetId,
  interval_s: number,
  mark_s: number,
): Promise<void> {
  const totals = tables.totalsOf(asset);
  if (totals.length === 0) return;
  const through_s = mark_s - interval_s;
  const before = rules.rulesAt(asset, through_s) ?? { splitPpm: null, poolShares: [] };
  const closed = totals.map((total) => {
    const after = closeSettled(total, before);
    return after === total ? total : tables.close(total, after, through_s);
  });
  const moves = await sharesMoved(db, schema, asset, through_s, mark_s);
  if (moves.length === 0) return;
  const offsets = await tables.offsetsOf(
    asset,
    moves.map(({ contributor }) => contributor),
  );
  for (const total of closed) moveOffsets(tables, total, moves, offsets, mark_s);
}

interface Move {
  readonly role: Role;
  readonly contributor: Address;
  readonly before: bigint;
  readonly after: bigint;
}

function moveOffsets(
  tables: VaultTables,
  total: SettledTotalRow,
  moves: readonly Move[],
  offsets: ReadonlyMap<string, bigint>,
  mark_s: number,
): void {
  const { chainId, assetId, vaultChainId, vault, token } = total;
  for (const { role, contributor, before, after } of moves) {
    const accumulated = total.accumulated[ROLE_INDEX[role]] ?? 0n;
    const old = offsets.get(offsetKey(assetId, role, contributor, token)) ?? 0n;
    const offsetScaled = movedOffset(old, before, after, accumulated);
    if (offsetScaled === old) continue;
    const key = { chainId, assetId, vaultChainId, vault, token, role, contributor, mark_s };
    tables.putOffset({ offsetScaled, ...key });
  }
}

/** Contributors whose share count at one mark is another than at the mark before it. */
async function sharesMoved(
  db: pg.ClientBase,
  schema: string,
  asset: AssetId,
  from_s: number,
  to_s: number,
): Promise<Move[]> {
  const latest = (bound: string): string =>
    `coalesce((SELECT h.shares FROM ${schema}.share_history h WHERE h.chain_id = $1 AND h.asset_id = $2
       AND h.role = c.role AND h.contributor = c.contributor AND h.since_time_s < ${bound}
       ORDER BY h.since DESC LIMIT 1), 0)`;
  const { rows } = await db.query<{ role: Role; contributor: Address; before: string; after: string }>(
    `SELECT role, contributor, ${latest('$3')} AS before, ${latest('$4')} AS after FROM (
       SELECT DISTINCT role, contributor FROM ${schema}.share_history
       WHERE chain_id = $1 AND asset_id = $2 AND since_time_s >= $3 AND since_time_s < $4
     ) c ORDER BY role, contributor`,
    [homeChain(asset), asset, from_s, to_s],
  );
  const moves = rows.map((row) => ({ ...row, before: BigInt(row.before), after: BigInt(row.after) }));
  return moves.filter(({ before, after }) => before !== after);
}
