import { homeOf, type AuditEvent, type AuditRole } from './events.js';

export interface AuditLink {
  parent: string;
  ratePpm: bigint;
  absolute: boolean;
}

export interface AuditAsset {
  registered: boolean;
  /** Open disputes. */
  disputes: Set<string>;
  /** Who gets what waits once no dispute is open any more; undefined: its people. */
  upheld: { beneficiary: string | null } | undefined;
  /** When disputes were over, oldest first, and who then got what had waited. */
  decisions: { time_s: number; upheld: { beneficiary: string | null } | undefined }[];
  owner: string | null;
  ppm: ReadonlyMap<AuditRole, bigint> | null;
  /** Contributor to share count, by role. */
  pools: Map<AuditRole, Map<string, bigint>>;
  /** Oldest first. */
  links: AuditLink[];
}

const WHOLE_PPM = 1_000_000n;
const MOST_SHARES = 2n ** 96n - 1n;

/** Events that say what holds for an asset. */
const RULING: ReadonlySet<AuditEvent['name']> = new Set(['registered', 'transferred', 'status', 'split', 'shares']);

/** The rules of one chain's assets as its events have set them so far. */
export class ChainRules {
  private readonly assets = new Map<string, AuditAsset>();
  private readonly namedAsParent: string[] = [];
  private readonly fees = new Map<string, { feePpm: bigint; treasury: string; vault: string }>();

  constructor(readonly chain: number) {}

  /** The asset as it stands; one nobody has registered is empty. */
  asset(id: string): AuditAsset {
    let asset = this.assets.get(id);
    if (!asset) {
      asset = {
        registered: false,
        disputes: new Set(),
        upheld: undefined,
        decisions: [],
        owner: null,
        ppm: null,
        pools: new Map(),
        links: [],
      };
      this.assets.set(id, asset);
    }
    return asset;
  }

  isHere(id: string): boolean {
    return homeOf(id) === BigInt(this.chain);
  }

  /** Place of the first link of this chain that named the asset as a parent, for sorting. */
  parentRank(id: string): number {
    return this.namedAsParent.indexOf(id);
  }

  /** A contract that has never said anything takes no fee and keeps the money itself. */
  feeOf(usageContract: string): { feePpm: bigint; treasury: string; vault: string } {
    return this.fees.get(usageContract) ?? { feePpm: 0n, treasury: usageContract, vault: usageContract };
  }

  /** Only events of an asset's own chain change its rules. */
  apply(event: AuditEvent): void {
    const ruled = event.name === 'linked' ? event.child : RULING.has(event.name) && 'asset' in event && event.asset;
    if (ruled && !this.isHere(ruled)) return;
    switch (event.name) {
      case 'registered': {
        const asset = this.asset(event.asset);
        if (asset.registered) return;
        asset.registered = true;
        asset.owner = event.owner;
        return;
      }
      case 'transferred': {
        const asset = this.asset(event.asset);
        if (asset.registered && asset.owner === event.from) asset.owner = event.to;
        return;
      }
      case 'status':
        this.dispute(event);
        return;
      case 'split': {
        const total = [...event.ppm.values()].reduce((sum, ppm) => sum + ppm, 0n);
        if (total <= WHOLE_PPM) this.asset(event.asset).ppm = event.ppm;
        return;
      }
      case 'shares':
        if (event.role !== 'OWNER') this.setShares(event.asset, event.role, event.counts);
        return;
      case 'linked':
        this.link(event.child, event);
        return;
      case 'fee':
        if (event.feePpm <= WHOLE_PPM) this.fees.set(event.contract, event);
        return;
      default:
        return;
    }
  }

  private dispute(event: AuditEvent & { name: 'status' }): void {
    const asset = this.asset(event.asset);
    if (event.opens) {
      asset.disputes.add(event.dispute);
      return;
    }
    if (!asset.disputes.delete(event.dispute)) return;
    if (event.upheld) asset.upheld ??= { beneficiary: event.beneficiary };
    if (asset.disputes.size > 0) return;
    asset.decisions.push({ time_s: event.time_s, upheld: asset.upheld });
    asset.upheld = undefined;
  }

  private setShares(id: string, role: AuditRole, counts: readonly { contributor: string; shares: bigint }[]): void {
    const { pools } = this.asset(id);
    const pool = pools.get(role) ?? new Map<string, bigint>();
    pools.set(role, pool);
    for (const { contributor, shares } of counts) {
      if (shares >= 0n && shares <= MOST_SHARES) pool.set(contributor, shares);
    }
  }

  private link(child: string, { parent, ratePpm, absolute }: AuditLink): void {
    if (this.leadsTo(parent, child)) return;
    const { links } = this.asset(child);
    const known = links.find((link) => link.parent === parent);
    if (known) Object.assign(known, { ratePpm, absolute });
    else links.push({ parent, ratePpm, absolute });
    if (!this.namedAsParent.includes(parent)) this.namedAsParent.push(parent);
  }

  private leadsTo(from: string, target: string, seen = new Set<string>()): boolean {
    if (from === target) return true;
    if (!this.isHere(from) || seen.has(from)) return false;
    seen.add(from);
    return this.asset(from).links.some((link) => this.leadsTo(link.parent, target, seen));
  }
}
