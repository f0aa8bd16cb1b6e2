import { homeChain, type AssetId, type ChainId } from '../../domain/ids.js';
import { SettlingSchedule } from '../../domain/settlement/settling-chains.js';
import type { Operation } from '../../domain/vocabulary.js';
import { chunks } from '../../fold/chunks.js';
import { idOf, nameOf } from '../../fold/dictionary.js';
import { ahead } from '../ahead.js';
import { lineageAbove } from '../entitlements/explain/lineage-timeline.js';
import { type Queryable, toNumber } from '../queryable.js';
import { settlingSchedule } from '../settled/schedule.js';
import { CrossedReaches } from './crossed-reach.js';
import type { EarningAssets } from './earning-assets.js';
import { BY_NAME, type Weights } from './operation-split.js';
import { type Arrivals, AT_ONCE, Reaches, WHOLE } from './reach.js';
import { WeightTable, type WeightKey } from './weight-table.js';

/** Assets of which what their usages brought is asked for at once. */
const ASSETS_AT_ONCE = 200;

/** By what a line was earned, as far as usages brought it. */
export type UsedOrigin = 'SHARES' | 'EXECUTOR';

/** What usages have brought assets, interval by interval: money that stayed on its chain, and money that crossed. */
export class OperationWeights {
  private readonly tables = {
    SHARES: { stayed: new WeightTable(), crossed: new WeightTable() },
    EXECUTOR: { stayed: new WeightTable(), crossed: new WeightTable() },
  };

  table(origin: UsedOrigin, isCrossed: boolean): WeightTable {
    return this.tables[origin][isCrossed ? 'crossed' : 'stayed'];
  }

  /** What a line of this origin was paid by in the interval that a mark ends. */
  of(
    key: WeightKey,
    origin: UsedOrigin,
  ): { stayed: (mark_s: number) => Weights; crossed: (mark_s: number) => Weights } {
    return { stayed: this.table(origin, false).at(key), crossed: this.table(origin, true).at(key) };
  }
}

/**
 * Lets what usages came to run upward by the links at the end of their interval, over borders too: there as it is
 * settled, hop by hop, in the interval in which it arrives.
 * @param last_s the mark up to which
 */
export async function operationWeights(
  db: Queryable,
  { held, executed }: EarningAssets,
  last_s: number,
): Promise<OperationWeights> {
  const weights = new OperationWeights();
  const below = await withDescendants(db, held);
  const reaches = await reachesOf(db, below, new Set(held), last_s);
  const schedule = (await settlingSchedule(db)) ?? NOTHING_ARRIVES;
  const spread = new Spread(weights, reaches, schedule, new Set(executed));
  const usable = [...new Set([...below, ...executed])];
  const ask = (assetIds: readonly string[]): Promise<NetRecord[]> => netRevenue(db, assetIds, last_s);
  for await (const rows of ahead([...chunks(usable, ASSETS_AT_ONCE)], ask)) for (const row of rows) spread.add(row);
  return weights;
}

/** Where nothing was settled yet. */
const NOTHING_ARRIVES = new SettlingSchedule([], 1);

async function reachesOf(
  db: Queryable,
  assetIds: readonly AssetId[],
  held: ReadonlySet<string>,
  last_s: number,
): Promise<Map<ChainId, Reaches>> {
  const reaches = new Map<ChainId, Reaches>();
  for (const chain of new Set(assetIds.map(homeChain))) {
    const here = assetIds.filter((id) => homeChain(id) === chain);
    reaches.set(chain, new Reaches(chain, await lineageAbove(db, chain, here, last_s), held));
  }
  return reaches;
}

/** Spreads what usages of assets came to over those that kept it. */
class Spread {
  private readonly crossed: CrossedReaches;

  constructor(
    private readonly weights: OperationWeights,
    private readonly reaches: ReadonlyMap<ChainId, Reaches>,
    schedule: SettlingSchedule,
    private readonly executed: ReadonlySet<string>,
  ) {
    this.crossed = new CrossedReaches(reaches, schedule);
  }

  add(row: NetRecord): void {
    const used = row.asset_id;
    const brought = broughtBy(row);
    const [isHome, isExecuted] = [homeChain(used) === brought.vaultChainId, this.executed.has(used)];
    if (!isHome) {
      if (isExecuted) this.put(brought, 'EXECUTOR', true, (mark_s) => this.crossed.whole(used, mark_s));
      this.put(brought, 'SHARES', true, (mark_s) => this.crossed.ofSent(used, mark_s));
      return;
    }
    const atOnce = new Map([[AT_ONCE, new Map([[used, WHOLE]])]]);
    if (isExecuted) this.put(brought, 'EXECUTOR', false, () => atOnce);
    const here = this.reaches.get(homeChain(used));
    if (!here) return;
    this.put(brought, 'SHARES', false, (mark_s) => here.at(used, mark_s).stayed);
    if (this.reaches.size === 1) return;
    this.put(brought, 'SHARES', true, (mark_s) => this.crossed.ofLeaving(here.at(used, mark_s).abroad, mark_s));
  }

  private put(
    { vaultChainId, vault, token, operation, marks, nets }: ReturnType<typeof broughtBy>,
    origin: UsedOrigin,
    isCrossed: boolean,
    arrivalsAt: (mark_s: number) => Arrivals,
  ): void {
    const table = this.weights.table(origin, isCrossed);
    for (let from = 0, to = 0; from < marks.length; from = to) {
      const arrivals = arrivalsAt(marks[from]!);
      for (to = from + 1; to < marks.length && arrivalsAt(marks[to]!) === arrivals;) to++;
      for (const [when, parts] of arrivals) {
        const arrived = when === AT_ONCE ? { marks, nets, from, to } : waited(when, nets, from, to);
        for (const [assetId, part] of parts) {
          table.add({ vaultChainId, vault, token, assetId }, { operation, part, ...arrived });
        }
      }
    }
  }
}

function broughtBy({ chain_id, vault, token, operation, marks, net }: NetRecord) {
  return {
    vaultChainId: toNumber(chain_id),
    vault,
    token,
    operation: BY_NAME.indexOf(operation),
    marks: marks.split(' ').map(Number),
    nets: net.split(' ').map(BigInt),
  };
}

/** What was sent in several intervals and arrives in one. */
function waited(arrival_s: number, nets: readonly bigint[], from: number, to: number) {
  const sum = nets.slice(from, to).reduce((all, net) => all + net, 0n);
  return { marks: [arrival_s], nets: [sum], from: 0, to: 1 };
}

/** Assets and everything below them, on whatever chain. */
async function withDescendants(db: Queryable, assetIds: readonly string[]): Promise<AssetId[]> {
  const rows = await db.query<{ asset_id: AssetId }>(
    `WITH RECURSIVE down(asset_id) AS (
       SELECT unnest($1::text[]) COLLATE "C" UNION
       SELECT e.child FROM down JOIN ledger.lineage_edge e ON e.parent = down.asset_id)
     SELECT asset_id FROM down`,
    [assetIds],
  );
  return rows.map(({ asset_id }) => asset_id);
}

/** What was divided, or left its chain, of usages of an asset in one vault and token by one operation. */
interface NetRecord {
  chain_id: string;
  asset_id: AssetId;
  vault: string;
  token: string;
  operation: Operation;
  /** Marks of intervals, ascending; and what it was in each. */
  marks: string;
  net: string;
}

/** What was divided of usages of some assets, on whatever chain they were recorded: asset by asset. */
function netRevenue(db: Queryable, assetIds: readonly string[], last_s: number): Promise<NetRecord[]> {
  return db.query<NetRecord>(
    `SELECT g.chain_id, a.asset_id, ${nameOf('g.vault')} AS vault, ${nameOf('g.token')} AS token, operation, marks, net
     FROM (SELECT asset_id, ${idOf('asset_id')} AS id FROM unnest($1::text[]) AS asset_id) a
     CROSS JOIN LATERAL (
       SELECT chain_id, vault, token, operation, string_agg(mark_s::text, ' ' ORDER BY mark_s) AS marks,
         string_agg(net::text, ' ' ORDER BY mark_s) AS net
       FROM (
         SELECT r.chain_id, r.vault, r.token, r.operation, r.mark_s, sum(r.gross - r.fee) AS net
         FROM ledger.revenue r
         WHERE r.settlement = 'VAULT' AND r.mark_s <= $2 AND r.asset_id = a.id
         GROUP BY 1, 2, 3, 4, 5) pieces
       GROUP BY 1, 2, 3, 4) g`,
    [assetIds, last_s],
  );
}
