import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import pg from 'pg';
import { chainId } from '../../src/domain/ids.js';
import { queryable } from '../../src/read-models/queryable.js';
import { latestMarks } from '../../src/payouts/marks.js';
import { computePayoutRoot, type PayoutRoot, rootOf } from '../../src/payouts/payout-root.js';
import { storeRoot } from '../../src/payouts/store.js';
import { WORLD_VAULT } from '../fold/world.js';

/** What computing a root in a process of its own took. */
export interface RootRun {
  readonly root: string;
  readonly leaves: number;
  /** Reading what accrued, and the tree. */
  readonly root_s: number;
  /** Time of the processor that this took in the process, without Postgres. */
  readonly root_cpu_s: number;
  /** Proofs that the library finds right, of those taken from all over the tree. */
  readonly proved: number;
  /** Keeping leaves and tree in the database. */
  readonly store_s: number;
  readonly peak_mb: number;
}

const PROOFS = 1_000;
const TYPES = ['address', 'address', 'uint256'];

/** Computes the root of the vault of a chain of the bench as the service does, in a process that does nothing else. */
export function rootInProcess(url: string, chain: number): Promise<RootRun> {
  return new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), [url, String(chain)], { stdio: 'inherit' });
    let run: RootRun | undefined;
    child.on('message', (message) => (run = message as RootRun));
    child.on('error', fail);
    child.on('exit', (code) =>
      run ? done(run) : fail(new Error(`The process that computes the root ended with code ${code} and said nothing.`)),
    );
  });
}

async function compute(url: string, chain: number): Promise<RootRun> {
  const client = new pg.Client(url);
  await client.connect();
  const vault = { chain: chainId(chain), address: WORLD_VAULT };
  try {
    const start = performance.now();
    const used = process.cpuUsage();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE fold.checkpoint IN ACCESS SHARE MODE');
    const db = queryable(client);
    const payout = await computePayoutRoot(db, vault, await latestMarks(db, vault));
    const root_s = secondsSince(start);
    const { user, system } = process.cpuUsage(used);
    const proved = provedOf(payout);
    const storing = performance.now();
    await storeRoot(client, payout);
    await client.query('COMMIT');
    return {
      root: rootOf(payout)!,
      leaves: payout.leaves.length,
      root_s,
      root_cpu_s: Number(((user + system) / 1e6).toFixed(1)),
      proved,
      store_s: secondsSince(storing),
      peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await client.end();
  }
}

/** How many proofs the library takes, of leaves at even distances. @throws Error where it does not take one */
function provedOf({ tree, leaves }: PayoutRoot): number {
  const step = Math.max(1, Math.floor(leaves.length / PROOFS));
  let proved = 0;
  for (let index = 0; index < leaves.length; index += step) {
    const { contributor, token, amount } = leaves[index]!;
    const leaf = [contributor, token, amount];
    if (!StandardMerkleTree.verify(tree!.root, TYPES, leaf, tree!.proofOf(index))) {
      throw new Error(`The proof of leaf ${index} is wrong.`);
    }
    proved++;
  }
  return proved;
}

function secondsSince(start_ms: number): number {
  return Number(((performance.now() - start_ms) / 1_000).toFixed(1));
}

if (process.send) process.send(await compute(process.argv[2]!, Number(process.argv[3])));
