import { type AssetId, assetId, type Address } from '../../src/domain/ids.js';

/** A log whose encoding is right and whose content is not; the message becomes the reason of an `Unknown`. */
export class UnreadableLogError extends Error {
  override name = 'UnreadableLogError';
}

/** The word that a contract's enum number stands for. @throws UnreadableLogError for a number beyond the list */
export function word<T extends string>(words: readonly T[], number: number, what: string): T {
  const found = words[number];
  if (found === undefined) throw new UnreadableLogError(`${what} ${number} is not known`);
  return found;
}

/** The id of an asset on a chain that an event names. @throws UnreadableLogError where no such chain id can be */
export function foreignAssetId(chain: bigint, registry: string, tokenId: bigint): AssetId {
  return assetId(exact(chain, 'chain id'), registry as Address, tokenId);
}

/** A Unix time or another number that must stay exact. @throws UnreadableLogError above 2^53 - 1 */
export function exact(number: bigint, what: string): number {
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnreadableLogError(`${what} ${number} is out of range`);
  return Number(number);
}

/** Contracts write zero for "none". */
export function orNull<T extends string>(value: T, none: T): T | null {
  return value === none ? null : value;
}
