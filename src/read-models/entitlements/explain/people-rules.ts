import { homeChain, type AssetId } from '../../../domain/ids.js';
import { ROLE_INDEX, type DivisionRules } from '../../../domain/ledger/division.js';
import type { Role } from '../../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../../queryable.js';
import { assetMarkKey, rulesAt } from '../rules.js';

/** What divided an asset's money among people from a position on. */
export interface PeopleRules extends DivisionRules {
  readonly position: string;
  readonly time_s: number;
  /** What changed; null for the rules at the start. */
  readonly changed: 'SPLIT' | 'POOL' | 'STATUS' | null;
  /** False while what the asset keeps waits in suspense. */
  readonly paysPeople: boolean;
}

interface ChangeRecord {
  position: string;
  time_s: string;
  changed: 'SPLIT' | 'POOL' | 'STATUS';
  split_ppm: string[] | null;
  role: Role | null;
  total_shares: string | null;
  status: string | null;
}

/** An asset's rules from a mark to another, oldest first; the first entry is what held at the start. */
export async function peopleRules(
  db: Queryable,
  assetId: string,
  from_s: number,
  to_s: number,
): Promise<PeopleRules[]> {
  const chain = homeChain(assetId as AssetId);
  const start = (await rulesAt(db, [{ assetId, mark_s: from_s }])).get(assetMarkKey({ assetId, mark_s: from_s }))!;
  const [standing] = await db.query<{
    registered_at: string | null;
    registered_time_s: string | null;
    status: string | null;
  }>(
    `SELECT registered_at, registered_time_s,
       (SELECT status FROM ledger.status_history h WHERE h.chain_id = $2 AND h.asset_id = $1 AND h.time_s < $3
        ORDER BY position DESC LIMIT 1) AS status
     FROM ledger.asset WHERE asset_id = $1 AND chain_id = $2`,
    [assetId, chain, from_s],
  );
  const rows = await db.query<ChangeRecord>(
    `SELECT position, time_s, 'SPLIT' AS changed, split_ppm::text[] AS split_ppm, NULL AS role, NULL AS total_shares,
            NULL AS status
     FROM ledger.split_history WHERE asset_id = $1 AND chain_id = $2 AND time_s >= $3 AND time_s < $4
     UNION ALL
     SELECT position, time_s, 'POOL', NULL, role, total_shares::text, NULL
     FROM ledger.pool_history WHERE asset_id = $1 AND chain_id = $2 AND time_s >= $3 AND time_s < $4
     UNION ALL
     SELECT position, time_s, 'STATUS', NULL, NULL, NULL, status
     FROM ledger.status_history WHERE asset_id = $1 AND chain_id = $2 AND time_s >= $3 AND time_s < $4
     ORDER BY position`,
    [assetId, chain, from_s, to_s],
  );
  const registeredAt = standing?.registered_at ?? null;
  let disputed = standing?.status === 'DISPUTED';
  let rules: PeopleRules = {
    ...start,
    position: '',
    time_s: from_s,
    changed: null,
    paysPeople: registeredAt !== null && toNumber(standing!.registered_time_s!) < from_s && !disputed,
  };
  const all = [rules];
  const changes = withRegistration(rows, registeredAt, standing?.registered_time_s ?? null, from_s, to_s);
  for (const change of changes) {
    if (change.status !== null) disputed = change.status === 'DISPUTED';
    rules = {
      splitPpm: change.split_ppm?.map(Number) ?? rules.splitPpm,
      poolShares: change.role === null ? rules.poolShares : poolsWith(rules.poolShares, change),
      position: change.position,
      time_s: toNumber(change.time_s),
      changed: change.changed,
      paysPeople: registeredAt !== null && registeredAt <= change.position && !disputed,
    };
    all.push(rules);
  }
  return all;
}

/** The registration changes where money goes, as a dispute does. */
function withRegistration(
  rows: readonly ChangeRecord[],
  registeredAt: string | null,
  time_s: string | null,
  from_s: number,
  to_s: number,
): ChangeRecord[] {
  if (registeredAt === null || Number(time_s) < from_s || Number(time_s) >= to_s) return [...rows];
  const registration: ChangeRecord = {
    position: registeredAt,
    time_s: time_s!,
    changed: 'STATUS',
    split_ppm: null,
    role: null,
    total_shares: null,
    status: null,
  };
  return [...rows, registration].sort((a, b) => (a.position < b.position ? -1 : 1));
}

function poolsWith(pools: readonly bigint[], { role, total_shares }: ChangeRecord): bigint[] {
  return pools.with(ROLE_INDEX[role!], BigInt(total_shares!));
}

/** The entry of a list, oldest first, that held just before an event at `position`. */
export function inForceAt<T extends { readonly position: string }>(
  list: readonly T[],
  position: string,
): T | undefined {
  return list.findLast((entry) => entry.position < position);
}
