import type pg from 'pg';
import type { ChainId } from '../../src/domain/ids.js';

/** The advisory lock of whoever may write the log of a chain: $1 is the chain id. */
const KEY = `hashtextextended('tributary log of chain ' || $1::bigint, 0)`;

/**
 * Takes the lock of a chain's log for as long as the connection lives, waiting for whoever has it.
 * `onWait` is called once when there is somebody to wait for. The same connection then writes, so a
 * writer that lost the lock with its connection cannot write either.
 */
export async function acquireChainLock(client: pg.ClientBase, chain: ChainId, onWait: () => void): Promise<void> {
  if (await tryChainLock(client, chain)) return;
  onWait();
  // A waiter that is killed must not stay in the queue and get the lock after its death.
  await client.query(`SET client_connection_check_interval = '1s'`);
  await client.query(`SELECT pg_advisory_lock(${KEY})`, [chain]);
}

/** Takes the lock of a chain's log if nobody has it. @returns whether it was taken */
export async function tryChainLock(client: pg.ClientBase, chain: ChainId): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS taken`, [chain]);
  return rows[0]!.taken;
}
