import { compare } from '../../audit/compare.js';
import { audit } from '../../audit/audit.js';
import { type AuditLog, readEvents } from '../../audit/events.js';
import { entitlementsOf, readContributors, unequalBalances } from '../../e2e/served-entitlements.js';
import { readSettledTo, readSums } from '../../e2e/system-sums.js';
import { verificationFailures } from '../../e2e/verify-system.js';
import { askGraphql } from '../../support/graphql.js';
import { readLog } from '../../support/indexer.js';
import { branchOf, type TreeBlock } from '../../support/scripted-tree.js';
import { firstDifference } from '../indexer/difference.js';
import { expectedLog } from '../indexer/expected-log.js';
import type { RunningSystem } from './running-system.js';
import type { SystemStory } from './story.js';

/**
 * Says what is wrong with a system that has come to rest: every log must be its chain's, the state that of a
 * straight run over the same logs, the books must balance, and the independent audit of the chains must say what the
 * tables and every service's API say.
 */
export async function judge(story: SystemStory, system: RunningSystem): Promise<string[]> {
  const heads = story.steps.at(-1)!.heads;
  const logs = await logProblems(story, system, heads);
  // What follows from a log that is wrong says nothing more.
  if (logs.length > 0) return logs;
  const failures = await verificationFailures(system);
  return [
    ...(failures === '' ? [] : [failures]),
    ...(await auditProblems(story, system, heads)),
    ...(await disturbedOthers(story, system)),
  ];
}

/** Chains whose state was folded anew though nothing was done to them: what one chain does, no other notices. */
async function disturbedOthers({ chains, steps }: SystemStory, system: RunningSystem): Promise<string[]> {
  const incidents = steps.flatMap((step) => step.incidents);
  const anew = incidents.flatMap((incident) =>
    FOLDS_ANEW.has(incident.kind) && 'chain' in incident ? incident.chain : [],
  );
  const rows = await system.query<{ id: number; replaced: number }>(
    'SELECT chain_id::int AS id, replaced FROM fold.checkpoint WHERE replaced > 0',
  );
  const others = rows.filter(({ id }) => !anew.includes(chains.findIndex((chain) => chain.id === id)));
  return others.map(({ id, replaced }) => `chain ${id} was folded anew ${replaced} times, and there was no reason`);
}

const FOLDS_ANEW: ReadonlySet<string> = new Set(['rebuild', 'deep fork', 'state of another version']);

async function logProblems(
  { chains }: SystemStory,
  { site }: RunningSystem,
  heads: readonly TreeBlock[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const [at, { id, contracts }] of chains.entries()) {
    const difference = firstDifference(await readLog(site.databaseUrl, id), expectedLog(id, contracts, heads[at]!));
    if (difference !== undefined) problems.push(`log of chain ${id}: ${difference}`);
  }
  return problems;
}

async function auditProblems(
  story: SystemStory,
  system: RunningSystem,
  heads: readonly TreeBlock[],
): Promise<string[]> {
  const asked = {
    query: <R extends object>(sql: string, values?: unknown[]) => system.query<R>(sql, values),
  };
  const chains = new Map(story.chains.map(({ id }, at) => [id as number, readEvents(logsOf(id, heads[at]!))]));
  const settles = new Map(story.chains.map((plan) => [plan.id, plan.settles ?? {}]));
  const books = audit({ interval_s: story.interval_s, chains, settles, settledTo_s: await readSettledTo(asked) });
  const sums = await readSums(asked);
  const problems: string[] = [];
  for (const { url, process } of system.services) {
    const graphql = <R>(question: string, variables: Record<string, unknown> = {}): Promise<R> =>
      askGraphql<R>(url, question, variables);
    await system.until(`${process.name} to answer`, async () => (await graphql<object>('{ chains { id } }')) !== null);
    const contributors = await readContributors({ graphql });
    const claimed = { ...sums, entitlements: entitlementsOf(contributors, sums) };
    problems.push(...compare(books, claimed), ...unequalBalances(contributors));
  }
  return problems;
}

/** The logs of the contracts on a branch, as the audit reads them from a node. */
function logsOf(chain: number, head: TreeBlock): AuditLog[] {
  return branchOf(head).flatMap(({ number, time_s, transactions }) =>
    transactions
      .flatMap(({ logs }) => logs)
      .map(({ address, topics, data }, logIndex) => ({
        ...{ chain, block: number, blockTime_s: time_s, logIndex, contract: address },
        topics: topics as AuditLog['topics'],
        data: data as AuditLog['data'],
      })),
  );
}
