import { chainId } from '../../domain/ids.js';
import { SettlingSchedule } from '../../domain/settlement/settling-chains.js';
import { LIVE } from '../../fold/chain-tables.js';
import { type Queryable, toNumber, toNumberOrNull } from '../queryable.js';
import { settlingBy } from './under-way.js';

/**
 * When money that crosses arrives, by the configuration that the settlement was made with; undefined where none was.
 * @param fold the schema of the settlement's checkpoints
 */
export async function settlingSchedule(db: Queryable, fold = LIVE.fold): Promise<SettlingSchedule | undefined> {
  const rows = await db.query<{ chain: string; from_s: string; until_s: string | null; interval_s: number }>(
    settlingBy(fold),
  );
  if (rows.length === 0) return undefined;
  const chains = rows.map(({ chain, from_s, until_s }) => ({
    id: chainId(toNumber(chain)),
    settles: { from_s: toNumber(from_s), until_s: toNumberOrNull(until_s) ?? undefined },
  }));
  return new SettlingSchedule(chains, rows[0]!.interval_s);
}
