import type pg from 'pg';
import type { Address, AssetId } from '../domain/ids.js';
import type { SettlingSchedule } from '../domain/settlement/settling-chains.js';
import type { IntervalTransit } from '../domain/settlement/types.js';
import { groupedAs } from '../read-models/grouped.js';
import type { Vault } from './vault-tables.js';

/** Marks with money that one step settles. */
const MARKS_PER_STEP = 500;

export interface TransitPage {
  /** By the mark at which it arrives. */
  readonly transit: ReadonlyMap<number, readonly IntervalTransit[]>;
  /** Through which mark this is everything. */
  readonly end_s: number;
  /** Whether the page ends before it should, for it to be of bounded size or because a chain begins to settle. */
  readonly more: boolean;
}

/** Reads the money of one vault that crosses chains, piece by piece. */
export class TransitReader {
  constructor(
    private readonly db: pg.ClientBase,
    private readonly schema: string,
    private readonly schedule: SettlingSchedule,
    private readonly vault: Vault,
  ) {}

  /**
   * What arrives at the next marks after `from_s` and up to `to_s`. A page ends where a chain begins to settle: what
   * waited for it, from further borders too, is in the tables once everything before is settled.
   */
  async page(from_s: number, to_s: number): Promise<TransitPage> {
    const until_s = Math.min(to_s, this.schedule.nextBeginning(from_s));
    const marks = await this.marks(from_s, until_s);
    const isFull = marks.length === MARKS_PER_STEP;
    const end_s = isFull ? marks.at(-1)! : until_s;
    const arriving = await this.sent(from_s, end_s);
    const first_s = from_s + this.schedule.interval_s;
    if (first_s <= end_s) for (const row of await this.waiting(from_s)) arriving.push([first_s, row]);
    const transit = groupedAs(
      arriving,
      ([mark_s]) => mark_s,
      ([, row]) => row,
    );
    return { transit, end_s, more: isFull || until_s < to_s };
  }

  private async marks(from_s: number, to_s: number): Promise<number[]> {
    const { rows } = await this.db.query<{ mark_s: string }>(
      `SELECT DISTINCT mark_s FROM ${this.schema}.transit
       WHERE chain_id = $1 AND vault = $2 AND mark_s > $3 AND mark_s <= $4 ORDER BY mark_s LIMIT ${MARKS_PER_STEP}`,
      [this.vault.chain, this.vault.address, from_s, to_s],
    );
    return rows.map(({ mark_s }) => Number(mark_s));
  }

  private async sent(from_s: number, to_s: number): Promise<[number, IntervalTransit][]> {
    const { rows } = await this.db.query<Row>(
      `SELECT mark_s, asset_id, usage_contract, token, executor, amount, 1 AS hop FROM ${this.schema}.transit
       WHERE chain_id = $1 AND vault = $2 AND mark_s > $3 AND mark_s <= $4`,
      [this.vault.chain, this.vault.address, from_s, to_s],
    );
    return rows.map((row) => [Number(row.mark_s), transitOf(row)]);
  }

  /** What was sent by `mark_s` to chains that begin to settle there, over whatever border. */
  private async waiting(mark_s: number): Promise<IntervalTransit[]> {
    const beginning = mark_s > 0 ? this.schedule.beginAt(mark_s) : [];
    if (beginning.length === 0) return [];
    const isSentThere = `mark_s <= $3 AND split_part(split_part(asset_id, '/', 1), ':', 2) = ANY ($4)`;
    const { rows } = await this.db.query<Row>(
      `SELECT asset_id, usage_contract, token, executor, amount, 1 AS hop FROM ${this.schema}.transit
       WHERE chain_id = $1 AND vault = $2 AND ${isSentThere}
       UNION ALL
       SELECT asset_id, usage_contract, token, '', amount, hop FROM ${this.schema}.settled_transit
       WHERE vault_chain_id = $1 AND vault = $2 AND ${isSentThere}`,
      [this.vault.chain, this.vault.address, mark_s, beginning.map(String)],
    );
    return rows.map(transitOf);
  }
}

interface Row {
  readonly mark_s: string;
  readonly asset_id: AssetId;
  readonly usage_contract: Address;
  readonly token: Address;
  readonly executor: Address | '';
  readonly amount: string;
  readonly hop: number;
}

function transitOf(row: Row): IntervalTransit {
  return {
    hop: row.hop,
    assetId: row.asset_id,
    usageContract: row.usage_contract,
    token: row.token,
    executor: row.executor || null,
    amount: BigInt(row.amount),
  };
}
