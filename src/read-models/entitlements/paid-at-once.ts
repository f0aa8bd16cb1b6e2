import type { Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import type { Purse } from './types.js';

/** Whole units that were credited as they came: executors' parts, and what upheld disputes gave. */
export interface PaidAtOnce extends Purse {
  readonly assetId: string;
  readonly role: Role;
  /** Whether it came over chains. */
  readonly settled: boolean;
  /** Index of the first mark at or after it; as many as there are marks where it came after all of them. */
  readonly before: number;
  readonly amount: bigint;
}

const SOURCES = [
  ['executor_earning', 'executor', 'COMPUTE_PROVIDER', false],
  ['settled_executor_earning', 'executor', 'COMPUTE_PROVIDER', true],
  ['upheld_earning', 'beneficiary', 'OWNER', false],
  ['settled_upheld_earning', 'beneficiary', 'OWNER', true],
] as const;

/** @param marks ascending */
export async function paidAtOnce(
  db: Queryable,
  contributor: string,
  marks: readonly number[],
  assetId?: string,
): Promise<PaidAtOnce[]> {
  const rows = await db.query<{
    vault_chain_id: string;
    vault: string;
    token: string;
    asset_id: string;
    role: Role;
    settled: boolean;
    before: number;
    amount: string;
  }>(
    SOURCES.map(
      ([table, who, role, settled]) =>
        `SELECT ${settled ? 'vault_chain_id' : 'chain_id AS vault_chain_id'}, vault, token, asset_id,
                '${role}' AS role, ${settled} AS settled, width_bucket(mark_s - 1, $2::bigint[]) AS before,
                sum(amount)::text AS amount
         FROM ledger.${table} WHERE ${who} = $1 AND ($3::text IS NULL OR asset_id = $3) GROUP BY 1, 2, 3, 4, 7`,
    ).join(' UNION ALL '),
    [contributor, marks, assetId ?? null],
  );
  return rows.map((row) => ({
    vaultChainId: toNumber(row.vault_chain_id),
    vault: row.vault,
    token: row.token,
    assetId: row.asset_id,
    role: row.role,
    settled: row.settled,
    before: row.before,
    amount: BigInt(row.amount),
  }));
}
