import type { AssetId, ChainId } from '../ids.js';
import { PriceList } from '../value/price-list.js';
import { REVENUE_SUMS } from './revenue-rows.js';
import type {
  History,
  Keyed,
  LedgerState,
  RunningTotalAtRow,
  SerialSums,
  Series,
  Slot,
  Sums,
  Unread,
  UnreadSeries,
} from './state.js';

type Key = string | number | null;

/** Rows by some of their columns. */
export class MemoryTable<K extends object, R extends K> implements Keyed<K, R> {
  readonly rows = new Map<string, R>();

  constructor(private readonly columns: readonly (keyof K)[]) {}

  get(key: K): R | undefined {
    return this.rows.get(this.keyOf(key));
  }

  put(row: R): void {
    this.rows.set(this.keyOf(row), row);
  }

  remove(key: K): void {
    this.rows.delete(this.keyOf(key));
  }

  slot(key: K): Slot<R> {
    return { get: () => this.get(key), put: (row) => this.put(row), own: () => undefined };
  }

  private keyOf(key: K): string {
    if (this.columns.length === 1) return key[this.columns[0]!] as string;
    let text = '';
    for (const column of this.columns) text += `${key[column] as Key}|`;
    return text;
  }
}

/** {@link MemoryTable} that also finds every row of an asset. */
class MemoryAssetTable<K extends { assetId: AssetId }, R extends K> extends MemoryTable<K, R> {
  private readonly byAsset = new Map<AssetId, MemoryTable<K, R>>();

  constructor(private readonly assetColumns: readonly (keyof K)[]) {
    super(assetColumns);
  }

  ofAsset(assetId: AssetId): Iterable<R> {
    return this.byAsset.get(assetId)?.rows.values() ?? [];
  }

  override put(row: R): void {
    super.put(row);
    let rows = this.byAsset.get(row.assetId);
    if (!rows) this.byAsset.set(row.assetId, (rows = new MemoryTable<K, R>(this.assetColumns)));
    rows.put(row);
  }

  override remove(key: K): void {
    super.remove(key);
    this.byAsset.get(key.assetId)?.remove(key);
  }
}

class MemoryTotalsAt extends MemoryTable<RunningTotalAtRow, RunningTotalAtRow> implements Unread<RunningTotalAtRow> {
  series(): UnreadSeries<RunningTotalAtRow> {
    return { put: (row) => this.put({ ...row }) };
  }
}

export class MemoryHistory<R> implements History<R> {
  readonly rows: R[] = [];

  append(row: R): void {
    this.rows.push(row);
  }
}

/** Sums by every column that is not one of `summed`. */
export class MemorySums<R extends object> implements Sums<R> {
  readonly rows = new Map<string, R>();

  constructor(
    private readonly columns: readonly (keyof R)[],
    private readonly summed: readonly (keyof R)[],
  ) {}

  add(delta: R): void {
    let key = '';
    for (const column of this.columns) key += `${delta[column] as Key}|`;
    const before = this.rows.get(key);
    const row = { ...delta };
    if (before) for (const column of this.summed) row[column] = this.plus(before[column], delta[column]);
    if (this.summed.every((column) => row[column] === 0n)) this.rows.delete(key);
    else this.rows.set(key, row);
  }

  private plus<T>(a: T, b: T): T {
    return ((a as bigint) + (b as bigint)) as T;
  }
}

/** {@link MemorySums} by interval. */
class MemorySerialSums<R extends { mark_s: number }> extends MemorySums<R> implements SerialSums<R> {
  series(zero: R): Series<R> {
    return { add: (mark_s, delta) => this.add({ ...zero, ...delta, mark_s }) };
  }
}

/**
 * One chain's state in memory: for tests, and for whoever folds a log to compare it with what is stored.
 * Everything is in the maps and lists of its tables.
 */
export class MemoryLedger implements LedgerState {
  readonly assets: MemoryTable<{ assetId: AssetId }, TableRow<'assets'>> = new MemoryTable(['assetId']);
  readonly totals = new MemoryAssetTable<TableKey<'totals'>, TableRow<'totals'>>(['assetId', 'vault', 'token']);
  readonly totalsAt = new MemoryTotalsAt(['assetId', 'vault', 'token', 'mark_s']);
  readonly shares = new MemoryTable<TableKey<'shares'>, TableRow<'shares'>>(['assetId', 'role', 'contributor']);
  readonly suspense = new MemoryAssetTable<TableKey<'suspense'>, TableRow<'suspense'>>([
    'assetId',
    'vault',
    'token',
    'usageContract',
    'total',
  ]);
  readonly fees = new MemoryTable<TableKey<'fees'>, TableRow<'fees'>>(['usageContract']);
  readonly tokens = new MemoryTable<TableKey<'tokens'>, TableRow<'tokens'>>(['token']);
  readonly accounts = new MemoryTable<TableKey<'accounts'>, TableRow<'accounts'>>(['address']);
  readonly heldUsages = new MemoryTable<TableKey<'heldUsages'>, TableRow<'heldUsages'>>(['usageContract', 'receiptId']);
  readonly disputes = new MemoryTable<TableKey<'disputes'>, TableRow<'disputes'>>(['assetId', 'disputeId']);
  readonly tasks = new MemoryTable<TableKey<'tasks'>, TableRow<'tasks'>>(['taskContract', 'task']);
  readonly taskTokens = new MemoryTable<TableKey<'taskTokens'>, TableRow<'taskTokens'>>([
    'taskContract',
    'task',
    'token',
  ]);
  readonly contributions = new MemoryTable<TableKey<'contributions'>, TableRow<'contributions'>>([
    'taskContract',
    'task',
    'contributor',
    'contentHash',
  ]);
  readonly payoutRoots = new MemoryTable<TableKey<'payoutRoots'>, TableRow<'payoutRoots'>>([
    'vault',
    'epoch',
    'publishedAt',
  ]);
  readonly payoutVaults = new MemoryTable<TableKey<'payoutVaults'>, TableRow<'payoutVaults'>>(['vault']);

  readonly versions = new MemoryHistory<HistoryRow<'versions'>>();
  readonly terms = new MemoryHistory<HistoryRow<'terms'>>();
  readonly splitHistory = new MemoryHistory<HistoryRow<'splitHistory'>>();
  readonly ownerHistory = new MemoryHistory<HistoryRow<'ownerHistory'>>();
  readonly statusHistory = new MemoryHistory<HistoryRow<'statusHistory'>>();
  readonly linkHistory = new MemoryHistory<HistoryRow<'linkHistory'>>();
  readonly poolHistory = new MemoryHistory<HistoryRow<'poolHistory'>>();
  readonly shareHistory = new MemoryHistory<HistoryRow<'shareHistory'>>();
  readonly feeHistory = new MemoryHistory<HistoryRow<'feeHistory'>>();
  readonly tokenHistory = new MemoryHistory<HistoryRow<'tokenHistory'>>();
  readonly accumulatedHistory = new MemoryHistory<HistoryRow<'accumulatedHistory'>>();
  readonly splitAnnouncements = new MemoryHistory<HistoryRow<'splitAnnouncements'>>();
  readonly licenses = new MemoryHistory<HistoryRow<'licenses'>>();
  readonly claims = new MemoryHistory<HistoryRow<'claims'>>();
  readonly usages = new MemoryHistory<HistoryRow<'usages'>>();
  readonly anomalies = new MemoryHistory<HistoryRow<'anomalies'>>();

  readonly transit = new MemorySums<SumsRow<'transit'>>(
    ['assetId', 'vault', 'usageContract', 'token', 'mark_s', 'executor'],
    ['amount'],
  );
  readonly executors = new MemorySums<SumsRow<'executors'>>(
    ['executor', 'assetId', 'vault', 'token', 'mark_s'],
    ['amount'],
  );
  readonly upheld = new MemorySums<SumsRow<'upheld'>>(
    ['beneficiary', 'assetId', 'vault', 'token', 'mark_s'],
    ['amount'],
  );
  readonly direct = new MemorySums<SumsRow<'direct'>>(
    ['beneficiary', 'assetId', 'role', 'vault', 'token', 'mark_s'],
    ['amount'],
  );
  readonly rewards = new MemorySums<SumsRow<'rewards'>>(
    ['contributor', 'assetId', 'role', 'taskContract', 'task', 'token', 'part', 'mark_s'],
    ['amount'],
  );
  readonly postings = new MemorySerialSums<SumsRow<'postings'>>(
    ['vault', 'token', 'mark_s', 'debit', 'credit'],
    ['amount', 'count'],
  );
  readonly revenue = new MemorySums<SumsRow<'revenue'>>(
    ['assetId', 'operation', 'application', 'usageContract', 'settlement', 'vault', 'token', 'mark_s'],
    [...REVENUE_SUMS],
  );

  constructor(
    readonly chain: ChainId,
    readonly interval_s: number,
    readonly prices = new PriceList(),
  ) {}
}

type TableKey<N extends keyof LedgerState> = LedgerState[N] extends Keyed<infer K, infer _R> ? K : never;
type TableRow<N extends keyof LedgerState> = LedgerState[N] extends Keyed<infer _K, infer R> ? R : never;
type HistoryRow<N extends keyof LedgerState> = LedgerState[N] extends History<infer R> ? R : never;
type SumsRow<N extends keyof LedgerState> = LedgerState[N] extends Sums<infer R> ? R : never;
