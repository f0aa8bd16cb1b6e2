import { DataSource } from 'typeorm';
import { removeAbandonedRebuilds } from './abandoned-rebuilds.js';
import { Log1763870000000 } from './migrations/1763870000000-log.js';
import { Ledger1763870000001 } from './migrations/1763870000001-ledger.js';
import { LedgerHistory1763870000002 } from './migrations/1763870000002-ledger-history.js';
import { Settlement1763870000003 } from './migrations/1763870000003-settlement.js';
import { Fold1763870000004 } from './migrations/1763870000004-fold.js';
import { LogUpkeep1763870000005 } from './migrations/1763870000005-log-upkeep.js';
import { Economy1763870000006 } from './migrations/1763870000006-economy.js';
import { ChainStalled1763870000007 } from './migrations/1763870000007-chain-stalled.js';
import { CheckpointReplaced1763870000008 } from './migrations/1763870000008-checkpoint-replaced.js';
import { WaitingMoney1763870000009 } from './migrations/1763870000009-waiting-money.js';
import { LogTransactions1763870000010 } from './migrations/1763870000010-log-transactions.js';
import { PayoutTrees1763870000011 } from './migrations/1763870000011-payout-trees.js';
import { NarrowRows1763870000012 } from './migrations/1763870000012-narrow-rows.js';
import { Overpaid1763870000013 } from './migrations/1763870000013-overpaid.js';
import { Values1763870000014 } from './migrations/1763870000014-values.js';
import { Rankings1763870000015 } from './migrations/1763870000015-rankings.js';
import { SettledAnomalyEvent1763870000016 } from './migrations/1763870000016-settled-anomaly-event.js';
import { SettlingWindows1763870000017 } from './migrations/1763870000017-settling-windows.js';
import { UnpricedGross1763870000018 } from './migrations/1763870000018-unpriced-gross.js';

/** Every migration, oldest first. Released ones never change. */
export const MIGRATIONS = [
  Log1763870000000,
  Ledger1763870000001,
  LedgerHistory1763870000002,
  Settlement1763870000003,
  Fold1763870000004,
  LogUpkeep1763870000005,
  Economy1763870000006,
  ChainStalled1763870000007,
  CheckpointReplaced1763870000008,
  WaitingMoney1763870000009,
  LogTransactions1763870000010,
  PayoutTrees1763870000011,
  NarrowRows1763870000012,
  Overpaid1763870000013,
  Values1763870000014,
  Rankings1763870000015,
  SettledAnomalyEvent1763870000016,
  SettlingWindows1763870000017,
  UnpricedGross1763870000018,
];

/** How a pool of connections behaves; times in milliseconds. */
export interface PoolSettings {
  readonly max?: number;
  readonly application_name?: string;
  /** A statement that takes longer is canceled. */
  readonly statement_timeout?: number;
  readonly idle_in_transaction_session_timeout?: number;
  readonly connectionTimeoutMillis?: number;
}

/** A TypeORM data source over the given database. `entities` are those that the caller reads. */
export function createDataSource(
  url: string,
  entities: NonNullable<ConstructorParameters<typeof DataSource>[0]['entities']> = [],
  pool: PoolSettings = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    synchronize: false,
    extra: pool,
  });
}

/**
 * Brings the database to the newest schema. Safe to call from several processes at once: an advisory
 * lock lets one work while the others wait.
 */
export async function migrate(url: string): Promise<void> {
  const source = await createDataSource(url).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('tributary migrations'))`);
    if (await source.showMigrations()) await removeAbandonedRebuilds(lock);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(hashtext('tributary migrations'))`);
    await lock.release();
    await source.destroy();
  }
}
