import sha3 from 'js-sha3';
import type { Address, Hex } from '../domain/ids.js';
import { proofNodes } from '../read-models/payouts/proofs.js';

/** Bytes of a hash. */
export const HASH_BYTES = 32;

const UINT256_MAX = (1n << 256n) - 1n;

/** What a contributor has earned of a token through a vault in all, in base units. */
export interface PayoutLeaf {
  readonly contributor: Address;
  readonly token: Address;
  readonly amount: bigint;
}

/**
 * The tree that `StandardMerkleTree` of `@openzeppelin/merkle-tree` makes of the same leaves
 * (`address`, `address`, `uint256`), node by node. All nodes are in one array: a million leaves take 64 MB,
 * which as strings would be several times that.
 */
export class PayoutTree {
  private constructor(
    /** Every node, the root first: the children of node `i` are `2 i + 1` and `2 i + 2`. */
    readonly nodes: Uint8Array,
    /** At which node each leaf stands, in the order in which the leaves were given. */
    readonly nodeOf: Uint32Array,
  ) {}

  /** @throws RangeError where there are no leaves: nobody can prove anything against such a root */
  static of(leaves: readonly PayoutLeaf[]): PayoutTree {
    if (leaves.length === 0) throw new RangeError('A payout root needs at least one leaf.');
    const hashes = new Uint8Array(leaves.length * HASH_BYTES);
    leaves.forEach((leaf, index) => hashes.set(leafHash(leaf), index * HASH_BYTES));
    const size = 2 * leaves.length - 1;
    const nodes = new Uint8Array(size * HASH_BYTES);
    const nodeOf = new Uint32Array(leaves.length);
    sortedByHash(hashes).forEach((leaf, rank) => {
      const node = size - 1 - rank;
      nodes.set(hashAt(hashes, leaf), node * HASH_BYTES);
      nodeOf[leaf] = node;
    });
    for (let node = leaves.length - 2; node >= 0; node--) {
      nodes.set(parentHash(hashAt(nodes, 2 * node + 1), hashAt(nodes, 2 * node + 2)), node * HASH_BYTES);
    }
    return new PayoutTree(nodes, nodeOf);
  }

  get root(): Hex {
    return hexOf(hashAt(this.nodes, 0));
  }

  /** What proves a leaf against the root, by the leaf's place among those given. */
  proofOf(leaf: number): Hex[] {
    return proofNodes(this.nodeOf[leaf]!).map((node) => hexOf(hashAt(this.nodes, node)));
  }
}

/** The hash of a standard leaf: hashed twice, so that no inner node can be taken for one. */
export function leafHash({ contributor, token, amount }: PayoutLeaf): readonly number[] {
  const bytes = Buffer.alloc(3 * HASH_BYTES);
  bytes.write(contributor.slice(2), 12, 'hex');
  bytes.write(token.slice(2), 44, 'hex');
  // No token can count further, so whatever an event says, nobody can be paid more.
  const payable = amount > UINT256_MAX ? UINT256_MAX : amount;
  bytes.write(payable.toString(16).padStart(64, '0'), 64, 'hex');
  return keccak(Uint8Array.from(keccak(bytes)));
}

/** Three million hashes make a tree of a million leaves: this library takes a quarter of the time that viem's takes. */
function keccak(bytes: Uint8Array): readonly number[] {
  return sha3.keccak256.array(bytes);
}

function parentHash(left: Uint8Array, right: Uint8Array): readonly number[] {
  const pair = new Uint8Array(2 * HASH_BYTES);
  const inOrder = Buffer.compare(left, right) <= 0;
  pair.set(inOrder ? left : right, 0);
  pair.set(inOrder ? right : left, HASH_BYTES);
  return keccak(pair);
}

/** Indexes of the hashes in ascending order. Most are told apart by their first bytes, as one number. */
function sortedByHash(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / HASH_BYTES;
  const buffer = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  const first = Float64Array.from({ length: count }, (_, index) => buffer.readUIntBE(index * HASH_BYTES, 6));
  return Uint32Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => first[a]! - first[b]! || Buffer.compare(hashAt(hashes, a), hashAt(hashes, b)),
  );
}

function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

function hexOf(hash: Uint8Array): Hex {
  return `0x${Buffer.from(hash).toString('hex')}` as Hex;
}
