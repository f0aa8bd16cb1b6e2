import { audit } from '../audit/audit.js';
import type { Books } from '../audit/books.js';
import { compare } from '../audit/compare.js';
import { readEvents } from '../audit/events.js';
import { readLogs } from '../audit/read-logs.js';
import type { Deployment } from '../support/system.js';
import { entitlementsOf, readContributors, unequalBalances } from './served-entitlements.js';
import { readSettledTo, readSums } from './system-sums.js';

/** The audit of a deployment's chains up to the given blocks, settled as far as the deployment is. */
export async function auditOf(
  deployment: Deployment,
  blocks: ReadonlyMap<number, number>,
  interval_s: number,
): Promise<Books> {
  const chains = await Promise.all(
    deployment.chains.map(async ({ id, rpc, contracts, feeds = [] }) => {
      const watched = [...contracts, ...feeds.map(({ address }) => address)];
      const byAddress = new Map(feeds.map((feed) => [feed.address, feed]));
      return [id, readEvents(await readLogs(rpc, watched, blocks.get(id)!), byAddress)] as const;
    }),
  );
  return audit({ interval_s, chains: new Map(chains), settledTo_s: await readSettledTo(deployment) });
}

/**
 * Holds a deployment that stands still against the audit of its chains: what GraphQL says of every
 * contributor, and what the tables hold per account.
 */
export async function auditDeployment(
  deployment: Deployment,
  blocks: ReadonlyMap<number, number>,
  interval_s: number,
): Promise<string[]> {
  const books = await auditOf(deployment, blocks, interval_s);
  const sums = await readSums(deployment);
  const contributors = await readContributors(deployment);
  const claimed = { ...sums, entitlements: entitlementsOf(contributors, sums) };
  return [...compare(books, claimed), ...unequalBalances(contributors)];
}
