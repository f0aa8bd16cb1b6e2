import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import { ChainTables, ensurePartitions, LIVE } from '../../src/fold/chain-tables.js';
import { writeLine } from '../../src/fold/codec.js';
import type { AnyRow, AnyTable } from '../../src/fold/table.js';
import { CopyText } from '../../src/fold/copy-text.js';
import { Dictionary, namesIn } from '../../src/fold/dictionary.js';
import { LEDGER_TABLES } from '../../src/read-models/ledger-tables.js';

/** Which table of the ledger in memory goes to which in Postgres. */
export const MEMORY_TABLES: Readonly<Record<string, keyof MemoryLedger>> = {
  account: 'accounts',
  accumulated_history: 'accumulatedHistory',
  anomaly: 'anomalies',
  asset: 'assets',
  asset_version: 'versions',
  claim: 'claims',
  contribution: 'contributions',
  direct_earning: 'direct',
  dispute: 'disputes',
  executor_earning: 'executors',
  fee: 'fees',
  fee_history: 'feeHistory',
  held_usage: 'heldUsages',
  license: 'licenses',
  link_history: 'linkHistory',
  owner_history: 'ownerHistory',
  payout_root: 'payoutRoots',
  payout_vault: 'payoutVaults',
  pool_history: 'poolHistory',
  posting: 'postings',
  revenue: 'revenue',
  reward: 'rewards',
  running_total: 'totals',
  running_total_at: 'totalsAt',
  share: 'shares',
  share_history: 'shareHistory',
  split_announcement: 'splitAnnouncements',
  split_history: 'splitHistory',
  status_history: 'statusHistory',
  suspense: 'suspense',
  task: 'tasks',
  task_token: 'taskTokens',
  terms_history: 'terms',
  token: 'tokens',
  token_history: 'tokenHistory',
  transit: 'transit',
  upheld_earning: 'upheld',
  usage: 'usages',
};

/** Writes a chain's ledger in memory to the live tables, in place of what is there of that chain. */
export async function storeLedger(db: pg.ClientBase, ledger: MemoryLedger): Promise<void> {
  const names = new ChainTables(LIVE, ledger.chain);
  await ensurePartitions(db, names, LEDGER_TABLES);
  for (const table of LEDGER_TABLES) {
    await db.query(`DELETE FROM ${names.nameOf(table)}`);
    await copyRows(db, names.nameOf(table), table, ledger.chain, rowsFor(table, ledger));
  }
}

async function copyRows(
  db: pg.ClientBase,
  name: string,
  table: AnyTable,
  chain: number,
  rows: readonly AnyRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const dictionary = new Dictionary(db);
  await dictionary.learn(namesIn(table.columns, rows));
  const columns = ['chain_id', ...table.columns.map((column) => column.name)].join(', ');
  const copy = db.query(copyFrom(`COPY ${name} (${columns}) FROM STDIN`));
  const text = new CopyText();
  for (const row of rows) writeLine(text, table, chain, row, dictionary);
  await pipeline(Readable.from(text.take()), copy);
}

function rowsFor(table: AnyTable, ledger: MemoryLedger): AnyRow[] {
  if (table.name === 'lineage_edge') return edgesOf(ledger);
  if (table.name === 'asset_activity') return activityOf(ledger);
  const source = MEMORY_TABLES[table.name];
  if (source === undefined) return [];
  const { rows } = ledger[source] as unknown as { rows: AnyRow[] | Map<string, AnyRow> };
  return [...rows.values()];
}

function activityOf(ledger: MemoryLedger): AnyRow[] {
  const usages = new Map<string, bigint>();
  for (const row of ledger.revenue.rows.values()) {
    usages.set(row.assetId, (usages.get(row.assetId) ?? 0n) + row.usages);
  }
  return [...usages].map(([assetId, count]) => ({ assetId, usages: count }));
}

function edgesOf(ledger: MemoryLedger): AnyRow[] {
  return [...ledger.assets.rows.values()].flatMap((asset) =>
    asset.links.map((link, rank) => {
      const since = ledger.linkHistory.rows.findLast(
        ({ assetId, parent }) => assetId === asset.assetId && parent === link.parent,
      )!;
      return { ...link, child: asset.assetId, rank, position: since.position, time_s: since.time_s };
    }),
  );
}
