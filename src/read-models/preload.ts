import type { PlacedEvent } from '../domain/events/canonical.js';
import { homeChain, isHomedOn, type Address, type AssetId, type ChainId } from '../domain/ids.js';
import type { HeldUsageRow } from '../domain/ledger/held-rows.js';
import type { AccountRow, AssetRow } from '../domain/ledger/state.js';
import { Touched } from '../domain/ledger/touched.js';
import { ROLES } from '../domain/vocabulary.js';
import type { AnyRow, AnyTable } from '../fold/table.js';
import type { KeyedTable } from '../fold/keyed-table.js';
import type { Store } from '../fold/store.js';
import type { WorkingSet } from '../fold/working-set.js';
import { ASSET, DISPUTE } from './assets/tables.js';
import { ACCOUNT, SHARE } from './contributors/tables.js';
import { RUNNING_TOTAL, SUSPENSE } from './earnings/tables.js';
import { PAYOUT_ROOT, PAYOUT_VAULT } from './payouts/tables.js';
import { CONTRIBUTION, TASK, TASK_TOKEN } from './tasks/tables.js';
import { TOKEN } from './tokens/tables.js';
import { FEE, HELD_USAGE } from './usages/tables.js';

/** Loads what a batch of one chain's events can read, in bulk (see {@link Touched}). */
export async function preloadLedger(
  set: WorkingSet,
  store: Store,
  events: readonly PlacedEvent[],
  chain: ChainId,
): Promise<void> {
  const keyed = (table: AnyTable): KeyedTable => set.keyed.get(table.name)!;
  const names = new Touched();
  for (const event of events) names.add(event);
  const held = keyed(HELD_USAGE);
  await store.load(held, names.receipts);
  for (const event of events) {
    const row = releasedBy(event, held);
    if (row) names.addRelease(row);
  }
  const assets = keyed(ASSET);
  await loadAssets(assets, [keyed(RUNNING_TOTAL), keyed(SUSPENSE)], store, names.assets, chain);
  const accounts = keyed(ACCOUNT);
  await store.load(
    accounts,
    [...names.accounts].map((address) => ({ address })),
  );
  await store.load(keyed(SHARE), [...names.shares, ...payerShares(events, assets, accounts, held)]);
  await store.load(
    keyed(TOKEN),
    [...names.tokens].map((token) => ({ token })),
  );
  await store.load(keyed(DISPUTE), names.disputes);
  await store.load(keyed(TASK), names.tasks);
  await store.load(keyed(TASK_TOKEN), names.taskTokens);
  await store.load(keyed(CONTRIBUTION), names.contributions);
  const vaults = keyed(PAYOUT_VAULT);
  const named = Array.from(names.vaults, (vault) => ({ vault }));
  await store.load(vaults, named);
  const latest = named.map((key) => vaults.get(key)).filter((row) => row !== undefined);
  await store.load(keyed(PAYOUT_ROOT), latest as AnyRow[]);
  await store.loadAll(keyed(FEE));
}

/** The held usage that an event releases, where it was recorded before the batch. */
function releasedBy(event: PlacedEvent, held: KeyedTable): HeldUsageRow | undefined {
  if (event.kind !== 'UsageReleased') return undefined;
  const key = { usageContract: event.at.contract, receiptId: event.payload.receiptId };
  return held.get(key) as HeldUsageRow | undefined;
}

/** Loads assets with everything above them within the chain, and what tables have in groups of theirs. */
async function loadAssets(
  assets: KeyedTable,
  grouped: readonly KeyedTable[],
  store: Store,
  ids: Set<AssetId>,
  chain: ChainId,
): Promise<void> {
  if ([assets, ...grouped].every(({ complete }) => complete)) return;
  await loadUpward(assets, store, ids, chain);
  const groups = [...ids].map((assetId) => ({ assetId }));
  for (const table of grouped) await store.loadGroups(table, groups);
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
        if (assets.has(parent) || !isHomedOn(parent, chain)) continue;
        assets.add(parent);
        parents.push(parent);
      }
    }
    generation = parents;
  }
}

/** Shares of payers who are, or become in this batch, shareholders: in every pool that their usages may pay. */
function payerShares(
  events: readonly PlacedEvent[],
  assets: KeyedTable,
  accounts: KeyedTable,
  held: KeyedTable,
): AnyRow[] {
  const lineage = new Lineage(assets);
  const newHolders = new Set<Address>();
  for (const event of events) {
    if (event.kind === 'SharesChanged') newHolders.add(event.payload.contributor);
    else if (event.kind === 'ParentLinked') lineage.link(event.payload.child, event.payload.parent);
  }
  /** The assets that payers pay for; null for those who hold nothing, which are most. */
  const wanted = new Map<Address, Set<AssetId> | null>();
  const paysFor = (payer: Address, asset: AssetId): void => {
    let paid = wanted.get(payer);
    if (paid === undefined) {
      const isHolder =
        newHolders.has(payer) || (accounts.get({ address: payer }) as AccountRow | undefined)?.shareholder;
      wanted.set(payer, (paid = isHolder ? new Set() : null));
    }
    if (paid && !paid.has(asset)) for (const each of lineage.above(asset)) paid.add(each);
  };
  for (const event of events) {
    if (event.kind === 'UsageRecorded') paysFor(event.payload.consumer, event.payload.asset);
    const released = releasedBy(event, held);
    if (released) paysFor(released.consumer, released.assetId);
  }
  const roles = ROLES.slice(1);
  return [...wanted].flatMap(([contributor, paid]) => {
    return [...(paid ?? [])].flatMap((assetId) => roles.map((role): AnyRow => ({ assetId, role, contributor })));
  });
}

/** Assets and what is above them, by the links in memory and those that the batch adds. */
class Lineage {
  private readonly added = new Map<AssetId, AssetId[]>();

  constructor(private readonly assets: KeyedTable) {}

  link(child: AssetId, parent: AssetId): void {
    this.added.set(child, [...(this.added.get(child) ?? []), parent]);
  }

  above(asset: AssetId): Set<AssetId> {
    const found = new Set<AssetId>([asset]);
    const chain = homeChain(asset);
    for (const child of found) {
      const links = (this.assets.get({ assetId: child }) as AssetRow | undefined)?.links ?? [];
      for (const { parent } of links) if (isHomedOn(parent, chain)) found.add(parent);
      for (const parent of this.added.get(child) ?? []) if (isHomedOn(parent, chain)) found.add(parent);
    }
    return found;
  }
}
