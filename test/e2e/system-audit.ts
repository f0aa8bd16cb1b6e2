import { audit } from '../audit/audit.js';
import { compare } from '../audit/compare.js';
import { readEvents } from '../audit/events.js';
import { readLogs } from '../audit/read-logs.js';
import type { Deployment } from '../support/system.js';
import { entitlementsOf, readContributors, unequalBalances } from './served-entitlements.js';
import { readSettledTo, readSums } from './system-sums.js';

/**
 * Holds a deployment that stands still against the audit of its chains up to the given blocks: what
 * GraphQL says of every contributor, and what the tables hold per account.
 */
export async function auditDeployment(
  deployment: Deployment,
  blocks: ReadonlyMap<number, number>,
  interval_s: number,
): Promise<string[]> {
  const chains = await Promise.all(
    deployment.chains.map(async ({ id, rpc, contracts }) => {
      return [id, readEvents(await readLogs(rpc, contracts, blocks.get(id)!))] as const;
    }),
  );
  const books = audit({ interval_s, chains: new Map(chains), settledTo_s: await readSettledTo(deployment) });
  const sums = await readSums(deployment);
  const contributors = await readContributors(deployment);
  const claimed = { ...sums, entitlements: entitlementsOf(contributors, sums.executors) };
  return [...compare(books, claimed), ...unequalBalances(contributors)];
}
