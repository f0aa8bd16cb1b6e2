import { type Queryable, toBigInt, toNumber } from '../queryable.js';

/** A sum in a token of a chain, in base units. */
export interface TokenSum {
  readonly chainId: number;
  readonly token: string;
  readonly amount: bigint;
}

interface SumRecord {
  chain_id: string;
  token: string;
  amount: string;
}

const toSum = (row: SumRecord): TokenSum => ({
  chainId: toNumber(row.chain_id),
  token: row.token,
  amount: toBigInt(row.amount),
});

/** What an asset kept for its own people, settled transit included, per token of the chain that paid. */
export async function getKept(db: Queryable, assetId: string): Promise<TokenSum[]> {
  const rows = await db.query<SumRecord>(
    `SELECT chain_id, token, sum(amount)::text AS amount FROM (
       SELECT chain_id, token, total1 + total2 AS amount FROM ledger.running_total WHERE asset_id = $1
       UNION ALL
       SELECT vault_chain_id, token, total1 + total2 FROM ledger.settled_total WHERE asset_id = $1
     ) kept GROUP BY chain_id, token ORDER BY chain_id, token`,
    [assetId],
  );
  return rows.map(toSum);
}

/** Money that waits with an asset, and for what: its registration, a dispute's decision, a held usage's. */
export interface WaitingSum extends TokenSum {
  readonly reason: 'UNREGISTERED' | 'DISPUTED' | 'HELD';
}

/** What waits with an asset for its registration or for a decision, per reason and token of the chain that paid. */
export async function getWaiting(db: Queryable, assetId: string): Promise<WaitingSum[]> {
  const rows = await db.query<SumRecord & { reason: WaitingSum['reason'] }>(
    `SELECT reason, chain_id, token, sum(amount)::text AS amount FROM (
       SELECT reason, chain_id, token, amount FROM ledger.suspense WHERE asset_id = $1
       UNION ALL
       SELECT reason, vault_chain_id, token, amount FROM ledger.settled_suspense WHERE asset_id = $1
       UNION ALL
       SELECT 'HELD', chain_id, token, amount FROM ledger.held_usage
       WHERE asset_id = $1 AND state = 'HELD' AND settlement = 'VAULT'
     ) waiting GROUP BY reason, chain_id, token ORDER BY reason, chain_id, token`,
    [assetId],
  );
  return rows.map((row) => ({ ...toSum(row), reason: row.reason }));
}

/** What is on its way to an asset from other chains and not settled yet, per token of the chain that paid. */
export async function getInTransit(db: Queryable, assetId: string): Promise<TokenSum[]> {
  const rows = await db.query<SumRecord>(
    `SELECT chain_id, token, sum(amount)::text AS amount FROM (
       SELECT t.chain_id, t.token, t.amount FROM ledger.transit t
       LEFT JOIN ledger.settlement s ON s.vault_chain_id = t.chain_id AND s.vault = t.vault
       WHERE t.asset_id = $1 AND t.mark_s > coalesce(s.settled_to_s, 0)
       UNION ALL
       SELECT vault_chain_id, token, amount FROM ledger.settled_transit WHERE asset_id = $1 AND NOT settled
     ) moving GROUP BY chain_id, token HAVING sum(amount) <> 0 ORDER BY chain_id, token`,
    [assetId],
  );
  return rows.map(toSum);
}
