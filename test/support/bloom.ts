import { hexToBytes, keccak256, type Hex } from 'viem';

const positions = new Map<string, readonly number[]>();

/** The bloom filter of logs, as headers have it: 2,048 bits, three of them for each address and topic. */
export function bloomOf(logs: readonly { readonly address: string; readonly topics: readonly string[] }[]): string {
  const bloom = Buffer.alloc(256);
  for (const { address, topics } of logs) {
    for (const item of [address, ...topics]) {
      for (const bit of bitsOf(item)) bloom[255 - (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  return `0x${bloom.toString('hex')}`;
}

function bitsOf(item: string): readonly number[] {
  let found = positions.get(item);
  if (!found) {
    const hash = hexToBytes(keccak256(item as Hex));
    found = [0, 2, 4].map((at) => ((hash[at]! << 8) | hash[at + 1]!) & 2047);
    positions.set(item, found);
  }
  return found;
}
