import type pg from 'pg';
import { BEGIN_READING } from '../fold/transaction.js';
import { BALANCES, PURSES } from './balance-statements.js';
import { sumEntitlements } from './entitlement-sums.js';
import { type CheckResult, Findings } from './report.js';

interface PurseRow {
  purse: string;
  paid_in: string;
  returned: string;
  fees: string;
  executors: string;
  upheld: string;
  in_transit: string;
  suspense: string;
  totals: string;
}

/**
 * Proves the balance equations (design section 6, Journals) at one moment of the database:
 *
 * - per vault and token: paid in = returned + fees + executors + upheld + in transit + suspense + running totals;
 * - per vault, token and account: what the postings say is what the tables hold;
 * - per vault and token: running totals = entitlements + left in pools, where less is left than there are
 *   entitlements, for each loses less than one base unit by being floored.
 */
export async function checkBalances(db: pg.ClientBase): Promise<CheckResult[]> {
  await db.query(BEGIN_READING);
  try {
    const { rows: purses } = await db.query<PurseRow>(PURSES);
    return [checkPurses(purses), await checkAccounts(db), await checkPools(db, purses)];
  } finally {
    await db.query('ROLLBACK');
  }
}

function checkPurses(purses: readonly PurseRow[]): CheckResult {
  const findings = new Findings();
  for (const row of purses) {
    const parts = [row.returned, row.fees, row.executors, row.upheld, row.in_transit, row.suspense, row.totals];
    const found = parts.reduce((sum, part) => sum + BigInt(part), 0n);
    if (found === BigInt(row.paid_in)) continue;
    findings.add(
      `${row.purse}: ${row.paid_in} was paid in, but returned ${row.returned} + fees ${row.fees} + executors ` +
        `${row.executors} + upheld ${row.upheld} + in transit ${row.in_transit} + suspense ${row.suspense} + ` +
        `running totals ${row.totals} are ${found}`,
    );
  }
  return findings.result('what was paid in is somewhere', `${purses.length} vaults and tokens`);
}

async function checkAccounts(db: pg.ClientBase): Promise<CheckResult> {
  const findings = new Findings();
  const { rows } = await db.query<{ purse: string; account: string; posted: string; held: string }>(BALANCES);
  for (const { purse, account, posted, held } of rows) {
    if (posted !== held) findings.add(`${account} in ${purse}: the postings say ${posted}, the tables hold ${held}`);
  }
  return findings.result('postings agree with what the tables hold', `${rows.length} accounts`);
}

async function checkPools(db: pg.ClientBase, purses: readonly PurseRow[]): Promise<CheckResult> {
  const findings = new Findings();
  const entitled = await sumEntitlements(db);
  let people = 0n;
  for (const { purse, totals } of purses) {
    const { amount, count } = entitled.get(purse) ?? { amount: 0n, count: 0n };
    people += count;
    const left = BigInt(totals) - amount;
    if (left >= 0n && left <= count) continue;
    findings.add(
      `${purse}: running totals of ${totals} less ${count} entitlements of ${amount} in all leave ${left}, ` +
        `which should be from 0 to ${count}`,
    );
  }
  return findings.result('running totals are entitlements and what flooring left', `${people} entitlements`);
}
