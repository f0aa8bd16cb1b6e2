import { idOf } from '../../fold/dictionary.js';
import { countUpTo, type PastMoment } from '../chains/past-moment.js';
import { Conditions, type Queryable, toBigInt, toNumber } from '../queryable.js';
import { UNDER_WAY } from '../settled/under-way.js';

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
export async function getKept(db: Queryable, assetId: string, moment?: PastMoment): Promise<TokenSum[]> {
  const where = new Conditions();
  const kept = moment ? keptAt(where, assetId, moment) : keptNow(where, assetId);
  const rows = await db.query<SumRecord>(
    `SELECT chain_id, token, sum(amount)::text AS amount FROM (${kept}) kept
     GROUP BY chain_id, token ORDER BY chain_id, token`,
    where.parameters,
  );
  return rows.map(toSum);
}

function keptNow(where: Conditions, assetId: string): string {
  const id = where.bind(assetId);
  return `
    SELECT chain_id, token, total1 + total2 AS amount FROM ledger.running_total WHERE asset_id = ${id}
    UNION ALL
    SELECT vault_chain_id, token, total1 + total2 FROM ledger.settled_total WHERE asset_id = ${id}`;
}

/** From the totals as they stood at the ends of intervals. What is settled is final up to the moment's own mark. */
function keptAt(where: Conditions, assetId: string, moment: PastMoment): string {
  const id = where.bind(assetId);
  const mark = where.bind(moment.mark_s);
  const m = moment.bind(where);
  return `
    SELECT r.chain_id, r.token, l.amount FROM ledger.running_total r JOIN ${m} USING (chain_id)
    CROSS JOIN LATERAL (
      SELECT total1 + total2 AS amount FROM ledger.running_total_at h
      WHERE h.chain_id = r.chain_id AND h.asset_id = ${idOf('r.asset_id')} AND h.vault = ${idOf('r.vault')}
        AND h.token = ${idOf('r.token')} AND h.mark_s <= m.mark_s
      ORDER BY h.mark_s DESC LIMIT 1) l
    WHERE r.asset_id = ${id}
    UNION ALL
    SELECT s.vault_chain_id, s.token, l.amount FROM ledger.settled_total s JOIN ${m} ON m.chain_id = s.vault_chain_id
    CROSS JOIN LATERAL (
      SELECT total1 + total2 AS amount FROM ledger.settled_total_at h
      WHERE h.asset_id = s.asset_id AND h.vault_chain_id = s.vault_chain_id AND h.vault = s.vault
        AND h.token = s.token AND h.mark_s <= ${mark}::bigint
      ORDER BY h.mark_s DESC LIMIT 1) l
    WHERE s.asset_id = ${id}`;
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

/**
 * What is on its way to an asset from other chains and not settled yet, per token of the chain that paid. At a moment:
 * what intervals up to then had sent that is not settled by now, since settled money is dated by its interval.
 */
export async function getInTransit(db: Queryable, assetId: string, moment?: PastMoment): Promise<TokenSum[]> {
  const where = new Conditions().add('asset_id = ?', assetId);
  countUpTo(where, moment, { chain: 'vault_chain_id', mark: 'mark_s' });
  const rows = await db.query<SumRecord>(
    `SELECT vault_chain_id AS chain_id, token, sum(amount)::text AS amount FROM (${UNDER_WAY}) moving ${where.where()}
     GROUP BY vault_chain_id, token HAVING sum(amount) <> 0 ORDER BY vault_chain_id, token`,
    where.parameters,
  );
  return rows.map(toSum);
}
