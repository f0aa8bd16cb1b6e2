import type pg from 'pg';
import type { Address, ChainId } from '../domain/ids.js';

/** Answers whose treasury a usage contract named at any mark. */
export class FeeBook {
  private readonly contracts = new Map<Address, { time_s: number; treasury: Address }[]>();

  constructor(
    private readonly db: pg.ClientBase,
    private readonly schema: string,
  ) {}

  async load(chain: ChainId): Promise<void> {
    const { rows } = await this.db.query<{ usage_contract: Address; time_s: string; treasury: Address }>(
      `SELECT usage_contract, time_s, treasury FROM ${this.schema}.fee_history WHERE chain_id = $1 ORDER BY position`,
      [chain],
    );
    for (const { usage_contract, time_s, treasury } of rows) {
      const known = this.contracts.get(usage_contract);
      if (known) known.push({ time_s: Number(time_s), treasury });
      else this.contracts.set(usage_contract, [{ time_s: Number(time_s), treasury }]);
    }
  }

  /** The contract itself where it had named nobody: its money must go somewhere that is told apart. */
  treasuryAt(usageContract: Address, mark_s: number): Address {
    return this.contracts.get(usageContract)?.findLast(({ time_s }) => time_s < mark_s)?.treasury ?? usageContract;
  }
}
