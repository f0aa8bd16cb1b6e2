import { homeChain, type AssetId } from '../../domain/ids.js';
import type { ClosableTotals } from '../../domain/ledger/division.js';
import { scaledDue } from '../../domain/ledger/entitlement.js';
import type { Role } from '../../domain/vocabulary.js';
import { type Queryable, toNumber } from '../queryable.js';
import { grouped, purseKey, type EntitlementBook } from './book.js';
import type { HoldingTimeline } from './holdings.js';
import { assetMarkKey, hasGrown, rulesAt, toTotals, type TotalsRecord } from './rules.js';
import type { Purse } from './types.js';

/** How far each vault is settled, and through which mark rule changes of each home chain are in its totals. */
export class SettledMarks {
  private readonly settled = new Map<string, number>();
  private readonly closed = new Map<string, number>();

  constructor(
    rows: readonly {
      vault_chain_id: string;
      vault: string;
      settled_to_s: string;
      chain_id: string | null;
      closed_to_s: string | null;
    }[],
  ) {
    for (const row of rows) {
      const vault = `${row.vault_chain_id}|${row.vault}`;
      this.settled.set(vault, toNumber(row.settled_to_s));
      if (row.chain_id !== null) this.closed.set(`${vault}|${row.chain_id}`, toNumber(row.closed_to_s!));
    }
  }

  /** Mark through which the vault's transit is settled; undefined where nothing ever was. */
  ofVault({ vaultChainId, vault }: Pick<Purse, 'vaultChainId' | 'vault'>): number | undefined {
    return this.settled.get(`${vaultChainId}|${vault}`);
  }

  /** Mark at which the asset's rules divide what its settled totals have grown by since their last closing. */
  ofAsset(purse: Pick<Purse, 'vaultChainId' | 'vault'>, assetId: string): number {
    const key = `${purse.vaultChainId}|${purse.vault}|${homeChain(assetId as AssetId)}`;
    return this.closed.get(key) ?? this.ofVault(purse) ?? 0;
  }
}

export async function settledMarks(db: Queryable): Promise<SettledMarks> {
  return new SettledMarks(
    await db.query(
      `SELECT s.vault_chain_id, s.vault, s.settled_to_s, c.chain_id, c.closed_to_s
       FROM ledger.settlement s LEFT JOIN ledger.settlement_closing c USING (vault_chain_id, vault)`,
    ),
  );
}

/** A settled total of an asset, to be asked for at a mark. */
interface SettledKey extends Purse {
  readonly assetId: string;
}

/** Settled totals there are of some assets, in any vault. */
export async function settledKeys(db: Queryable, assetIds: readonly string[]): Promise<SettledKey[]> {
  if (assetIds.length === 0) return [];
  const rows = await db.query<{ asset_id: string; vault_chain_id: string; vault: string; token: string }>(
    `SELECT asset_id, vault_chain_id, vault, token FROM ledger.settled_total WHERE asset_id = ANY($1)`,
    [assetIds],
  );
  return rows.map((row) => ({
    assetId: row.asset_id,
    vaultChainId: toNumber(row.vault_chain_id),
    vault: row.vault,
    token: row.token,
  }));
}

/** A settled total at the mark that counts where `j`-th of the marks is asked for. */
interface Wanted {
  readonly key: SettledKey;
  readonly mark_s: number;
  readonly j: number;
}

/**
 * Adds what was due at each mark from money that crossed chains: one book for each mark. A mark past the
 * settled one stands for that.
 */
export async function addSettledAt(
  db: Queryable,
  contributor: string,
  keys: readonly SettledKey[],
  timeline: HoldingTimeline,
  marks: readonly number[],
  books: readonly EntitlementBook[],
): Promise<void> {
  if (keys.length === 0) return;
  const settledTo = await settledMarks(db);
  const wanted: Wanted[] = keys.flatMap((key) =>
    marks.map((mark_s, j) => ({ key, mark_s: Math.min(mark_s, settledTo.ofAsset(key, key.assetId)), j })),
  );
  const totals = await settledTotalsAt(db, wanted);
  const grown = wanted.filter((_, i) => totals[i] && hasGrown(totals[i]));
  const rules = await rulesAt(
    db,
    grown.map(({ key, mark_s }) => ({ assetId: key.assetId, mark_s })),
  );
  const offsets = await settledOffsets(db, contributor, keys);
  wanted.forEach(({ key, mark_s, j }, i) => {
    const asOf = totals[i];
    if (!asOf) return;
    const division = rules.get(assetMarkKey({ assetId: key.assetId, mark_s })) ?? { splitPpm: null, poolShares: [] };
    for (const { role, shares } of timeline.at(key.assetId, mark_s)) {
      const offset = offsets(key, role, mark_s);
      books[j]!.add({ ...key, role }, 'settled', scaledDue({ role, shares, offset }, asOf, division));
    }
  });
}

/** By index of `wanted`; undefined where nothing was settled yet. */
async function settledTotalsAt(db: Queryable, wanted: readonly Wanted[]): Promise<(ClosableTotals | undefined)[]> {
  const rows = await db.query<TotalsRecord & { i: string }>(
    `SELECT w.i, t.total1::text AS total1, t.total2::text AS total2, a.closed1::text AS closed1,
            a.closed2::text AS closed2, a.accumulated::text[] AS accumulated
     FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[]) WITH ORDINALITY
       AS w(asset_id, vault_chain_id, vault, token, mark_s, i)
     CROSS JOIN LATERAL (
       SELECT total1, total2 FROM ledger.settled_total_at h
       WHERE h.asset_id = w.asset_id AND h.vault_chain_id = w.vault_chain_id AND h.vault = w.vault
         AND h.token = w.token AND h.mark_s <= w.mark_s
       ORDER BY h.mark_s DESC LIMIT 1) t
     LEFT JOIN LATERAL (
       SELECT closed1, closed2, accumulated FROM ledger.settled_accumulated_history h
       WHERE h.asset_id = w.asset_id AND h.vault_chain_id = w.vault_chain_id AND h.vault = w.vault
         AND h.token = w.token AND h.mark_s <= w.mark_s
       ORDER BY h.mark_s DESC LIMIT 1) a ON true`,
    [
      wanted.map(({ key }) => key.assetId),
      wanted.map(({ key }) => key.vaultChainId),
      wanted.map(({ key }) => key.vault),
      wanted.map(({ key }) => key.token),
      wanted.map(({ mark_s }) => mark_s),
    ],
  );
  const totals = new Array<ClosableTotals | undefined>(wanted.length).fill(undefined);
  for (const row of rows) totals[Number(row.i) - 1] = toTotals(row);
  return totals;
}

type OffsetLookup = (key: SettledKey, role: Role, mark_s: number) => bigint;

/** A contributor's settled offsets: the latest row at or before a mark, 0 where there is none. */
async function settledOffsets(db: Queryable, contributor: string, keys: readonly SettledKey[]): Promise<OffsetLookup> {
  const rows = await db.query<{
    asset_id: string;
    role: Role;
    vault_chain_id: string;
    vault: string;
    token: string;
    mark_s: string;
    offset_scaled: string;
  }>(
    `SELECT asset_id, role, vault_chain_id, vault, token, mark_s, offset_scaled::text AS offset_scaled
     FROM ledger.settled_share_offset WHERE contributor = $1 AND asset_id = ANY($2) ORDER BY mark_s`,
    [contributor, [...new Set(keys.map(({ assetId }) => assetId))]],
  );
  const keyOf = (key: SettledKey, role: Role): string => `${purseKey(key)}|${key.assetId}|${role}`;
  const byHolding = grouped(rows, (row) =>
    keyOf(
      { assetId: row.asset_id, vaultChainId: toNumber(row.vault_chain_id), vault: row.vault, token: row.token },
      row.role,
    ),
  );
  return (key, role, mark_s) => {
    const row = byHolding.get(keyOf(key, role))?.findLast((candidate) => toNumber(candidate.mark_s) <= mark_s);
    return row ? BigInt(row.offset_scaled) : 0n;
  };
}
