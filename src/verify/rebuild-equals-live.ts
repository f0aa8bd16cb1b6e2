import type pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import { ChainTables, LIVE } from '../fold/chain-tables.js';
import { type Checkpoint, readCheckpoint } from '../fold/checkpoint.js';
import type { AnyTable } from '../fold/table.js';
import { type Difference, digestTables, findDifferences, type DigestScope } from '../fold/digest.js';
import { BEGIN_READING } from '../fold/transaction.js';
import { LEDGER_TABLES, SETTLED_TABLES } from '../read-models/ledger-tables.js';
import type { RebuiltCopy } from './rebuilt-copy.js';
import { type CheckResult, Findings, NAMED_DIFFERENCES } from './report.js';
import { SettledMarks } from './settled-marks.js';

/** A live state that moves on is caught up with at most so often. */
const ATTEMPTS = 50;

/** That an event came late is known only to who saw it come: a rebuild finds everything in order. */
const COMPARED_SETTLED_TABLES = SETTLED_TABLES.filter(({ name }) => name !== 'settled_anomaly');

/**
 * Folds a chain's log anew, up to where the live state stands, and compares every row.
 * @param db a connection of the check's own: it compares at one moment
 */
export async function checkRebuild(
  db: pg.ClientBase,
  copy: RebuiltCopy,
  chain: ChainId,
  report: (events: number) => void,
): Promise<CheckResult> {
  const name = `rebuild of chain ${chain} against the live state`;
  const live = new ChainTables(LIVE, chain);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rebuilt = await copy.catchUp(chain, report);
    if (!rebuilt) return new Findings().result(name, 'nothing is folded yet');
    const result = await atOneMoment(db, async () => {
      const now = await readCheckpoint(db, live);
      if (!now || hasMovedOn(now, rebuilt)) return undefined;
      const findings = new Findings();
      if (now.position !== rebuilt.position) {
        findings.add(`the live fold stands at ${now.position}, the log's last event is at ${rebuilt.position}`);
      }
      const schemas = [LIVE.ledger, copy.schemas.ledger] as const;
      const { digest, count } = await compareTables(db, LEDGER_TABLES, schemas, findings, chain);
      const scope = `${count} tables up to block ${now.block ?? 0}, batch ${now.lastBatch}`;
      return findings.result(name, scope, { 'state digest': digest });
    });
    if (result) return result;
  }
  return restless(name);
}

/** Settles anew what the live settlement has settled, and compares every row. */
export async function checkSettlement(db: pg.ClientBase, copy: RebuiltCopy): Promise<CheckResult> {
  const name = 'settlement made anew against the live one';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const marks = await SettledMarks.read(db);
    await copy.settle(marks);
    const result = await atOneMoment(db, async () => {
      if (!marks.equals(await SettledMarks.read(db))) return undefined;
      const findings = new Findings();
      const schemas = [LIVE.ledger, copy.schemas.ledger] as const;
      const { digest, count } = await compareTables(db, COMPARED_SETTLED_TABLES, schemas, findings);
      return findings.result(name, `${count} tables of ${marks.vaults} vaults`, { 'settled digest': digest });
    });
    if (result) return result;
  }
  return restless(name);
}

/** A fold that follows has folded all of its last batch; one that catches up stands in the middle of it. */
function hasMovedOn(now: Checkpoint, rebuilt: Checkpoint): boolean {
  if (now.lastBatch !== rebuilt.lastBatch) return true;
  return now.status !== 'FOLLOWING' && now.position !== rebuilt.position;
}

function restless(name: string): CheckResult {
  const findings = new Findings();
  findings.add('the live state moved on at every attempt to compare; verify again when less happens');
  return findings.result(name, `${ATTEMPTS} attempts`);
}

async function atOneMoment<T>(db: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await db.query(BEGIN_READING);
  try {
    return await work();
  } finally {
    await db.query('ROLLBACK');
  }
}

/** Compares tables by digest, and row by row where digests differ. */
async function compareTables(
  db: pg.ClientBase,
  tables: readonly AnyTable[],
  schemas: readonly [string, string],
  findings: Findings,
  chain?: ChainId,
): Promise<{ digest: string; count: number }> {
  const [live, rebuilt] = schemas.map((schema): DigestScope => ({ schema, chain })) as [DigestScope, DigestScope];
  const left = await digestTables(db, tables, live);
  const right = await digestTables(db, tables, rebuilt);
  for (const table of tables) {
    if (left.tables[table.name] === right.tables[table.name]) continue;
    const rows = await findDifferences(db, table, live, rebuilt, NAMED_DIFFERENCES);
    for (const row of rows) findings.add(describe(row));
    if (rows.length === 0) findings.add(`${live.schema}.${table.name}: its digest differs, though no row does`);
  }
  return { digest: left.digest, count: tables.length };
}

function describe({ table, key, left, right }: Difference): string {
  const where = Object.entries(key).map(([column, value]) => `${column} ${value}`);
  const place = `${table} ${where.join(', ')}`;
  if (!left) return `${place}: the rebuild has the row, the live state does not`;
  if (!right) return `${place}: the live state has the row, the rebuild does not`;
  const changed = Object.keys(left).filter(
    (column) => column !== 'chain_id' && JSON.stringify(left[column]) !== JSON.stringify(right[column]),
  );
  const values = changed.map((column) => `${column} is ${shown(left[column])}, rebuilt it is ${shown(right[column])}`);
  return `${place}: ${values.join('; ')}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
