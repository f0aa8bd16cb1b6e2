import type { Role } from '../../domain/vocabulary.js';
import { idOf, nameOf } from '../../fold/dictionary.js';
import { type Queryable, toNumber } from '../queryable.js';
import type { Grid } from './grid.js';
import type { EarningOrigin, EarningSource, Purse } from './types.js';

/**
 * Whole units that were credited as they came: executors' parts, what upheld disputes gave, what other
 * protocols paid directly, rewards. The `vault` of the latter two is the contract that paid.
 */
export interface PaidAtOnce extends Purse {
  readonly source: EarningSource;
  readonly origin: EarningOrigin;
  readonly assetId: string;
  readonly role: Role;
  /** Whether it came over chains. */
  readonly settled: boolean;
  /** The first mark of the grid at or after it; one past all that were asked for where it came later. */
  readonly mark_s: number;
  readonly amount: bigint;
}

/** Table, column of who earned, expressions of role and vault, whether it came over chains, source, origin. */
const TABLES = [
  ['executor_earning', 'executor', `'COMPUTE_PROVIDER'`, 'vault', false, 'VAULT', 'EXECUTOR'],
  ['settled_executor_earning', 'executor', `'COMPUTE_PROVIDER'`, 'vault', true, 'VAULT', 'EXECUTOR'],
  ['upheld_earning', 'beneficiary', `'OWNER'`, 'vault', false, 'VAULT', 'UPHELD'],
  ['settled_upheld_earning', 'beneficiary', `'OWNER'`, 'vault', true, 'VAULT', 'UPHELD'],
  ['direct_earning', 'beneficiary', 'role', 'vault', false, 'DIRECT', 'DIRECT'],
  ['reward', 'contributor', 'role', 'task_contract', false, 'REWARD', 'REWARD'],
] as const;

/** What a contributor was credited, summed by the marks of a grid. */
export async function paidAtOnce(
  db: Queryable,
  contributor: string,
  grid: Grid,
  assetId?: string,
): Promise<PaidAtOnce[]> {
  const rows = await db.query<{
    vault_chain_id: string;
    vault: string;
    token: string;
    asset_id: string;
    role: Role;
    settled: boolean;
    source: EarningSource;
    origin: EarningOrigin;
    b: number;
    amount: string;
  }>(
    TABLES.map(([table, who, role, vault, settled, source, origin]) => {
      const numbered = table === 'executor_earning';
      const name = numbered ? nameOf : (column: string) => column;
      const id = numbered ? idOf : (parameter: string) => parameter;
      return `SELECT ${settled ? 'vault_chain_id' : 'chain_id AS vault_chain_id'}, ${name(`e.${vault}`)} AS vault,
                ${name('e.token')} AS token, ${name('e.asset_id')} AS asset_id,
                ${role} AS role, ${settled} AS settled, ${grid.bucketOf('mark_s - 1', 3)} AS b,
                '${source}' AS source, '${origin}' AS origin, sum(amount)::text AS amount
         FROM ledger.${table} e WHERE ${who} = ${id('$1')} AND ($2::text IS NULL OR asset_id = ${id('$2')})
         GROUP BY 1, e.${vault}, e.token, e.asset_id, 5, 7`;
    }).join(' UNION ALL '),
    [contributor, assetId ?? null, ...grid.parameters],
  );
  return rows.map((row) => ({
    vaultChainId: toNumber(row.vault_chain_id),
    vault: row.vault,
    token: row.token,
    assetId: row.asset_id,
    role: row.role,
    settled: row.settled,
    source: row.source,
    origin: row.origin,
    mark_s: grid.markOf(row.b),
    amount: BigInt(row.amount),
  }));
}
