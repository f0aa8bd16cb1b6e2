import type pg from 'pg';
import { chunks } from './chunks.js';
import type { AnyRow, AnyTable, ColumnSpec } from './table.js';

/** As many as the rows of one statement can name: they must all be known at once. */
const NAMES_IN_MEMORY = 100_000;

/**
 * Numbers that stand for names in rows and indexes of which there are many: an asset, a vault and a token are
 * named in every posting, and their ids are ten times as long as what a row says of them. A name gets its number
 * when it is first written, from whoever writes it first, and keeps it: all chains share them, and so do a state
 * and another that is folded beside it. What number that is depends on who came first, so nothing that is told
 * or compared shows numbers.
 */
export class Dictionary {
  private recent = new Map<string, string>();
  private older = new Map<string, string>();

  /**
   * @param db outside any transaction: a name that others wait for must not wait for them
   * @param limit names in memory: of twice as many, those used last
   */
  constructor(
    private readonly db: pg.ClientBase,
    private readonly limit = NAMES_IN_MEMORY,
  ) {}

  /** The number of a name, in digits; undefined where it has to be learned first. */
  idOf(name: string): string | undefined {
    const id = this.recent.get(name);
    if (id !== undefined) return id;
    const before = this.older.get(name);
    if (before !== undefined) this.remember(name, before);
    return before;
  }

  /** Learns the numbers of names, and gives new ones to those that have none. */
  async learn(names: Iterable<string>): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => this.idOf(name) === undefined);
    for (const chunk of chunks(unknown)) {
      const absent = await this.find(chunk);
      if (absent.length === 0) continue;
      // In one order, so that two who name the same things wait for each other and not in a circle.
      await this.db.query(
        `INSERT INTO fold.name (name) SELECT name FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING`,
        [absent.sort()],
      );
      const [lost] = await this.find(absent);
      if (lost !== undefined) throw new Error(`${JSON.stringify(lost)} cannot be a name: it is no Unicode text.`);
    }
  }

  /** @returns names that have no number yet */
  private async find(names: readonly string[]): Promise<string[]> {
    const { rows } = await this.db.query<{ id: number; name: string }>({
      name: 'find names',
      text: 'SELECT id, name FROM fold.name WHERE name = ANY($1::text[])',
      values: [names],
    });
    for (const { id, name } of rows) this.remember(name, String(id));
    return names.filter((name) => this.idOf(name) === undefined);
  }

  private remember(name: string, id: string): void {
    if (this.recent.size >= this.limit) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(name, id);
  }
}

/** What is known of a {@link Dictionary} without asking for more. */
export interface KnownNames {
  /** @param column which one of a line it stands in */
  idOf(name: string, column?: number): string | undefined;
}

/** Remembers the last name of each column of a line, and its number: lines that follow each other have much in common. */
export class LastNames implements KnownNames {
  private readonly names: string[] = [];
  private readonly ids: string[] = [];

  constructor(private readonly dictionary: KnownNames) {}

  idOf(name: string, column = 0): string | undefined {
    if (this.names[column] === name) return this.ids[column];
    const id = this.dictionary.idOf(name);
    if (id !== undefined) {
      this.names[column] = name;
      this.ids[column] = id;
    }
    return id;
  }
}

/** The names that stand as numbers in columns of rows. */
export function* namesIn(columns: readonly ColumnSpec[], rows: Iterable<AnyRow>): Generator<string> {
  const named = columns.filter(({ type }) => type === 'name');
  if (named.length === 0) return;
  for (const row of rows) {
    for (const { field } of named) if (row[field] != null) yield row[field] as string;
  }
}

/** What a number stands for, as an expression. */
export function nameOf(id: string): string {
  return `(SELECT name FROM fold.name WHERE id = ${id})`;
}

/** The number of a name, as an expression: NULL, so equal to nothing, where nothing has that name. */
export function idOf(name: string): string {
  return `(SELECT id FROM fold.name WHERE name = ${name})`;
}

/** A query for all rows of a table of a chain's fold as their readers know them, `chain_id` first: with names, not numbers. */
export function namedRows(table: AnyTable, schema = 'ledger'): string {
  const joins: string[] = [];
  const columns = table.columns.map((column) => {
    if (column.type !== 'name') return `${readable(column, 't.')} AS ${column.name}`;
    joins.push(`LEFT JOIN fold.name ${column.name}_ ON ${column.name}_.id = t.${column.name}`);
    return `${column.name}_.name AS ${column.name}`;
  });
  const list = [...(table.perChain ? ['t.chain_id'] : []), ...columns].join(', ');
  return `SELECT ${list} FROM ${schema}.${table.name} t ${joins.join(' ')}`;
}

/** A column as text that says what the domain says, or its value where that is the same; names are looked up one by one. */
export function readable(column: ColumnSpec, prefix = ''): string {
  const name = prefix + column.name;
  switch (column.type) {
    case 'name':
      return nameOf(name);
    case 'hex':
      return `'0x' || encode(${name}, 'hex')`;
    case 'position':
      return positionText(name);
    default:
      return name;
  }
}

/** A position that is stored as a number, in its 40 digits. */
export function positionText(value: string): string {
  return `lpad(${value}::text, 40, '0')`;
}
