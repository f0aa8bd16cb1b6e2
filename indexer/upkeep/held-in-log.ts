import type pg from 'pg';
import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { TimedBlock } from './timed-block.js';
import type { HeldBlocks } from './last-common.js';

/** Batches whose head was not taken back since: their heads only rise. `$1` is the chain. */
export const STANDING_BATCHES = `(
  SELECT * FROM (
    SELECT *, min(from_block) FILTER (WHERE kind = 'retract') OVER (
      ORDER BY number DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gone_from
    FROM log.batch WHERE chain_id = $1
  ) AS batch WHERE gone_from IS NULL OR head_block < gone_from
)`;

const HELD = `
  SELECT block_number AS number, block_hash AS hash, block_time_s AS time_s
    FROM log.event WHERE chain_id = $1 AND retracted_batch IS NULL
  UNION ALL SELECT head_block, head_hash, head_time_s FROM ${STANDING_BATCHES} AS standing WHERE head_time_s > 0
  UNION ALL SELECT number, hash, time_s FROM log.hot_block WHERE chain_id = $1`;

/** The blocks whose hashes the log of a chain holds: those with events, ends of batches, unfinalized ones. */
export class HeldInLog implements HeldBlocks {
  constructor(
    private readonly client: pg.ClientBase,
    private readonly chain: ChainId,
  ) {}

  atOrBelow(number: number): Promise<TimedBlock | undefined> {
    return this.#find('WHERE number <= $2 ORDER BY number DESC', number);
  }

  lowest(): Promise<TimedBlock | undefined> {
    return this.#find('ORDER BY number');
  }

  async #find(which: string, ...values: number[]): Promise<TimedBlock | undefined> {
    const { rows } = await this.client.query<{ number: string; hash: Buffer; time_s: string }>(
      `SELECT number, hash, time_s FROM (${HELD}) AS held ${which} LIMIT 1`,
      [this.chain, ...values],
    );
    const [row] = rows;
    return (
      row && {
        number: Number(row.number),
        hash: `0x${row.hash.toString('hex')}` as Hex,
        time_s: Number(row.time_s),
      }
    );
  }
}
