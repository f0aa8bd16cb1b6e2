import type { PlacedEvent } from '../domain/events/canonical.js';
import { homeChain, type AssetId, type ChainId } from '../domain/ids.js';
import { applyEvent } from '../domain/ledger/apply.js';
import type { AssetRow } from '../domain/ledger/state.js';
import { touchedBy } from '../domain/ledger/touched.js';
import type { AnyRow } from '../fold/codec.js';
import type { KeyedTable } from '../fold/keyed-table.js';
import type { Projection } from '../fold/projection.js';
import type { Store } from '../fold/store.js';
import type { WorkingSet } from '../fold/working-set.js';
import { ASSET } from './assets/tables.js';
import { ACCOUNT, SHARE } from './contributors/tables.js';
import { RUNNING_TOTAL, SUSPENSE } from './earnings/tables.js';
import { LEDGER_TABLES } from './ledger-tables.js';
import { ledgerState } from './ledger-state.js';
import { FEE, TOKEN } from './usages/tables.js';

/** To be raised whenever the same log would give other rows: then every chain is folded anew at start. */
export const FOLD_VERSION = 1;

/** The ledger of one chain, as the engine folds it. */
export function ledgerProjection(chain: ChainId, interval_s: number): Projection {
  return {
    version: FOLD_VERSION,
    tables: LEDGER_TABLES,
    preload: (set, store, events) => preload(set, store, events, chain),
    applier(set) {
      const state = ledgerState(set, chain, interval_s);
      return (event) => applyEvent(state, event);
    },
  };
}

async function preload(set: WorkingSet, store: Store, events: readonly PlacedEvent[], chain: ChainId): Promise<void> {
  const assets = new Set<AssetId>();
  const shares: AnyRow[] = [];
  const accounts: AnyRow[] = [];
  const tokens: AnyRow[] = [];
  for (const event of events) {
    const touched = touchedBy(event);
    for (const asset of touched.assets) assets.add(asset);
    for (const key of touched.shares) shares.push(key);
    for (const address of touched.accounts) accounts.push({ address });
    for (const token of touched.tokens) tokens.push({ token });
  }
  const keyed = (name: string): KeyedTable => set.keyed.get(name)!;
  await loadUpward(keyed(ASSET.name), store, assets, chain);
  const groups = [...assets].map((assetId) => ({ assetId }));
  await store.loadGroups(keyed(RUNNING_TOTAL.name), groups);
  await store.loadGroups(keyed(SUSPENSE.name), groups);
  await store.load(keyed(SHARE.name), shares);
  await store.load(keyed(ACCOUNT.name), accounts);
  await store.load(keyed(TOKEN.name), tokens);
  await store.loadAll(keyed(FEE.name));
}

/** Loads assets and everything above them within the chain, one generation at a time; `assets` grows by them. */
async function loadUpward(table: KeyedTable, store: Store, assets: Set<AssetId>, chain: ChainId): Promise<void> {
  let generation: AssetId[] = [...assets];
  while (generation.length > 0) {
    const keys = generation.map((assetId) => ({ assetId }));
    await store.load(table, keys);
    const parents: AssetId[] = [];
    for (const key of keys) {
      for (const { parent } of (table.get(key) as AssetRow | undefined)?.links ?? []) {
        if (assets.has(parent) || homeChain(parent) !== chain) continue;
        assets.add(parent);
        parents.push(parent);
      }
    }
    generation = parents;
  }
}
