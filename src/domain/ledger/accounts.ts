import type { PostingAccount } from './state.js';

type Kind = 'consumer' | 'treasury' | 'asset' | 'transit' | 'executor';

/** Names that are remembered before all are forgotten. */
const LIMIT = 100_000;

/**
 * Names of posting accounts, each made once: every usage posts to half a dozen of them, and a sum is found
 * faster by a string that was seen before.
 */
function names(kind: Kind): (id: string) => PostingAccount {
  const known = new Map<string, PostingAccount>();
  let [lastId, lastName]: [string | undefined, PostingAccount] = [undefined, `${kind}:`];
  return (id) => {
    if (id === lastId) return lastName;
    let name = known.get(id);
    if (name === undefined) {
      if (known.size >= LIMIT) known.clear();
      known.set(id, (name = `${kind}:${id}`));
    }
    [lastId, lastName] = [id, name];
    return name;
  };
}

export const consumerAccount = names('consumer');
export const treasuryAccount = names('treasury');
export const assetAccount = names('asset');
export const transitAccount = names('transit');
export const executorAccount = names('executor');
