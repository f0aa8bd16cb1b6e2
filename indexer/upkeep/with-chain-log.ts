import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { ChainConfig } from '../../config/tributary-config.js';
import type { ChainId } from '../../src/domain/ids.js';
import { tryChainLock } from '../log/chain-lock.js';
import { UpkeepError } from './upkeep-error.js';

const ATTEMPTS = 7;
const PAUSE_MS = 250;

/** A chain's log to work on: nobody else writes it meanwhile. */
export interface OwnedLog {
  readonly chain: ChainId;
  /** Holds the lock, and writes. */
  readonly client: pg.Client;
  /** Reads while `client` writes. */
  readonly reader: pg.Client;
}

/**
 * Takes the lock of a chain's log for as long as `work` takes; a supervised indexer waits, and goes on
 * from what it finds then.
 * @throws UpkeepError when an indexer has the lock and keeps it
 */
export async function withChainLog<T>(
  url: string,
  { id, name }: Pick<ChainConfig, 'id' | 'name'>,
  work: (log: OwnedLog) => Promise<T>,
): Promise<T> {
  const chain = id as ChainId;
  const [client, reader] = [connection(url, chain), connection(url, chain)];
  try {
    await client.connect();
    await reader.connect();
    for (let attempt = 1; !(await tryChainLock(client, chain)); attempt++) {
      if (attempt === ATTEMPTS) throw await occupied(client, chain, name);
      await pause(PAUSE_MS);
    }
    return await work({ chain, client, reader });
  } finally {
    await Promise.allSettled([client.end(), reader.end()]);
  }
}

function connection(url: string, chain: ChainId): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: `tributary-upkeep-${chain}`,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  return client;
}

async function occupied(client: pg.Client, chain: ChainId, name: string): Promise<UpkeepError> {
  const { rows } = await client.query<{ status: string }>('SELECT status FROM log.chain WHERE chain_id = $1', [chain]);
  return new UpkeepError(
    rows[0]?.status === 'HALTED'
      ? `An indexer is just trying ${name} (chain ${chain}) again; repeat this in a moment, or stop the indexer first.`
      : `An indexer follows ${name} (chain ${chain}) and writes its log; stop that indexer first.`,
  );
}
