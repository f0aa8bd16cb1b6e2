import pg from 'pg';
import { chainId, type ChainId } from './domain/ids.js';
import { endOfBlock } from './domain/position.js';
import { PriceList, type RecordedPrice } from './domain/value/price-list.js';
import { ChainTables, LIVE } from './fold/chain-tables.js';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './fold/checkpoint.js';
import { FOLD_CHANNEL } from './fold/folder.js';
import { rewindState } from './fold/rewind.js';
import { inTransaction } from './fold/transaction.js';
import type { FoldsConfig } from './folds-config.js';
import { FOLD_VERSION } from './read-models/ledger-projection.js';
import { LEDGER_TABLES } from './read-models/ledger-tables.js';
import { revalue, revalueDry, type Revalued } from './read-models/tokens/revalue.js';
import { USAGE } from './read-models/usages/tables.js';
import { lockRebuild } from './rebuild.js';

export interface RepriceOptions {
  /** Says what would happen and changes nothing. */
  readonly dryRun?: boolean;
  /** Told of each transaction: usages valued by now, and all there are. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Usages of one transaction, or a few more: an interval is valued whole. */
  readonly usagesPerStep?: number;
}

/** A chain that cannot be valued anew as it is. */
export class RepriceError extends Error {
  override name = 'RepriceError';
}

const USAGES_PER_STEP = 50_000;

/**
 * Values a chain's usages by the prices of the configuration, without folding its log: balances stay as they
 * are. The state then equals one that is folded anew with these prices. What is not final is taken back first,
 * and whoever folds the chain goes on from there with the new prices; the rest is valued in transactions of
 * some intervals each, between those of the fold. When it is stopped, the next call goes on.
 * @throws RepriceError, RebuildRunning
 */
export async function repriceChain(
  url: string,
  config: FoldsConfig,
  id: number,
  options: RepriceOptions = {},
): Promise<Revalued> {
  const chain = chainId(id);
  const prices = PriceList.of(config.chains.find((each) => each.id === id)?.prices ?? []).record();
  const db = new pg.Client({ connectionString: url, application_name: `tributary reprice ${id}` });
  db.on('error', () => undefined);
  try {
    await db.connect();
    await lockRebuild(db, chain);
    const repricing = new Repricing(db, chain, config.interval, prices, options);
    return await (options.dryRun ? repricing.dry() : repricing.run());
  } finally {
    await db.end();
  }
}

class Repricing {
  private readonly names: ChainTables;
  private readonly filled = new Map<string, number>();
  private changed = 0;
  private done = 0;

  constructor(
    private readonly db: pg.Client,
    private readonly chain: ChainId,
    private readonly interval_s: number,
    private readonly prices: readonly RecordedPrice[],
    private readonly options: RepriceOptions,
  ) {
    this.names = new ChainTables(LIVE, chain);
  }

  async dry(): Promise<Revalued> {
    await this.checkpoint();
    const scope = { names: this.names, interval_s: this.interval_s, prices: this.prices };
    return revalueDry(this.db, scope, { from_s: 0, to_s: Number.MAX_SAFE_INTEGER });
  }

  async run(): Promise<Revalued> {
    await inTransaction(this.db, () => this.begin());
    const total = await this.countUsages();
    while (!this.options.signal?.aborted && (await inTransaction(this.db, () => this.step()))) {
      this.options.onProgress?.(Math.min(this.done, total), total);
    }
    return { filled: this.filled, changed: this.changed };
  }

  /** Records the new prices, from which on the fold uses them, and takes back what it has folded above the final block. */
  private async begin(): Promise<void> {
    const { db, names, chain, prices } = this;
    const from = await this.checkpoint();
    if (isSame(from.inputs, prices)) return;
    const rewound = await rewindState(db, names, LEDGER_TABLES, from, from.lastBatch, from.finalizedBlock);
    await writeCheckpoint(db, names, { ...rewound, status: 'CATCHING_UP' });
    await db.query(
      `UPDATE ${names.checkpoint} SET inputs = $2, repriced_to_s = 0, replaced = replaced + 1 WHERE chain_id = $1`,
      [chain, JSON.stringify(prices)],
    );
    const rewoundTo = endOfBlock(chain, from.finalizedBlock);
    const news = { chain, position: rewound.position, rewound: true, rewoundTo };
    await db.query('SELECT pg_notify($1, $2)', [FOLD_CHANNEL, JSON.stringify(news)]);
  }

  /** Values the next intervals. @returns false when there are none, or another repricing or rebuild has done it */
  private async step(): Promise<boolean> {
    const { db, names } = this;
    const { inputs } = await this.checkpoint();
    const { rows } = await db.query<{ repriced_to_s: string | null }>(
      `SELECT repriced_to_s FROM ${names.checkpoint} WHERE chain_id = $1`,
      [names.chain],
    );
    const repricedTo_s = rows[0]!.repriced_to_s;
    if (repricedTo_s === null || !isSame(inputs, this.prices)) return false;
    const from_s = Number(repricedTo_s);
    const to_s = await this.endOfStep(from_s);
    const scope = { names, interval_s: this.interval_s, prices: this.prices };
    this.count(await revalue(db, scope, { from_s, to_s: to_s ?? Number.MAX_SAFE_INTEGER }));
    await db.query(`UPDATE ${names.checkpoint} SET repriced_to_s = $2 WHERE chain_id = $1`, [names.chain, to_s]);
    return true;
  }

  /** The mark up to which the next step goes; null for the rest of the chain. */
  private async endOfStep(from_s: number): Promise<number | null> {
    const { usagesPerStep = USAGES_PER_STEP } = this.options;
    const { rows } = await this.db.query<{ time_s: string }>(
      `SELECT time_s FROM ${this.names.nameOf(USAGE)} WHERE chain_id = $1 AND time_s >= $2
       ORDER BY time_s, position OFFSET $3 LIMIT 1`,
      [this.names.chain, from_s, usagesPerStep],
    );
    this.done += usagesPerStep;
    return rows[0] ? (Math.floor(Number(rows[0].time_s) / this.interval_s) + 1) * this.interval_s : null;
  }

  /** Where the fold stands; it commits nothing until the transaction at hand ends. @throws RepriceError */
  private async checkpoint(): Promise<Checkpoint> {
    const { db, names } = this;
    await db.query(`SELECT 1 FROM ${names.checkpoint} WHERE chain_id = $1 FOR UPDATE`, [names.chain]);
    const found = await readCheckpoint(db, names);
    if (!found) throw new RepriceError(`Nothing of eip155:${names.chain} is folded yet: start the service first.`);
    if (found.foldVersion !== FOLD_VERSION || found.interval_s !== this.interval_s) {
      throw new RepriceError(
        `The state of eip155:${names.chain} was folded by another version or interval: start the service, which folds it anew.`,
      );
    }
    return found;
  }

  private async countUsages(): Promise<number> {
    const { rows } = await this.db.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${this.names.nameOf(USAGE)} WHERE chain_id = $1`,
      [this.names.chain],
    );
    return Number(rows[0]!.n);
  }

  private count({ filled, changed }: Revalued): void {
    for (const [source, usages] of filled) this.filled.set(source, (this.filled.get(source) ?? 0) + usages);
    this.changed += changed;
  }
}

/** Postgres keeps the fields of JSON in an order of its own. */
function isSame(recorded: unknown, prices: readonly RecordedPrice[]): boolean {
  return JSON.stringify(PriceList.of(recorded as RecordedPrice[]).record()) === JSON.stringify(prices);
}
