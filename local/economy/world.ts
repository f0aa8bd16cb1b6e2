import type { AssetKind, Role } from '../../src/domain/vocabulary.js';
import type { Account, Action, AssetRef, PlannedLink, PlannedShares, PlannedTerms, Side } from './actions.js';
import { Names } from './names.js';

/** What the generator knows of an asset. */
export interface WorldAsset {
  readonly ref: AssetRef;
  readonly name: string;
  readonly kind: AssetKind;
  owner: Account;
  version: number;
  retired: boolean;
  terms: PlannedTerms | null;
  splitPpm: readonly number[] | null;
  links: PlannedLink[];
  readonly pools: Map<Role, Map<Account, bigint>>;
  /** Links on the longest way up. */
  depth: number;
}

/**
 * What has happened so far, as far as the generator needs it to do sensible things next. It is the sum
 * of actions, wherever those come from: a plan, or a chain's own events after a restart.
 */
export class World {
  readonly assets: WorldAsset[] = [];
  readonly names = new Names();
  readonly feePpm: [number, number] = [0, 0];
  private readonly byRef = new Map<string, WorldAsset>();
  private readonly counts: [number, number] = [0, 0];
  private ranking: WorldAsset[] = [];

  find(ref: AssetRef): WorldAsset | undefined {
    return this.byRef.get(`${ref.side}/${ref.id}`);
  }

  /** The reference that the next registration on a side gets. */
  nextRef(side: Side): AssetRef {
    return { side, id: this.counts[side] + 1 };
  }

  /** Assets in use, the most popular first. */
  get ranked(): readonly WorldAsset[] {
    return this.ranking;
  }

  apply(action: Action): void {
    switch (action.do) {
      case 'register':
        return this.register(action.side, action.from!, action);
      case 'linkParents':
        return this.link(action.asset, action.links);
      case 'setShares':
        return this.share(action.asset, action.pool);
      case 'setFee':
        this.feePpm[action.side] = action.feePpm;
        return;
      case 'use':
        return;
      default: {
        const asset = this.find(action.asset);
        if (asset) change(asset, action);
        if (action.do === 'retire') this.ranking = this.ranking.filter((ranked) => ranked !== asset);
      }
    }
  }

  private register(side: Side, owner: Account, deed: Extract<Action, { do: 'register' }>): void {
    const ref = this.nextRef(side);
    this.counts[side] = ref.id;
    const asset: WorldAsset = {
      ref,
      name: deed.name,
      kind: deed.kind,
      owner,
      version: 1,
      retired: false,
      terms: null,
      splitPpm: deed.splitPpm,
      links: [],
      pools: new Map(),
      depth: 0,
    };
    this.assets.push(asset);
    this.byRef.set(`${side}/${ref.id}`, asset);
    this.names.take(deed.name);
    this.link(ref, deed.links);
    for (const pool of deed.pools) this.share(ref, pool);
    this.ranking = [...this.ranking, asset].sort((a, b) => popularity(a.ref) - popularity(b.ref));
  }

  private link(ref: AssetRef, links: readonly PlannedLink[]): void {
    const child = this.find(ref);
    if (!child) return;
    for (const link of links) {
      child.links = [...child.links.filter(({ parent }) => !isSame(parent, link.parent)), link];
      child.depth = Math.max(child.depth, 1 + (this.find(link.parent)?.depth ?? 0));
    }
  }

  private share(ref: AssetRef, { role, contributors, shares }: PlannedShares): void {
    const asset = this.find(ref);
    if (!asset) return;
    const pool = asset.pools.get(role) ?? new Map<Account, bigint>();
    contributors.forEach((contributor, index) => pool.set(contributor, shares[index]!));
    asset.pools.set(role, pool);
  }
}

export function isSame(a: AssetRef, b: AssetRef): boolean {
  return a.side === b.side && a.id === b.id;
}

function change(asset: WorldAsset, action: Action): void {
  if (action.do === 'publishVersion') asset.version += 1;
  if (action.do === 'setTerms') asset.terms = action.terms;
  if (action.do === 'setRoleSplit') asset.splitPpm = action.splitPpm;
  if (action.do === 'transfer') asset.owner = action.to;
  if (action.do === 'retire') asset.retired = true;
}

/** Scattered over the ids, and the same after a restart: who is popular stays popular. */
function popularity({ side, id }: AssetRef): number {
  return Math.imul((id * 2 + side) ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
}
