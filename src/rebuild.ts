import pg from 'pg';
import type { ChainId } from './domain/ids.js';
import { endOfBlock } from './domain/position.js';
import { settlingChains } from './domain/settlement/settling-chains.js';
import { PriceList } from './domain/value/price-list.js';
import { countEvents } from './event-log/batches.js';
import { createBeside, dropBeside, indexBeside, rebuildLockName, takePlace } from './fold/beside.js';
import type { RebuildProgress } from './fold/chain-fold.js';
import { FOLD_CHANNEL } from './fold/folder.js';
import { FoldSession } from './fold/fold-session.js';
import { pause } from './fold/lock.js';
import type { FoldsConfig } from './folds-config.js';
import { ledgerProjection } from './read-models/ledger-projection.js';
import { LEDGER_TABLES, SETTLED_TABLES } from './read-models/ledger-tables.js';
import { SettlementBeside } from './settlement/beside.js';

export type { RebuildProgress };

export interface RebuildOptions {
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Blocks above it are not what the live state was made from. */
  readonly rewindTo?: number;
}

/** Thrown when the chain is being rebuilt already. */
export class RebuildRunning extends Error {
  override name = 'RebuildRunning';
}

/**
 * How long the swap waits for requests that are being answered, before it lets others pass. Postgres ends its own
 * vacuuming of what somebody has waited for for a second.
 */
const LOCK_WAIT_MS = 1_300;
/** The lock was not given in time, or somebody else waits for one of ours while we wait for one of theirs. */
const PASSING = new Set(['55P03', '40P01']);

/**
 * Folds a chain's log anew, from the first event to the newest, beside its live state, which is served and
 * folded on meanwhile; then puts the new state in its place in one short transaction, together with the
 * settlement as it follows from it. Whoever folds the chain goes on from there. When it fails or is
 * stopped, nothing has changed.
 * @throws RebuildRunning when another process rebuilds the chain
 */
export async function rebuildChain(
  url: string,
  config: FoldsConfig,
  chain: ChainId,
  options: RebuildOptions = {},
): Promise<RebuildProgress> {
  const clients = ['', ' writer', ' reader'].map(
    (part) => new pg.Client({ connectionString: url, application_name: `tributary rebuild ${chain}${part}` }),
  );
  for (const client of clients) client.on('error', () => undefined);
  const [admin, writer, reader] = clients as [pg.Client, pg.Client, pg.Client];
  try {
    await Promise.all(clients.map((client) => client.connect()));
    await lockRebuild(admin, chain);
    return await new Rebuild({ admin, writer, reader }, config, chain, options).run();
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

/** Removes what a rebuild that was killed has left behind. */
export async function removeLeftBehind(url: string, chain: ChainId): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: `tributary rebuild ${chain}` });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await lockRebuild(client, chain);
    await dropAll(client, chain);
  } catch (error) {
    if (!(error instanceof RebuildRunning)) throw error;
  } finally {
    await client.end();
  }
}

/** Until the connection ends, nobody else makes the chain's state anew. @throws RebuildRunning */
export async function lockRebuild(db: pg.Client, chain: ChainId): Promise<void> {
  const { rows } = await db.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [
    rebuildLockName(chain),
  ]);
  if (rows[0]!.held) return;
  throw new RebuildRunning(`Another process rebuilds eip155:${chain} at the moment; wait until it has ended.`);
}

async function dropAll(db: pg.Client, chain: ChainId): Promise<void> {
  await new SettlementBeside(db, chain, { interval_s: 0, chains: [] }).close();
  await dropBeside(db, chain);
}

interface Connections {
  readonly admin: pg.Client;
  readonly writer: pg.Client;
  readonly reader: pg.Client;
}

class Rebuild {
  private readonly signal: AbortSignal;
  private readonly settlement: SettlementBeside;
  private total = 0;

  constructor(
    private readonly db: Connections,
    private readonly config: FoldsConfig,
    private readonly chain: ChainId,
    private readonly options: RebuildOptions,
  ) {
    this.signal = options.signal ?? new AbortController().signal;
    const chains = settlingChains(config.chains);
    this.settlement = new SettlementBeside(db.writer, chain, { interval_s: config.interval, chains });
  }

  async run(): Promise<RebuildProgress> {
    const { admin, writer, reader } = this.db;
    const { chain } = this;
    this.total = await countEvents(reader, chain);
    await dropAll(admin, chain);
    const session = await this.open();
    try {
      this.report(session);
      await session.catchUp(this.signal, () => this.report(session));
      if (this.signal.aborted) return this.progress(session);
      await indexBeside([admin, writer], chain, LEDGER_TABLES);
      await this.settlement.open();
      while (!this.signal.aborted) {
        await session.catchUp(this.signal, () => this.report(session));
        await this.settlement.settle(this.signal);
        if (await this.swap(session)) break;
        await pause(LOCK_WAIT_MS, this.signal);
      }
      return this.progress(session);
    } finally {
      await dropAll(admin, chain);
    }
  }

  private async open(): Promise<FoldSession> {
    const { admin, writer, reader } = this.db;
    const { chain } = this;
    const schemas = await createBeside(admin, chain, LEDGER_TABLES, SETTLED_TABLES);
    const prices = PriceList.of(this.config.chains.find(({ id }) => id === chain)?.prices ?? []);
    const projection = ledgerProjection(chain, this.config.interval, prices);
    const interval_s = this.config.interval;
    const options = { chain, interval_s, projection, schemas, writer, reader, isUnreadUntilEnd: true };
    const session = new FoldSession(options);
    await session.open();
    return session;
  }

  /** @returns false when somebody kept reading the live state for too long */
  private async swap(session: FoldSession): Promise<boolean> {
    const { admin } = this.db;
    await admin.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`);
    try {
      await this.settlement.compare(admin);
      await admin.query('LOCK TABLE fold.checkpoint IN ACCESS EXCLUSIVE MODE');
      // What the live fold has committed meanwhile: from here on it commits nothing.
      await session.catchUp(this.signal);
      await takePlace(admin, this.chain, LEDGER_TABLES);
      await this.settlement.takePlace(admin);
      await this.announce(session);
      await admin.query('COMMIT');
      return true;
    } catch (error) {
      await admin.query('ROLLBACK').catch(() => undefined);
      if (PASSING.has((error as { code?: string }).code ?? '')) return false;
      throw error;
    }
  }

  private async announce({ checkpoint }: FoldSession): Promise<void> {
    const { chain } = this;
    const { rewindTo } = this.options;
    const rewound = rewindTo === undefined ? {} : { rewoundTo: endOfBlock(chain, rewindTo) };
    const payload = { chain, position: checkpoint.position, rewound: rewindTo !== undefined, ...rewound };
    await this.db.admin.query('SELECT pg_notify($1, $2)', [FOLD_CHANNEL, JSON.stringify(payload)]);
  }

  private progress(session: FoldSession): RebuildProgress {
    return { chain: this.chain, events: session.events, total: this.total };
  }

  private report(session: FoldSession): void {
    this.options.onProgress?.(this.progress(session));
  }
}
