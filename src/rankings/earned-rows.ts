import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ChainId } from '../domain/ids.js';
import type { AmountsSink } from '../payouts/accrued.js';

/** What each contributor has earned of each token, in sum, as {@link EarnedRows} were gathered in the same transaction. */
export const EARNED = `SELECT token, contributor, sum(amount) AS amount, sum(direct) AS direct
  FROM pg_temp.earned GROUP BY token, contributor HAVING sum(amount) <> 0`;

/**
 * What contributors have earned, each amount as it was found, in a temporary table until the transaction ends: they are
 * too many for the memory of a process that does other things beside.
 */
export class EarnedRows implements AmountsSink {
  private lines: string[] = [];

  private constructor(private readonly db: pg.ClientBase) {}

  static async create(db: pg.ClientBase): Promise<EarnedRows> {
    await db.query(
      'CREATE TEMPORARY TABLE earned (token text, contributor text, amount numeric, direct numeric) ON COMMIT DROP',
    );
    return new EarnedRows(db);
  }

  /** Adds what other protocols and sponsors of tasks have paid by themselves before the mark. */
  async addPaidDirectly(chain: ChainId, mark_s: number): Promise<void> {
    await this.db.query(
      `INSERT INTO pg_temp.earned (token, contributor, amount, direct)
       SELECT token, contributor, sum(amount), sum(amount) FROM (
         SELECT beneficiary AS contributor, token, amount FROM ledger.direct_earning WHERE chain_id = $1 AND mark_s <= $2
         UNION ALL SELECT contributor, token, amount FROM ledger.reward WHERE chain_id = $1 AND mark_s <= $2
       ) AS paid GROUP BY token, contributor`,
      [chain, mark_s],
    );
  }

  add(token: string, contributor: string, amount: bigint): void {
    if (amount !== 0n) this.lines.push(`${token}\t${contributor}\t${amount}\t0\n`);
  }

  async flush(): Promise<void> {
    const { lines } = this;
    this.lines = [];
    if (lines.length === 0) return;
    await pipeline(Readable.from([lines.join('')]), this.db.query(copyFrom('COPY pg_temp.earned FROM STDIN')));
  }
}
