import { namedRows } from '../../src/fold/dictionary.js';
import { EXECUTOR_EARNING, POSTING as POSTINGS } from '../../src/read-models/earnings/tables.js';
import { UNDER_WAY } from '../../src/read-models/settled/under-way.js';
import { REVENUE as REVENUES } from '../../src/read-models/usages/tables.js';
import type { ClaimedSums } from '../audit/compare.js';
import type { Deployment } from '../support/system.js';

const POSTING = `(${namedRows(POSTINGS)}) AS posting`;
const REVENUE = `(${namedRows(REVENUES)}) AS revenue`;
const EXECUTED = `(${namedRows(EXECUTOR_EARNING)}) AS executed`;

/** Statements that give `key, amount` for each of the sums, keyed like the audit's books. */
const STATEMENTS: Readonly<Record<keyof ClaimedSums, string>> = {
  paidIn: `
    SELECT concat_ws('|', chain_id, vault, token) AS key, amount FROM ${POSTING} WHERE debit LIKE 'consumer:%'`,
  returned: `
    SELECT concat_ws('|', chain_id, vault, token) AS key, amount FROM ${POSTING} WHERE credit LIKE 'consumer:%'`,
  upheld: `
    SELECT concat_ws('|', beneficiary, asset_id, chain_id, vault, token) AS key, amount FROM ledger.upheld_earning
    UNION ALL SELECT concat_ws('|', beneficiary, asset_id, vault_chain_id, vault, token), amount
    FROM ledger.settled_upheld_earning`,
  direct: `
    SELECT concat_ws('|', beneficiary, asset_id, role, chain_id, vault, token) AS key, amount FROM ledger.direct_earning`,
  rewards: `
    SELECT concat_ws('|', contributor, asset_id, role, chain_id, task_contract, token) AS key, amount FROM ledger.reward`,
  claimed: `
    SELECT concat_ws('|', contributor, chain_id, vault, token) AS key, amount FROM ledger.claim`,
  gross: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, gross AS amount FROM ${REVENUE}`,
  protocol: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, fee AS amount FROM ${REVENUE}`,
  circular: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, circular_gross AS amount FROM ${REVENUE}`,
  worth: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, usd_e18 AS amount FROM ${REVENUE}`,
  protocolWorth: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, fee_usd_e18 AS amount FROM ${REVENUE}`,
  circularWorth: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, circular_usd_e18 AS amount FROM ${REVENUE}`,
  unpriced: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, unpriced_gross AS amount FROM ${REVENUE}`,
  fees: `
    SELECT concat_ws('|', substr(credit, 10), chain_id, vault, token) AS key, amount FROM ${POSTING}
    WHERE credit LIKE 'treasury:%'`,
  executors: `
    SELECT concat_ws('|', executor, asset_id, chain_id, vault, token) AS key, amount FROM ${EXECUTED}
    UNION ALL SELECT concat_ws('|', executor, asset_id, vault_chain_id, vault, token), amount
    FROM ledger.settled_executor_earning`,
  kept: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, total1 + total2 AS amount FROM ledger.running_total
    UNION ALL SELECT concat_ws('|', asset_id, vault_chain_id, vault, token), total1 + total2 FROM ledger.settled_total`,
  suspense: `
    SELECT concat_ws('|', asset_id, chain_id, vault, token) AS key, amount FROM ledger.suspense
    UNION ALL SELECT concat_ws('|', asset_id, vault_chain_id, vault, token), amount FROM ledger.settled_suspense
    UNION ALL SELECT concat_ws('|', asset_id, chain_id, vault, token), amount FROM ledger.held_usage
    WHERE state = 'HELD' AND settlement = 'VAULT'`,
  transit: `
    SELECT concat_ws('|', asset_id, vault_chain_id, vault, token) AS key, amount FROM (${UNDER_WAY}) AS under_way`,
};

/** What a deployment's tables hold per account, in the form that is held against the audit. */
export async function readSums(system: Pick<Deployment, 'query'>): Promise<ClaimedSums> {
  const sums = new Map<string, ReadonlyMap<string, bigint>>();
  for (const [name, statement] of Object.entries(STATEMENTS)) {
    const rows = await system.query<{ key: string; amount: string }>(
      `SELECT key, sum(amount)::text AS amount FROM (${statement}) AS part GROUP BY key`,
    );
    sums.set(name, new Map(rows.map(({ key, amount }) => [key, BigInt(amount)])));
  }
  return Object.fromEntries(sums) as unknown as ClaimedSums;
}

/** How far each vault is settled, keyed like the audit's input. */
export async function readSettledTo(system: Pick<Deployment, 'query'>): Promise<Map<string, number>> {
  const rows = await system.query<{ key: string; settled_to_s: string }>(
    `SELECT concat_ws('|', vault_chain_id, vault) AS key, settled_to_s FROM ledger.settlement`,
  );
  return new Map(rows.map(({ key, settled_to_s }) => [key, Number(settled_to_s)]));
}
