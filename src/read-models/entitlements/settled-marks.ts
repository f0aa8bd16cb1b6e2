import { homeChain, type AssetId } from '../../domain/ids.js';
import { closedMarks } from '../chains/moments.js';
import { type Queryable, toNumber } from '../queryable.js';
import type { Purse } from './types.js';

type VaultKey = Pick<Purse, 'vaultChainId' | 'vault'>;

interface MarkRecord {
  vault_chain_id: string;
  vault: string;
  settled_to_s: string;
  chain_id: string | null;
  closed_to_s: string | null;
}

/** How far each vault is settled, and through which mark rule changes of each home chain are in its totals. */
export class SettledMarks {
  private readonly settled = new Map<string, number>();
  private readonly closed = new Map<string, number>();

  constructor(rows: readonly MarkRecord[]) {
    for (const row of rows) {
      const vault = `${row.vault_chain_id}|${row.vault}`;
      this.settled.set(vault, toNumber(row.settled_to_s));
      if (row.chain_id !== null) this.closed.set(`${vault}|${row.chain_id}`, toNumber(row.closed_to_s!));
    }
  }

  /** Mark through which the vault's transit is settled; undefined where nothing ever was. */
  ofVault({ vaultChainId, vault }: VaultKey): number | undefined {
    return this.settled.get(`${vaultChainId}|${vault}`);
  }

  /** Mark at which the asset's rules divide what its settled totals have grown by since their last closing. */
  ofAsset(purse: VaultKey, assetId: string): number {
    const key = `${purse.vaultChainId}|${purse.vault}|${homeChain(assetId as AssetId)}`;
    return this.closed.get(key) ?? this.ofVault(purse) ?? 0;
  }
}

export async function settledMarks(db: Queryable): Promise<SettledMarks> {
  return new SettledMarks(
    await db.query<MarkRecord>(
      `SELECT s.vault_chain_id, s.vault, s.settled_to_s, c.chain_id, c.closed_to_s
       FROM ledger.settlement s LEFT JOIN ledger.settlement_closing c USING (vault_chain_id, vault)`,
    ),
  );
}

/** The mark up to which what is accrued in a vault cannot change any more. */
export async function finalMarks(db: Queryable): Promise<(purse: Purse) => number> {
  const settledTo = await settledMarks(db);
  const closed = await closedMarks(db);
  return (purse) => settledTo.ofVault(purse) ?? closed.get(purse.vaultChainId) ?? 0;
}
