import type { RoleSplit } from '../events/canonical.js';
import { PPM, ROLES, type Role } from '../vocabulary.js';

/** Values divided among people are kept multiplied by this, and floored to units once, at the end. */
export const SCALE_BITS = 128n;

/** The most shares a contributor can hold in one pool. */
export const MAX_SHARES = (1n << 96n) - 1n;

export const ROLE_INDEX = Object.fromEntries(ROLES.map((role, index) => [role, index])) as Readonly<
  Record<Role, number>
>;
const OWNER = ROLE_INDEX.OWNER;
/** Index of the role whose part an executor gets at once. */
export const COMPUTE_PROVIDER = ROLE_INDEX.COMPUTE_PROVIDER;

/** Nothing yet for any role. */
export const NOTHING_BY_ROLE: readonly bigint[] = Object.freeze(ROLES.map(() => 0n));

/** What divides an asset's growth. */
export interface DivisionRules {
  /** Null where no split was ever set: the owner gets everything. */
  readonly splitPpm: RoleSplit | null;
  /** Total of shares in each role's pool. */
  readonly poolShares: readonly bigint[];
}

/** Two running totals and where they were last closed. */
export interface ClosableTotals {
  readonly total1: bigint;
  readonly total2: bigint;
  readonly closed1: bigint;
  readonly closed2: bigint;
  /** Scaled value per share by role at the last closing. */
  readonly accumulated: readonly bigint[];
}

/** A role's part of what an asset keeps, in parts per million. */
export function rolePpm(splitPpm: RoleSplit | null, role: number): bigint {
  const ppm = splitPpm?.[role];
  return ppm ? BigInt(ppm) : 0n;
}

/** The part that an executor of a usage gets at once. */
export function executorPpm(splitPpm: RoleSplit | null): bigint {
  return rolePpm(splitPpm, COMPUTE_PROVIDER);
}

/**
 * The accumulated value per share by role if the totals were closed now under `rules`: the division of
 * design section 6. The same list where nothing grew since the last closing.
 * @param only indexes of the roles that are asked for; the others may be left as they were closed
 */
export function accumulatedNow(
  totals: ClosableTotals,
  rules: DivisionRules,
  only?: ReadonlySet<number>,
): readonly bigint[] {
  const growth1 = totals.total1 - totals.closed1;
  const growth2 = totals.total2 - totals.closed2;
  if (growth1 === 0n && growth2 === 0n) return totals.accumulated;
  const accumulated = [...totals.accumulated];
  if (growth1 !== 0n) divide(growth1, rules, PPM, COMPUTE_PROVIDER + 1, accumulated, only);
  if (growth2 !== 0n) divide(growth2, rules, PPM - executorPpm(rules.splitPpm), COMPUTE_PROVIDER, accumulated, only);
  return accumulated;
}

/** Roles from 1 to below `endRole` take part, with rates out of `whole`; the owner gets the rest. */
function divide(
  growth: bigint,
  rules: DivisionRules,
  whole: bigint,
  endRole: number,
  accumulated: bigint[],
  only: ReadonlySet<number> | undefined,
): void {
  const scaled = growth << SCALE_BITS;
  if (whole <= 0n) {
    accumulated[OWNER]! += scaled;
    return;
  }
  let shared = 0n;
  const isOwnerAsked = !only || only.has(OWNER);
  for (let role = 1; role < endRole; role++) {
    if (!isOwnerAsked && !only.has(role)) continue;
    const ppm = rolePpm(rules.splitPpm, role);
    const shares = rules.poolShares[role] ?? 0n;
    if (ppm === 0n || shares <= 0n) continue;
    shared += ppm;
    if (!only || only.has(role)) accumulated[role]! += (scaled * ppm) / whole / shares;
  }
  if (isOwnerAsked) accumulated[OWNER]! += (scaled * (whole - shared)) / whole;
}
