import { homeChain, type AssetId, type ChainId } from '../../domain/ids.js';
import { planOf } from '../../domain/ledger/plans.js';
import type { Operation } from '../../domain/vocabulary.js';
import type { Plan } from '../../domain/waterfall/plan.js';
import { runWaterfall } from '../../domain/waterfall/run.js';
import { nameOf } from '../../fold/dictionary.js';
import { purseKey } from '../entitlements/book.js';
import { lineageAbove } from '../entitlements/explain/lineage-timeline.js';
import type { Purse } from '../entitlements/types.js';
import type { Queryable } from '../queryable.js';
import type { Weights } from './operation-split.js';

/** Of one whole: what of a usage's net reaches an asset. */
const WHOLE = 10n ** 18n;

type WeightKey = Purse & { readonly assetId: string };
type MutableWeights = Map<Operation, bigint>;

/** What usages have brought assets on their own chains, by vault, token, operation and piece of time. */
export class OperationWeights {
  private readonly reached = new Map<string, MutableWeights[]>();
  private readonly used = new Map<string, MutableWeights[]>();

  /** By usages of the asset and of everything below it: by the index of the mark that ends the piece. */
  reaching(key: WeightKey): readonly (Weights | undefined)[] {
    return this.reached.get(keyText(key)) ?? [];
  }

  /** By usages of the asset itself alone. */
  using(key: WeightKey): readonly (Weights | undefined)[] {
    return this.used.get(keyText(key)) ?? [];
  }

  add(key: WeightKey, piece: number, operation: Operation, reached: bigint, isUsed: boolean): void {
    for (const weights of isUsed ? [this.reached, this.used] : [this.reached]) {
      const text = keyText(key);
      const pieces = weights.get(text) ?? [];
      weights.set(text, pieces);
      const piecesWeights = (pieces[piece] ??= new Map());
      piecesWeights.set(operation, (piecesWeights.get(operation) ?? 0n) + reached);
    }
  }
}

const keyText = (key: WeightKey): string => `${purseKey(key)}|${key.assetId}`;

/** @param marks ascending */
export async function operationWeights(
  db: Queryable,
  assetIds: readonly string[],
  marks: readonly number[],
): Promise<OperationWeights> {
  const weights = new OperationWeights();
  for (const chain of new Set(assetIds.map((id) => homeChain(id as AssetId)))) {
    const mine = assetIds.filter((id) => homeChain(id as AssetId) === chain);
    await addChain(db, chain, new Set(mine), marks, weights);
  }
  return weights;
}

interface NetRecord {
  asset_id: AssetId;
  vault: string;
  token: string;
  operation: Operation;
  b: number;
  net: string;
}

/**
 * Lets what usages came to run upward by the links of their time: pieces end wherever a link changed, so what is found
 * does not depend on the marks asked for.
 */
async function addChain(
  db: Queryable,
  chain: ChainId,
  wanted: ReadonlySet<string>,
  marks: readonly number[],
  weights: OperationWeights,
): Promise<void> {
  const [first_s, last_s] = [marks[0]!, marks.at(-1)!];
  const used = await withDescendants(db, chain, [...wanted]);
  const lineage = await lineageAbove(db, chain, used, last_s);
  const changes = lineage.changes_s.filter((time_s) => time_s > first_s && time_s < last_s);
  const ends = [...new Set([...marks, ...changes])].sort((a, b) => a - b);
  const shares = new WeakMap<Plan, ReadonlyMap<string, bigint>>();
  let piece = 0;
  const pieceOf = ends.map((end_s) => (marks[piece]! < end_s ? ++piece : piece));
  for (const { asset_id, vault, token, operation, b, net } of await netRevenue(db, chain, used, ends)) {
    const plan = planOf(asset_id, chain, lineage.before(ends[b]!));
    let reach = shares.get(plan);
    if (!reach) shares.set(plan, (reach = reachOf(plan, asset_id, wanted)));
    for (const [assetId, share] of reach) {
      const key = { vaultChainId: chain, vault, token, assetId };
      weights.add(key, pieceOf[b]!, operation, BigInt(net) * share, assetId === asset_id);
    }
  }
}

function reachOf(plan: Plan, used: AssetId, wanted: ReadonlySet<string>): Map<string, bigint> {
  const run = runWaterfall(plan, [[plan.indexOf.get(used)!, WHOLE]]);
  const reach = new Map<string, bigint>();
  plan.assets.forEach(({ assetId }, index) => {
    const share = run.kept[index]! + run.direct[index]!;
    if (share > 0n && wanted.has(assetId)) reach.set(assetId, share);
  });
  return reach;
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

/** What was divided of usages of some assets, by the piece of time that ends with each mark. */
function netRevenue(
  db: Queryable,
  chain: ChainId,
  assetIds: readonly string[],
  ends: readonly number[],
): Promise<NetRecord[]> {
  return db.query<NetRecord>(
    `SELECT ${nameOf('g.asset_id')} AS asset_id, ${nameOf('g.vault')} AS vault, ${nameOf('g.token')} AS token, operation, b,
       net::text AS net
     FROM (
       SELECT r.asset_id, r.vault, r.token, r.operation, width_bucket(r.mark_s - 1, $3::bigint[]) AS b,
         sum(r.gross - r.fee) AS net
       FROM ledger.revenue r
       WHERE r.chain_id = $1 AND r.settlement = 'VAULT' AND r.mark_s > $4 AND r.mark_s <= $5
         AND r.asset_id IN (SELECT id FROM fold.name WHERE name = ANY($2))
       GROUP BY 1, 2, 3, 4, 5) g`,
    [chain, assetIds, ends, ends[0], ends.at(-1)],
  );
}
