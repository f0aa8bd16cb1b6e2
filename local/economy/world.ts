import type { AssetKind, Role } from '../../src/domain/vocabulary.js';
import type {
  Account,
  Action,
  AssetRef,
  PlannedLink,
  PlannedShares,
  PlannedTerms,
  Side,
  Submission,
} from './actions.js';
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
  /** A split that lowers a role, until it is applied or replaced. */
  announcedPpm: readonly number[] | null;
  /** Whether tasks can be opened for it. */
  hasTasks: boolean;
  /** The least parts that are locked, by role. */
  readonly locks: Map<Role, number>;
  openDisputes: number;
  links: PlannedLink[];
  readonly pools: Map<Role, Map<Account, bigint>>;
  /** Links on the longest way up. */
  depth: number;
}

export interface OpenDispute {
  readonly asset: AssetRef;
  readonly dispute: number;
}

/** What accepted work for a task becomes. */
export interface PlannedTask {
  readonly asset: AssetRef;
  readonly role: Role;
}

/**
 * What has happened so far, as far as the generator needs it to do sensible things next. It is the sum
 * of actions, wherever those come from: a plan, or a chain's own events after a restart.
 */
export class World {
  readonly assets: WorldAsset[] = [];
  readonly names = new Names();
  readonly feePpm: [number, number] = [0, 0];
  /** Disputes that wait for a decision. */
  readonly openDisputes: OpenDispute[] = [];
  /** Each side's tasks by their numbers, less one, and how many disputes and offers of licences it has had. */
  readonly tasks: readonly [PlannedTask[], PlannedTask[]] = [[], []];
  readonly disputes: [number, number] = [0, 0];
  readonly offers: [number, number] = [0, 0];
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
      case 'review':
        return this.accept(action.side, action.submission, action.acceptedUnits);
      case 'offerLicense':
        this.offers[action.side] += 1;
        return;
      case 'postPrice':
      case 'use':
      case 'hold':
      case 'release':
      case 'reverse':
      case 'deposit':
      case 'settle':
      case 'buyLicense':
      case 'submit':
      case 'pay':
      case 'closeTask':
        return;
      case 'openTask':
        this.tasks[action.side].push({ asset: action.asset, role: action.role });
        break;
      case 'raiseDispute':
        this.disputes[action.side] += 1;
        this.openDisputes.push({ asset: action.asset, dispute: this.disputes[action.side] });
        break;
      case 'decideDispute': {
        const { asset: about, dispute } = action;
        const at = this.openDisputes.findIndex((one) => one.dispute === dispute && one.asset.side === about.side);
        this.openDisputes.splice(at, 1);
        break;
      }
    }
    const asset = this.find(action.asset);
    if (asset) change(asset, action);
    if (action.do === 'retire') this.ranking = this.ranking.filter((ranked) => ranked !== asset);
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
      announcedPpm: null,
      hasTasks: false,
      locks: new Map(),
      openDisputes: 0,
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

  /** Accepted units become shares. */
  private accept(side: Side, { task, contributor }: Submission, units: bigint): void {
    const { asset, role } = this.tasks[side][task - 1]!;
    const before = this.find(asset)?.pools.get(role)?.get(contributor) ?? 0n;
    if (units > 0n) this.share(asset, { role, contributors: [contributor], shares: [before + units] });
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

/** Whether a split gives any role but the owner less than it has: then it is announced, and applied later. */
export function lowersRole(asset: WorldAsset, splitPpm: readonly number[]): boolean {
  return splitPpm.some((ppm, role) => role > 0 && ppm < (asset.splitPpm?.[role] ?? 0));
}

function change(asset: WorldAsset, action: Action): void {
  switch (action.do) {
    case 'publishVersion':
      asset.version += 1;
      return;
    case 'setTerms':
      asset.terms = action.terms;
      return;
    case 'setRoleSplit':
      if (lowersRole(asset, action.splitPpm)) asset.announcedPpm = action.splitPpm;
      else splitInForce(asset, action.splitPpm);
      return;
    case 'applyRoleSplit':
      return splitInForce(asset, action.splitPpm);
    case 'transfer':
      asset.owner = action.to;
      return;
    case 'retire':
      asset.retired = true;
      return;
    case 'appointTasks':
      asset.hasTasks = true;
      return;
    case 'openTask':
      if (action.leastPpm > (asset.locks.get(action.role) ?? 0)) asset.locks.set(action.role, action.leastPpm);
      return;
    case 'raiseDispute':
      asset.openDisputes += 1;
      return;
    case 'decideDispute':
      asset.openDisputes -= 1;
      return;
  }
}

function splitInForce(asset: WorldAsset, splitPpm: readonly number[]): void {
  asset.splitPpm = splitPpm;
  asset.announcedPpm = null;
}

/** Scattered over the ids, and the same after a restart: who is popular stays popular. */
function popularity({ side, id }: AssetRef): number {
  return Math.imul((id * 2 + side) ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
}
