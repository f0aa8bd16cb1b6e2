import type { Hex } from '../domain/ids.js';
import type { Queryable } from '../read-models/queryable.js';
import type { Vault } from '../settlement/vault-tables.js';
import { compareWithPublished, type RootComparison } from './differences.js';
import { chooseMarks, PayoutRefused } from './marks.js';
import { computePayoutRoot, rootOf } from './payout-root.js';
import { type Publication, publishRoot, type Publisher, standingOf } from './publish.js';

/** What came of looking whether a vault's next root can be published. */
export type PassResult =
  | Publication
  /** Nothing is final, or nothing has accrued, so far. */
  | { readonly outcome: 'NOTHING' }
  /** The key is neither the vault's operator's nor its owner's. */
  | { readonly outcome: 'NOT_OURS' }
  /** Whether anybody would be granted less cannot be told before the service has looked at this epoch. */
  | { readonly outcome: 'UNCHECKED'; readonly epoch: number }
  /** Somebody would be granted less: publishing waits until an operator has accepted that. */
  | { readonly outcome: 'LOWERED'; readonly comparison: RootComparison }
  /** Tried again the next time. */
  | { readonly outcome: 'FAILED'; readonly reason: string };

/** What a pass works on. */
export interface PassOptions {
  /** Runs something on one moment of the ledger. */
  readonly read: <T>(work: (db: Queryable) => Promise<T>) => Promise<T>;
  readonly interval_s: number;
  readonly configurationDigest: Hex;
  readonly publisher: Publisher;
}

/**
 * Publishes the root of a vault at the latest marks, unless there is a reason not to; every outcome is an answer.
 * What a root would take back is never published here.
 */
export async function passOver(vault: Vault, options: PassOptions): Promise<PassResult> {
  try {
    const { mayPublish, pending } = await standingOf(vault, options.publisher);
    if (!mayPublish) return { outcome: 'NOT_OURS' };
    if (pending) return pending;
    const { root, comparison } = await options.read(async (db) => {
      const computed = await computePayoutRoot(db, vault, await chooseMarks(db, vault, options.interval_s));
      return { root: computed, comparison: await compareWithPublished(db, computed) };
    });
    if (rootOf(root) === null) return { outcome: 'NOTHING' };
    if (comparison.isUnchecked) return { outcome: 'UNCHECKED', epoch: comparison.epoch! };
    if (comparison.lowered?.length !== 0) return { outcome: 'LOWERED', comparison };
    return await publishRoot(root, options.configurationDigest, options.publisher, { replacesPending: false });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { outcome: 'FAILED', reason: reasonOf(error) };
  }
}

function reasonOf(error: Error): string {
  if (error instanceof PayoutRefused) return error.message;
  const text = error instanceof AggregateError ? (error.errors[0] as Error).message : error.message;
  return `It could not be looked at: ${text.split('\n')[0] || error.name}`;
}
