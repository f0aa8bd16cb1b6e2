import { chainId } from '../../domain/ids.js';
import { SettlingSchedule } from '../../domain/settlement/settling-chains.js';
import { type Queryable, toNumber } from '../queryable.js';
import { SETTLING } from './under-way.js';

/** When money that crosses arrives, by the configuration that the settlement was made with. */
export async function settlingSchedule(db: Queryable): Promise<SettlingSchedule> {
  const rows = await db.query<{ chain: string; from_s: string | null; until_s: string | null; interval_s: number }>(
    SETTLING,
  );
  const time_s = (text: string | null): number | undefined => (text === null ? undefined : toNumber(text));
  const chains = rows.map(({ chain, from_s, until_s }) => {
    return { id: chainId(toNumber(chain)), settles: { from_s: time_s(from_s), until_s: time_s(until_s) } };
  });
  // Where nothing was settled yet, nothing has arrived.
  return new SettlingSchedule(chains, rows[0]?.interval_s ?? 1);
}
