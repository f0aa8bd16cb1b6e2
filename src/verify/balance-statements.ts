import { namedRows } from '../fold/dictionary.js';
import { EXECUTOR_EARNING, POSTING } from '../read-models/earnings/tables.js';
import { UNDER_WAY } from '../read-models/settled/under-way.js';

/** Statements over the ledger's tables. A purse is a vault and a token, as text: `chain|vault|token`. */

const LOCAL = `concat_ws('|', chain_id, vault, token)`;
const SETTLED = `concat_ws('|', vault_chain_id, vault, token)`;

const POSTINGS = `
  SELECT ${LOCAL} AS purse, debit, credit, amount FROM (${namedRows(POSTING)}) AS posting
  UNION ALL SELECT ${SETTLED}, debit, credit, amount FROM ledger.settled_posting`;

/** Every row that holds money, with the account that it belongs to. */
const HOLDINGS = `
  SELECT 'totals' AS part, ${LOCAL} AS purse, 'asset:' || asset_id AS account, total1 + total2 AS amount
    FROM ledger.running_total
  UNION ALL SELECT 'totals', ${SETTLED}, 'asset:' || asset_id, total1 + total2 FROM ledger.settled_total
  UNION ALL SELECT 'suspense', ${LOCAL}, 'suspense:' || asset_id, amount FROM ledger.suspense
  UNION ALL SELECT 'suspense', ${SETTLED}, 'suspense:' || asset_id, amount FROM ledger.settled_suspense
  UNION ALL SELECT 'executors', ${LOCAL}, 'executor:' || executor, amount
    FROM (${namedRows(EXECUTOR_EARNING)}) AS executor_earning
  UNION ALL SELECT 'executors', ${SETTLED}, 'executor:' || executor, amount FROM ledger.settled_executor_earning
  UNION ALL SELECT 'upheld', ${LOCAL}, 'beneficiary:' || beneficiary, amount FROM ledger.upheld_earning
  UNION ALL SELECT 'upheld', ${SETTLED}, 'beneficiary:' || beneficiary, amount FROM ledger.settled_upheld_earning
  UNION ALL SELECT 'suspense', ${LOCAL}, 'suspense:' || asset_id, amount FROM ledger.held_usage
    WHERE state = 'HELD' AND settlement = 'VAULT'
  UNION ALL SELECT 'paid', ${LOCAL}, 'contributor:' || beneficiary, amount FROM ledger.direct_earning
  UNION ALL SELECT 'paid', concat_ws('|', chain_id, task_contract, token), 'contributor:' || contributor, amount
    FROM ledger.reward
  UNION ALL SELECT 'paid', ${LOCAL}, 'contributor:' || contributor, amount FROM ledger.claim
  UNION ALL SELECT 'in_transit', ${SETTLED}, 'transit:' || asset_id, amount FROM (${UNDER_WAY}) AS under_way`;

const sumOf = (part: string): string => `coalesce(sum(amount) FILTER (WHERE part = '${part}'), 0)::text AS ${part}`;

/** Per purse: what was paid in, and every place where it can be. */
export const PURSES = `
  SELECT purse, ${['paid_in', 'returned', 'fees', 'executors', 'upheld', 'in_transit', 'suspense', 'totals'].map(sumOf).join(', ')}
  FROM (
    SELECT part, purse, amount FROM (${HOLDINGS}) AS holdings
    UNION ALL SELECT 'paid_in', purse, amount FROM (${POSTINGS}) AS p WHERE debit LIKE 'consumer:%'
    UNION ALL SELECT 'returned', purse, amount FROM (${POSTINGS}) AS p WHERE credit LIKE 'consumer:%'
    UNION ALL SELECT 'fees', purse, amount FROM (${POSTINGS}) AS p WHERE credit LIKE 'treasury:%'
  ) AS parts GROUP BY purse ORDER BY purse`;

/** Per purse and account: credits less debits, and what the tables hold. */
export const BALANCES = `
  SELECT purse, account, coalesce(posted, 0)::text AS posted, coalesce(held, 0)::text AS held
  FROM (
    SELECT purse, account, sum(amount) AS posted FROM (
      SELECT purse, credit AS account, amount FROM (${POSTINGS}) AS p
      UNION ALL SELECT purse, debit, -amount FROM (${POSTINGS}) AS p
    ) AS entries WHERE account !~ '^(consumer|treasury|sponsor|vault):' GROUP BY 1, 2
  ) AS postings
  FULL JOIN (
    SELECT purse, account, sum(amount) AS held FROM (${HOLDINGS}) AS holdings GROUP BY 1, 2
  ) AS tables USING (purse, account)
  ORDER BY coalesce(posted, 0) = coalesce(held, 0), purse, account`;
