import { nameOf } from '../../fold/dictionary.js';
import type { TokenSum } from '../assets/sums.js';
import { type Queryable, toBigInt, toNumber } from '../queryable.js';

export interface TotalsView {
  readonly assets: bigint;
  readonly usages: bigint;
  readonly links: bigint;
  /** What consumers paid, per token. */
  readonly gross: readonly TokenSum[];
}

/** The ledger in a few figures. */
export async function getTotals(db: Queryable): Promise<TotalsView> {
  const [counts] = await db.query<{ assets: string; usages: string; links: string }>(`
    SELECT (SELECT count(*) FROM ledger.asset WHERE registered_at IS NOT NULL)::text AS assets,
      (SELECT coalesce(sum(usages), 0) FROM ledger.asset_activity)::text AS usages,
      (SELECT count(*) FROM ledger.lineage_edge)::text AS links`);
  const gross = await db.query<{ chain_id: string; token: string; gross: string }>(
    `SELECT chain_id, ${nameOf('r.token')} AS token, sum(gross)::text AS gross FROM ledger.revenue r
     GROUP BY chain_id, r.token ORDER BY 1, 2`,
  );
  return {
    assets: toBigInt(counts!.assets),
    usages: toBigInt(counts!.usages),
    links: toBigInt(counts!.links),
    gross: gross.map((row) => ({ chainId: toNumber(row.chain_id), token: row.token, amount: toBigInt(row.gross) })),
  };
}
