import type pg from 'pg';
import { BEGIN_READING } from '../fold/transaction.js';
import { checkRoot, currentRoots, type RootCheckOptions } from '../payouts/check-roots.js';
import { queryable } from '../read-models/queryable.js';
import { type CheckResult, Findings } from './report.js';

/**
 * Computes every vault's payout roots again, the one that claims are made against and those that will be. A
 * root whose marks the ledger has not come to is left out.
 */
export async function checkPayoutRoots(db: pg.ClientBase, options: RootCheckOptions): Promise<CheckResult> {
  const findings = new Findings();
  let [roots, leaves] = [0, 0];
  await db.query(BEGIN_READING);
  try {
    for (const published of await currentRoots(queryable(db))) {
      const found = await checkRoot(queryable(db), published, options);
      if (!found) continue;
      roots++;
      leaves += found.computed?.leaves.length ?? 0;
      const { vault, epoch, root } = published;
      if (!found.agrees)
        findings.add(`epoch ${epoch} of eip155:${vault.chain} ${vault.address}, ${root}: ${found.detail}`);
    }
  } finally {
    await db.query('ROLLBACK');
  }
  return findings.result('published payout roots are what the ledger says', `${roots} roots with ${leaves} leaves`);
}
