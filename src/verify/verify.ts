import pg from 'pg';
import type { Hex } from '../domain/ids.js';
import { settlingChains, type SettlingWindow } from '../domain/settlement/settling-chains.js';
import { checkBalances } from './balance-equations.js';
import type { Watch } from './chain-logs.js';
import { checkLog } from './log-equals-chain.js';
import { checkLogIntegrity } from './log-integrity.js';
import { checkPayoutRoots } from './payout-roots.js';
import { checkRebuild, checkSettlement } from './rebuild-equals-live.js';
import { RebuiltCopy } from './rebuilt-copy.js';
import type { CheckResult } from './report.js';

/** A chain as the configuration describes it. */
export interface VerifiedChain {
  readonly id: number;
  readonly rpc: readonly string[];
  readonly settles?: SettlingWindow;
}

export interface VerifyOptions {
  readonly url: string;
  readonly interval_s: number;
  /** Every chain that is followed. */
  readonly chains: readonly VerifiedChain[];
  /** What published payout roots should name. */
  readonly configurationDigest: Hex;
  /** What of a chain counts, and what adapters make of it. */
  readonly watch: (chain: number) => Watch;
  /** Called with what is being done and how far it is. */
  readonly progress?: (what: string, done: number, total: number) => void;
}

/**
 * Says whether the log equals the chains, whether a rebuild equals the live state, whether the balance
 * equations hold, and whether published payout roots are what the ledger says. Only reads what is live, so it runs beside indexers and service; the rebuild goes into a
 * schema of its own, which it drops again.
 * @throws ChainUnreadableError where a chain does not answer
 */
export async function verify(options: VerifyOptions): Promise<CheckResult[]> {
  const { url, chains, interval_s, configurationDigest, watch, progress = () => undefined } = options;
  const results: CheckResult[] = [];
  const db = new pg.Client({ connectionString: url, application_name: 'tributary verify' });
  await db.connect();
  try {
    for (const { id, rpc } of chains) {
      const told = (done: number, total: number): void => progress(`reading chain ${id}`, done, total);
      results.push(await checkLog(db, { chain: id, rpc, watch: () => watch(id), progress: told }));
      results.push(await checkLogIntegrity(db, id));
    }
    const followed = settlingChains(chains);
    await RebuiltCopy.with({ url, interval_s, chains: followed }, async (copy) => {
      for (const { id: chain } of followed) {
        const total = await countEvents(db, chain);
        results.push(
          await checkRebuild(db, copy, chain, (events) => progress(`folding chain ${chain}`, events, total)),
        );
      }
      results.push(await checkSettlement(db, copy));
    });
    results.push(...(await checkBalances(db)));
    results.push(await checkPayoutRoots(db, { interval_s, configurationDigest }));
    return results;
  } finally {
    await db.end();
  }
}

async function countEvents(db: pg.ClientBase, chain: number): Promise<number> {
  const { rows } = await db.query<{ n: string }>(
    'SELECT count(*) AS n FROM log.event WHERE chain_id = $1 AND retracted_batch IS NULL',
    [chain],
  );
  return Number(rows[0]!.n);
}
