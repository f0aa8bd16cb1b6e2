/**
 * Branded identifiers. Inside the system they are always in canonical form (lower case hex, CAIP
 * strings), so that equal things have equal strings.
 */

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** An EIP-155 chain id; CAIP-2 form is `eip155:<id>`. */
export type ChainId = Branded<number, 'ChainId'>;
/** An EVM address in lower case hex, `0x` and 40 digits. */
export type Address = Branded<string, 'Address'>;
/** Bytes in lower case hex with `0x`. */
export type Hex = Branded<string, 'Hex'>;
/** CAIP-19 id of an asset: `eip155:<chain>/erc721:<registry>/<token id>`. */
export type AssetId = Branded<string, 'AssetId'>;

export const ZERO_ADDRESS = `0x${'0'.repeat(40)}` as Address;
export const ZERO_HASH = `0x${'0'.repeat(64)}` as Hex;

const ADDRESS = /^0x[0-9a-f]{40}$/;
const HEX = /^0x(?:[0-9a-f]{2})*$/;
const ASSET = /^eip155:(0|[1-9]\d{0,15})\/erc721:(0x[0-9a-f]{40})\/(0|[1-9]\d{0,77})$/;

/** Thrown by the constructors of this file for text that is not what it should be. */
export class InvalidIdError extends Error {
  override name = 'InvalidIdError';
}

/** @throws InvalidIdError unless `value` is a safe integer of at least 1 */
export function chainId(value: number): ChainId {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidIdError(`"${value}" is not a chain id: expected a whole number of at least 1.`);
  }
  return value as ChainId;
}

/** Reads the CAIP-2 form. @throws InvalidIdError */
export function parseCaip2(text: string): ChainId {
  const match = /^eip155:([1-9]\d{0,15})$/.exec(text);
  if (!match) throw new InvalidIdError(`"${text}" is not a chain: expected CAIP-2, for example eip155:8453.`);
  return chainId(Number(match[1]));
}

/** The CAIP-2 form of a chain id. */
export function caip2(chain: ChainId): string {
  return `eip155:${chain}`;
}

/** Any letter case goes in, lower case comes out. @throws InvalidIdError */
export function address(text: string): Address {
  const lower = text.toLowerCase();
  if (!ADDRESS.test(lower)) {
    throw new InvalidIdError(`"${text}" is not an address: expected 0x and 40 hexadecimal digits.`);
  }
  return lower as Address;
}

/** Bytes of any length as hex. @throws InvalidIdError */
export function hex(text: string): Hex {
  const lower = text.toLowerCase();
  if (!HEX.test(lower)) throw new InvalidIdError(`"${text}" is not hexadecimal: expected 0x and pairs of digits.`);
  return lower as Hex;
}

/** Builds the id of a token of a registry. The parts are trusted to be canonical. */
export function assetId(chain: ChainId | number | bigint, registry: Address, tokenId: bigint): AssetId {
  return `eip155:${chain}/erc721:${registry}/${tokenId}` as AssetId;
}

/** The id of a task, which its contract numbers: CAIP-10 of that, and the number. The parts are trusted to be canonical. */
export function taskId(chain: ChainId, contract: Address, number: bigint): string {
  return `eip155:${chain}:${contract}/${number}`;
}

/** The parts of an asset id. */
export interface AssetParts {
  readonly chain: ChainId;
  readonly registry: Address;
  readonly tokenId: bigint;
}

/** Reads a CAIP-19 id, in any letter case. @throws InvalidIdError */
export function parseAssetId(text: string): AssetParts {
  const match = ASSET.exec(text.toLowerCase());
  if (!match) {
    throw new InvalidIdError(
      `"${text}" is not an asset id: expected CAIP-19, for example eip155:8453/erc721:0x${'0'.repeat(39)}1/42.`,
    );
  }
  return { chain: chainId(Number(match[1])), registry: match[2] as Address, tokenId: BigInt(match[3]!) };
}

/** Canonical form of user-typed text. @throws InvalidIdError */
export function normalizeAssetId(text: string): AssetId {
  const parts = parseAssetId(text);
  return assetId(parts.chain, parts.registry, parts.tokenId);
}

/**
 * The chain an asset is registered on, read from its id without validating the rest: ids inside the
 * system are canonical, and this runs once per link and usage.
 */
export function homeChain(asset: AssetId): ChainId {
  return Number(asset.slice(7, asset.indexOf('/'))) as ChainId;
}

/** How every asset begins that is homed on the chain that was asked about last. */
let lastHome: { readonly chain: ChainId; readonly prefix: string } | undefined;

/** Whether an asset is homed on a chain, for those who ask it of every usage. */
export function isHomedOn(asset: AssetId, chain: ChainId): boolean {
  if (lastHome?.chain !== chain) lastHome = { chain, prefix: `eip155:${chain}/` };
  return asset.startsWith(lastHome.prefix);
}
