import { type Queryable, toNumber } from '../../queryable.js';
import type { Role } from '../../../domain/vocabulary.js';
import type { ExplainQuestion } from '../types.js';
import { attoOf } from './decimal.js';
import type { Part } from './local-parts.js';

type PaidKind = 'UPHELD' | 'DIRECT' | 'REWARD';

/**
 * What the contributor got with the asset beside the waterfall, interval by interval: what upheld disputes
 * gave them, what other protocols paid them directly, and rewards of tasks.
 */
export async function paidParts(db: Queryable, question: ExplainQuestion): Promise<Part[]> {
  const { contributor, assetId, tokenChainId, token, from_s, to_s } = question;
  const rows = await db.query<{
    kind: PaidKind;
    role: Role;
    payer: string;
    task: string | null;
    mark_s: string;
    amount: string;
  }>(
    `SELECT kind, role, payer, task, mark_s, amount::text AS amount FROM (
       SELECT 'UPHELD' AS kind, 'OWNER' AS role, vault AS payer, NULL AS task, chain_id, beneficiary AS who, asset_id, token,
         mark_s, amount FROM ledger.upheld_earning
       UNION ALL SELECT 'UPHELD', 'OWNER', vault, NULL, vault_chain_id, beneficiary, asset_id, token, mark_s, amount
         FROM ledger.settled_upheld_earning
       UNION ALL SELECT 'DIRECT', role, vault, NULL, chain_id, beneficiary, asset_id, token, mark_s, amount
         FROM ledger.direct_earning
       UNION ALL SELECT 'REWARD', role, task_contract, part || ' ' || task, chain_id, contributor, asset_id, token, mark_s,
         amount FROM ledger.reward
     ) paid WHERE who = $1 AND asset_id = $2 AND chain_id = $3 AND token = $4 AND mark_s > $5 AND mark_s <= $6
     ORDER BY mark_s DESC, kind, payer, task`,
    [contributor, assetId, tokenChainId, token, from_s, to_s],
  );
  return rows.map(({ kind, role, payer, task, mark_s, amount }) => ({
    kind,
    usagePosition: null,
    role,
    time_s: toNumber(mark_s),
    assetKept: 0n,
    amount: attoOf(BigInt(amount)),
    note: noteOf(kind, payer, task),
  }));
}

function noteOf(kind: PaidKind, payer: string, task: string | null): string {
  switch (kind) {
    case 'UPHELD':
      return `Given by an upheld dispute, out of what had waited in vault ${payer}, in the interval that ends here.`;
    case 'DIRECT':
      return `Paid by ${payer} itself in the interval that ends here; nothing of it was ever owed by this ledger.`;
    case 'REWARD': {
      const [part, ...id] = task!.split(' ');
      return `${part === 'BASE' ? 'Base' : 'Bonus'} rewards of task ${id.join(' ')} of ${payer} in the interval that ends here.`;
    }
  }
}
