import type pg from 'pg';
import { queryable } from '../../src/read-models/queryable.js';
import { payoutClaims } from '../../src/read-models/payouts/proofs.js';
import { print, withServer } from '../fold/fold.js';
import { foldInProcess } from '../fold/folding-process.js';
import { WORLD_VAULT, worldShareholder, writeWorld } from '../fold/world.js';
import { rootInProcess } from './root-process.js';

const CHAIN = 1;
/** Enough that everybody has earned something. */
const USAGES = 20_000;
const ASKED = 500;

/**
 * How long the payout root of a vault takes over contributors that share ten pools: from the rows of the ledger to
 * the root, with proofs that the library verifies; then keeping it, and giving proofs from what is kept.
 */
export async function benchRoot(contributors = 1_000_000): Promise<void> {
  await withServer(async (url, client) => {
    await writeWorld(client, { chain: CHAIN, popularity: 'zipf', shareholders: contributors }, USAGES);
    await foldInProcess(url, CHAIN);
    const { root, root_s, root_cpu_s, leaves, proved, store_s, peak_mb } = await rootInProcess(url, CHAIN);
    await publish(client, root);
    const took = await timesOfProofs(client, contributors);
    print('root', {
      ...{ leaves, seconds: root_s, cpu_seconds: root_cpu_s, peak_mb, proofs_verified: proved, store_s },
      proof_p50_ms: quantile(took, 0.5),
      proof_p95_ms: quantile(took, 0.95),
    });
  });
}

/** As if the vault had published the root, and it were active. */
async function publish(client: pg.Client, root: string): Promise<void> {
  await client.query(
    `INSERT INTO ledger.payout_root (chain_id, vault, epoch, published_at, published_time_s, root, mark_s,
       remote_mark_s, configuration_digest, active_from_s, tx_hash)
     VALUES ($1, $2, 1, '', 0, $3, 0, 0, '', 0, '')`,
    [CHAIN, WORLD_VAULT, root],
  );
  await client.query('ANALYZE');
}

/** How long the proofs of contributors from everywhere take, in milliseconds. @throws Error where one has none */
async function timesOfProofs(client: pg.Client, contributors: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < ASKED; n++) {
    const contributor = worldShareholder(Math.floor((n * contributors) / ASKED));
    const start = performance.now();
    const [claim] = await payoutClaims(queryable(client), contributor, { chainId: null, vault: null, token: null });
    took.push(performance.now() - start);
    if (!claim || claim.proof.length === 0) throw new Error(`There is no proof for ${contributor}.`);
  }
  return took;
}

function quantile(times: readonly number[], part: number): number {
  return Number([...times].sort((a, b) => a - b)[Math.floor(part * (times.length - 1))]!.toFixed(2));
}
