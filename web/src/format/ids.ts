const ADDRESS = /^0x[0-9a-f]{40}$/i;
const ASSET = /^eip155:([1-9]\d{0,15})\/erc721:(0x[0-9a-f]{40})\/(0|[1-9]\d{0,77})$/i;
const HASH = /^0x[0-9a-f]{64}$/i;

/** True for 0x and 40 hexadecimal digits, in any letter case. */
export const isAddress = (text: string): boolean => ADDRESS.test(text);
/** True for a CAIP-19 id of an ERC-721 token. */
export const isAssetId = (text: string): boolean => ASSET.test(text);
/** True for 0x and 64 hexadecimal digits: a receipt id or a transaction. */
export const isHash = (text: string): boolean => HASH.test(text);

/** Why a text is no address, or null if it is one. */
export function addressFault(text: string): string | null {
  return isAddress(text) ? null : `“${text}” is not an address: expected 0x and 40 hexadecimal digits.`;
}

/** Why a text is no asset id, or null if it is one. */
export function assetIdFault(text: string): string | null {
  return isAssetId(text)
    ? null
    : `“${text}” is not an asset id: expected CAIP-19, for example eip155:8453/erc721:0x…/42.`;
}

/** `0x1234…cdef`: enough to tell two apart, never enough to copy. */
export function shortHex(hex: string): string {
  return hex.length > 14 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex;
}

/** What an asset without a name is called: `#42 of 0x1234…cdef`. */
export function shortAssetId(assetId: string): string {
  const match = ASSET.exec(assetId);
  return match ? `#${shortNumber(match[3]!)} of ${shortHex(match[2]!)}` : assetId;
}

/** The CAIP-2 chain an id belongs to. */
export function chainOf(id: string): string {
  return id.split('/')[0]!;
}

function shortNumber(digits: string): string {
  return digits.length > 9 ? `${digits.slice(0, 4)}…${digits.slice(-3)}` : digits;
}
