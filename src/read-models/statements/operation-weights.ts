import { homeChain, type AssetId, type ChainId } from '../../domain/ids.js';
import { chunks } from '../../fold/chunks.js';
import { idOf, nameOf } from '../../fold/dictionary.js';
import type { Operation } from '../../domain/vocabulary.js';
import { ahead } from '../ahead.js';
import { purseKey } from '../entitlements/book.js';
import { lineageAbove } from '../entitlements/explain/lineage-timeline.js';
import type { Purse } from '../entitlements/types.js';
import type { Queryable } from '../queryable.js';
import type { EarningAssets } from './earning-assets.js';
import { BY_NAME, type Weights } from './operation-split.js';
import { Reaches } from './reach.js';

/** Assets of which what their usages brought is in memory at once. */
const ASSETS_AT_ONCE = 200;

type WeightKey = Purse & { readonly assetId: string };
type Brought = (bigint | undefined)[];

/** What usages have brought assets, by vault, token, operation and piece of time. */
class WeightTable {
  private readonly byKey = new Map<string, Brought[]>();

  of(key: WeightKey): readonly Weights[] {
    return this.byKey.get(keyText(key)) ?? [];
  }

  /** By the index of the mark that ends the piece, to be added to. */
  by(key: WeightKey, operation: Operation): Brought {
    const text = keyText(key);
    let brought = this.byKey.get(text);
    if (!brought) this.byKey.set(text, (brought = []));
    return (brought[BY_NAME.indexOf(operation)] ??= []);
  }
}

const keyText = (key: WeightKey): string => `${purseKey(key)}|${key.assetId}`;

/** What usages have brought assets on their own chains. */
export class OperationWeights {
  /** By usages of the asset and of everything below it. */
  readonly reached = new WeightTable();
  /** By usages of the asset itself alone. */
  readonly used = new WeightTable();

  /** Of what a line of this origin was paid by: by {@link BY_NAME}, then by the index of the mark that ends a piece. */
  of(key: WeightKey, origin: 'SHARES' | 'EXECUTOR'): readonly Weights[] {
    return (origin === 'SHARES' ? this.reached : this.used).of(key);
  }
}

/** @param marks ascending */
export async function operationWeights(
  db: Queryable,
  { held, executed }: EarningAssets,
  marks: readonly number[],
): Promise<OperationWeights> {
  const weights = new OperationWeights();
  const chainOf = (id: string): ChainId => homeChain(id as AssetId);
  for (const chain of new Set([...held, ...executed].map(chainOf))) {
    const here = (assetIds: readonly string[]): string[] => assetIds.filter((id) => chainOf(id) === chain);
    await addChain(db, chain, { held: here(held), executed: here(executed) }, marks, weights);
  }
  return weights;
}

/**
 * Lets what usages came to run upward by the links of their time: pieces end wherever a link changed, so what is found
 * does not depend on the marks asked for.
 */
async function addChain(
  db: Queryable,
  chain: ChainId,
  { held, executed }: EarningAssets,
  marks: readonly number[],
  { reached, used }: OperationWeights,
): Promise<void> {
  const [first_s, last_s] = [marks[0]!, marks.at(-1)!];
  const [holds, executes] = [new Set(held), new Set(executed)];
  const usable = [...new Set([...(await withDescendants(db, chain, held)), ...executed])];
  const lineage = await lineageAbove(db, chain, usable, last_s);
  const changes = lineage.changes_s.filter((time_s) => time_s > first_s && time_s < last_s);
  const ends = [...new Set([...marks, ...changes])].sort((a, b) => a - b);
  let piece = 0;
  const pieceOf = ends.map((end_s) => (marks[piece]! < end_s ? ++piece : piece));
  const reaches = new Reaches(chain, lineage, ends, new Set([...held, ...executed]));
  const ask = (assetIds: readonly string[]): Promise<NetRecord[]> => netRevenue(db, chain, assetIds, ends);
  for await (const rows of ahead([...chunks(usable, ASSETS_AT_ONCE)], ask)) {
    for (const { asset_id, vault, token, operation, b, net } of rows) {
      const key = (assetId: string): WeightKey => ({ vaultChainId: chain, vault, token, assetId });
      const units = net.split(' ').map(BigInt);
      for (const { from, to, assetId, share } of reaches.of(asset_id, b)) {
        const tables = holds.has(assetId) ? [reached] : [];
        if (assetId === asset_id && executes.has(assetId)) tables.push(used);
        for (const brought of tables.map((table) => table.by(key(assetId), operation))) {
          for (let i = from; i < to; i++) {
            const at = pieceOf[b[i]!]!;
            brought[at] = (brought[at] ?? 0n) + units[i]! * share;
          }
        }
      }
    }
  }
}

/** Assets and everything below them on their chain. */
async function withDescendants(db: Queryable, chain: ChainId, assetIds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ asset_id: string }>(
    `WITH RECURSIVE down(asset_id) AS (
       SELECT unnest($2::text[]) COLLATE "C" UNION
       SELECT e.child FROM down JOIN ledger.lineage_edge e ON e.chain_id = $1 AND e.parent = down.asset_id)
     SELECT asset_id FROM down`,
    [chain, assetIds],
  );
  return rows.map(({ asset_id }) => asset_id);
}

/** What was divided of usages of an asset in one vault and token by one operation. */
interface NetRecord {
  asset_id: AssetId;
  vault: string;
  token: string;
  operation: Operation;
  /** Indexes of the marks that end pieces of time, ascending; and what it was in each. */
  b: number[];
  net: string;
}

/** What was divided of usages of some assets, by the piece of time that ends with each mark: asset by asset. */
function netRevenue(
  db: Queryable,
  chain: ChainId,
  assetIds: readonly string[],
  ends: readonly number[],
): Promise<NetRecord[]> {
  return db.query<NetRecord>(
    `SELECT a.asset_id, ${nameOf('g.vault')} AS vault, ${nameOf('g.token')} AS token, operation, b, net
     FROM (SELECT asset_id, ${idOf('asset_id')} AS id FROM unnest($2::text[]) AS asset_id) a
     CROSS JOIN LATERAL (
       SELECT vault, token, operation, array_agg(b ORDER BY b) AS b, string_agg(net::text, ' ' ORDER BY b) AS net
       FROM (
         SELECT r.vault, r.token, r.operation, width_bucket(r.mark_s - 1, $3::bigint[]) AS b, sum(r.gross - r.fee) AS net
         FROM ledger.revenue r
         WHERE r.chain_id = $1 AND r.settlement = 'VAULT' AND r.mark_s > $4 AND r.mark_s <= $5 AND r.asset_id = a.id
         GROUP BY 1, 2, 3, 4) pieces
       GROUP BY 1, 2, 3) g`,
    [chain, assetIds, ends, ends[0], ends.at(-1)],
  );
}
