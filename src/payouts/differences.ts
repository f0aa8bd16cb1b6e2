import { inPieces } from '../read-models/pieces.js';
import type { Queryable } from '../read-models/queryable.js';
import { Amounts } from './amounts.js';
import { currentRoots } from './check-roots.js';
import type { PayoutLeaf } from './merkle-tree.js';
import { type PayoutRoot, rootOf } from './payout-root.js';

/** A leaf that would say less than the published one. */
export interface LoweredLeaf extends PayoutLeaf {
  /** What the published leaf says; `amount` is what the new one would. */
  readonly published: bigint;
}

/** What a new root takes back, compared with the newest of its vault. */
export interface RootComparison {
  /** The epoch compared with; null where none was published. */
  readonly epoch: number | null;
  /** Null where the leaves of that epoch are not known: then it cannot be told. */
  readonly lowered: readonly LoweredLeaf[] | null;
  /** Whether they are not known because nobody has looked at that epoch yet. */
  readonly isUnchecked: boolean;
}

/**
 * Who would be granted less than by the root that was published last. Amounts are cumulative, so nobody is,
 * unless what was final has changed: by a repair, another decoding or another configuration.
 */
export async function compareWithPublished(db: Queryable, root: PayoutRoot): Promise<RootComparison> {
  const { chain, address } = root.vault;
  const published = (await currentRoots(db)).filter(({ vault }) => vault.chain === chain && vault.address === address);
  const newest = published.at(-1);
  if (!newest) return { epoch: null, lowered: [], isUnchecked: false };
  const { epoch } = newest;
  if (newest.root === rootOf(root)) return { epoch, lowered: [], isUnchecked: false };
  if (!newest.agrees || !newest.isDone) return { epoch, lowered: null, isUnchecked: newest.agrees !== false };
  const amounts = new Amounts();
  for (const { token, contributor, amount } of root.leaves) amounts.add(token, contributor, amount);
  const lowered: LoweredLeaf[] = [];
  const leaves = inPieces<Omit<PayoutLeaf, 'amount'> & { readonly amount: string }>(
    db,
    'payout_leaves',
    'SELECT contributor, token, amount::text AS amount FROM payout.leaf WHERE chain_id = $1 AND vault = $2 AND root = $3',
    [chain, address, newest.root],
  );
  for await (const rows of leaves) {
    for (const { contributor, token, amount } of rows) {
      const now = amounts.get(token, contributor);
      if (now < BigInt(amount)) lowered.push({ contributor, token, amount: now, published: BigInt(amount) });
    }
  }
  return { epoch, lowered, isUnchecked: false };
}
