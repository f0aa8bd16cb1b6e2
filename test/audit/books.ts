import { ExactSum } from './exact-sum.js';
import type { AuditRole } from './events.js';
import type { AuditAsset } from './rules.js';
import { increase } from './waterfall.js';

/** Where money lies: a token in a vault of a chain. */
export interface Purse {
  vaultChain: number;
  vault: string;
  token: string;
}

export interface Entitlement extends Purse {
  contributor: string;
  asset: string;
  role: AuditRole;
}

const WHOLE_PPM = 1_000_000n;

/** Text of a purse, for keys and messages. */
export const purseKey = (purse: Purse): string => `${purse.vaultChain}|${purse.vault}|${purse.token}`;
/** Text of an entitlement, for keys and messages. */
export const entitlementKey = (of: Entitlement): string => `${of.contributor}|${of.asset}|${of.role}|${purseKey(of)}`;

/**
 * Everything the audit finds. Sums are keyed by text: `paidIn` and `returned` by purse, `fees` by
 * `treasury|purse`, `executors` and `upheld` by `who|asset|purse`, `kept`, `suspense` and `transit` by
 * `asset|purse`, `direct` and `rewards` by `who|asset|role|purse` (the vault being the contract that paid),
 * `claimed` by `who|purse`; revenue (`gross`, the `protocol`'s part of it, and what of it is `circular`) by
 * `asset|purse`, and so what they were `worth` and what was `unpriced`.
 */
export class Books {
  readonly paidIn = new Map<string, bigint>();
  readonly returned = new Map<string, bigint>();
  readonly upheld = new Map<string, bigint>();
  readonly direct = new Map<string, bigint>();
  readonly rewards = new Map<string, bigint>();
  readonly claimed = new Map<string, bigint>();
  readonly gross = new Map<string, bigint>();
  readonly protocol = new Map<string, bigint>();
  readonly circular = new Map<string, bigint>();
  readonly worth = new Map<string, bigint>();
  readonly protocolWorth = new Map<string, bigint>();
  readonly circularWorth = new Map<string, bigint>();
  readonly unpriced = new Map<string, bigint>();
  readonly fees = new Map<string, bigint>();
  readonly executors = new Map<string, bigint>();
  readonly kept = new Map<string, bigint>();
  readonly suspense = new Map<string, bigint>();
  readonly transit = new Map<string, bigint>();
  readonly entitlements = new Map<string, Entitlement & { exact: ExactSum }>();

  addPaidIn(purse: Purse, amount: bigint): void {
    increase(this.paidIn, purseKey(purse), amount);
  }

  addFee(purse: Purse, treasury: string, amount: bigint): void {
    increase(this.fees, `${treasury}|${purseKey(purse)}`, amount);
  }

  addExecutor(purse: Purse, executor: string, asset: string, amount: bigint): void {
    increase(this.executors, `${executor}|${asset}|${purseKey(purse)}`, amount);
  }

  addReturned(purse: Purse, amount: bigint): void {
    increase(this.returned, purseKey(purse), amount);
  }

  addUpheld(purse: Purse, beneficiary: string, asset: string, amount: bigint): void {
    increase(this.upheld, `${beneficiary}|${asset}|${purseKey(purse)}`, amount);
  }

  /** What was paid to somebody by others than our vaults. */
  addPaid(what: 'direct' | 'rewards', purse: Purse, who: string, asset: string, role: AuditRole, amount: bigint): void {
    increase(this[what], `${who}|${asset}|${role}|${purseKey(purse)}`, amount);
  }

  addClaimed(purse: Purse, who: string, amount: bigint): void {
    increase(this.claimed, `${who}|${purseKey(purse)}`, amount);
  }

  addRevenue(purse: Purse, asset: string, gross: bigint, protocol: bigint, isCircular: boolean): void {
    const key = `${asset}|${purseKey(purse)}`;
    increase(this.gross, key, gross);
    increase(this.protocol, key, protocol);
    if (isCircular) increase(this.circular, key, gross);
  }

  /** What a usage and its fee were worth, USD times 10^18, each cut off by itself. */
  addWorth(purse: Purse, asset: string, gross: bigint, protocol: bigint, isCircular: boolean): void {
    const key = `${asset}|${purseKey(purse)}`;
    increase(this.worth, key, gross);
    increase(this.protocolWorth, key, protocol);
    if (isCircular) increase(this.circularWorth, key, gross);
  }

  addUnpriced(purse: Purse, asset: string, amount: bigint): void {
    increase(this.unpriced, `${asset}|${purseKey(purse)}`, amount);
  }

  /** Suspense and transit go up and down. */
  move(what: 'suspense' | 'transit', purse: Purse, asset: string, amount: bigint): void {
    increase(this[what], `${asset}|${purseKey(purse)}`, amount);
  }

  /**
   * Divides what an asset keeps among its people, now and without rounding. `forCompute` is false where
   * an executor has already had the part of COMPUTE_PROVIDER.
   */
  divide(purse: Purse, id: string, asset: AuditAsset, amount: bigint, forCompute: boolean): void {
    if (amount === 0n) return;
    increase(this.kept, `${id}|${purseKey(purse)}`, amount);
    const computePpm = asset.ppm?.get('COMPUTE_PROVIDER') ?? 0n;
    const whole = forCompute ? WHOLE_PPM : WHOLE_PPM - computePpm;
    let ownerPpm = whole;
    for (const [role, ppm] of asset.ppm ?? []) {
      const pool = [...(asset.pools.get(role) ?? [])];
      const shares = pool.reduce((sum, [, count]) => sum + count, 0n);
      if (role === 'OWNER' || shares === 0n || ppm === 0n) continue;
      if (role === 'COMPUTE_PROVIDER' && !forCompute) continue;
      for (const [contributor, count] of pool) {
        this.credit({ ...purse, contributor, asset: id, role }, amount * ppm * count, whole * shares);
      }
      ownerPpm -= ppm;
    }
    const owner = { ...purse, contributor: asset.owner!, asset: id, role: 'OWNER' as const };
    if (whole === 0n) this.credit(owner, amount, 1n);
    else this.credit(owner, amount * ownerPpm, whole);
  }

  private credit(to: Entitlement, numerator: bigint, denominator: bigint): void {
    if (numerator === 0n) return;
    const key = entitlementKey(to);
    const found = this.entitlements.get(key) ?? { ...to, exact: new ExactSum() };
    found.exact.add(numerator, denominator);
    this.entitlements.set(key, found);
  }
}
