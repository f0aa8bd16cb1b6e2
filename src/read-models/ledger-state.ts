import type { ChainId } from '../domain/ids.js';
import type { RevenueRow } from '../domain/ledger/revenue-rows.js';
import type { AssetRow, History, Keyed, LedgerState, LinkHistoryRow, Sums } from '../domain/ledger/state.js';
import type { PriceList } from '../domain/value/price-list.js';
import type { AnyRow, AnyTable } from '../fold/table.js';
import type { KeyedTable } from '../fold/keyed-table.js';
import type { WorkingSet } from '../fold/working-set.js';
import {
  ASSET,
  ASSET_VERSION,
  DISPUTE,
  LICENSE,
  OWNER_HISTORY,
  STATUS_HISTORY,
  TERMS_HISTORY,
} from './assets/tables.js';
import {
  ACCOUNT,
  POOL_HISTORY,
  SHARE,
  SHARE_HISTORY,
  SPLIT_ANNOUNCEMENT,
  SPLIT_HISTORY,
} from './contributors/tables.js';
import {
  ACCUMULATED_HISTORY,
  DIRECT_EARNING,
  EXECUTOR_EARNING,
  POSTING,
  RUNNING_TOTAL,
  RUNNING_TOTAL_AT,
  SUSPENSE,
  TRANSIT,
  UPHELD_EARNING,
} from './earnings/tables.js';
import { LINEAGE_EDGE, LINK_HISTORY, type LineageEdgeRow } from './lineage/tables.js';
import { CLAIM, PAYOUT_ROOT, PAYOUT_VAULT } from './payouts/tables.js';
import { CONTRIBUTION, REWARD, TASK, TASK_TOKEN } from './tasks/tables.js';
import { TOKEN, TOKEN_HISTORY, TOKEN_VALUE } from './tokens/tables.js';
import { ANOMALY, ASSET_ACTIVITY, FEE, FEE_HISTORY, HELD_USAGE, REVENUE, USAGE } from './usages/tables.js';

/** The domain's state of one chain, over a working set. Rows that the API wants beside it are derived here. */
export function ledgerState(set: WorkingSet, chain: ChainId, interval_s: number, prices: PriceList): LedgerState {
  const keyed = (table: AnyTable): KeyedTable => set.keyed.get(table.name)!;
  const edges = keyed(LINEAGE_EDGE) as unknown as Keyed<AnyRow, AnyRow & LineageEdgeRow>;
  const links = set.histories.get(LINK_HISTORY.name)!;
  const revenue = set.sums.get(REVENUE.name)!;
  const activity = set.sums.get(ASSET_ACTIVITY.name)!;
  const worth = set.sums.get(TOKEN_VALUE.name)!;
  const state = {
    chain,
    interval_s,
    prices,
    assets: keyed(ASSET) as unknown as Keyed<AnyRow, AnyRow & AssetRow>,
    totals: grouped(keyed(RUNNING_TOTAL)),
    totalsAt: set.unread.get(RUNNING_TOTAL_AT.name),
    shares: keyed(SHARE),
    suspense: grouped(keyed(SUSPENSE)),
    fees: keyed(FEE),
    tokens: keyed(TOKEN),
    accounts: keyed(ACCOUNT),
    heldUsages: keyed(HELD_USAGE),
    disputes: keyed(DISPUTE),
    tasks: keyed(TASK),
    taskTokens: keyed(TASK_TOKEN),
    contributions: keyed(CONTRIBUTION),
    payoutRoots: keyed(PAYOUT_ROOT),
    payoutVaults: keyed(PAYOUT_VAULT),
    versions: set.histories.get(ASSET_VERSION.name),
    terms: set.histories.get(TERMS_HISTORY.name),
    splitHistory: set.histories.get(SPLIT_HISTORY.name),
    ownerHistory: set.histories.get(OWNER_HISTORY.name),
    statusHistory: set.histories.get(STATUS_HISTORY.name),
    linkHistory: {
      append(row) {
        links.append(row as unknown as AnyRow);
        edges.put(edgeOf(row) as AnyRow & LineageEdgeRow);
      },
    } satisfies History<LinkHistoryRow>,
    poolHistory: set.histories.get(POOL_HISTORY.name),
    shareHistory: set.histories.get(SHARE_HISTORY.name),
    tokenHistory: set.histories.get(TOKEN_HISTORY.name),
    feeHistory: set.histories.get(FEE_HISTORY.name),
    accumulatedHistory: set.histories.get(ACCUMULATED_HISTORY.name),
    splitAnnouncements: set.histories.get(SPLIT_ANNOUNCEMENT.name),
    licenses: set.histories.get(LICENSE.name),
    claims: set.histories.get(CLAIM.name),
    usages: set.histories.get(USAGE.name),
    anomalies: set.histories.get(ANOMALY.name),
    transit: set.sums.get(TRANSIT.name),
    executors: set.sums.get(EXECUTOR_EARNING.name),
    upheld: set.sums.get(UPHELD_EARNING.name),
    direct: set.sums.get(DIRECT_EARNING.name),
    rewards: set.sums.get(REWARD.name),
    postings: set.sums.get(POSTING.name),
    revenue: {
      add(delta) {
        revenue.add(delta as unknown as AnyRow);
        activity.add({ assetId: delta.assetId, usages: delta.usages });
        const { token, mark_s, gross, unpricedGross, usdE18 } = delta;
        worth.add({ token, mark_s, pricedGross: gross - unpricedGross, usdE18, unpricedGross });
      },
    } satisfies Sums<RevenueRow>,
  };
  return state as unknown as LedgerState;
}

function grouped(table: KeyedTable): unknown {
  return {
    get: (key: AnyRow) => table.get(key),
    put: (row: AnyRow) => table.put(row),
    remove: (key: AnyRow) => table.remove(key),
    slot: (key: AnyRow) => table.slot(key),
    ofAsset: (assetId: string) => table.ofGroup({ assetId }),
  };
}

function edgeOf({ assetId, parent, relation, royaltyPpm, policy, rank, position, time_s }: LinkHistoryRow) {
  return { child: assetId, parent, relation, royaltyPpm, policy, rank, position, time_s };
}
