import type pg from 'pg';
import { idOf } from '../fold/dictionary.js';

/** Whatever answers SQL: a data source, a connection, a snapshot. Rows come with Postgres' own column names. */
export interface Queryable {
  query<R>(sql: string, parameters?: unknown[]): Promise<R[]>;
}

/** The form in which the read models ask, over a connection. */
export function queryable(db: pg.ClientBase): Queryable {
  return {
    async query<R>(sql: string, parameters?: unknown[]): Promise<R[]> {
      return (await db.query(sql, parameters)).rows as R[];
    },
  };
}

/** Collects the conditions of a WHERE and their parameters, numbered as they come. */
export class Conditions {
  private readonly parts: string[] = [];

  /** @param parameters those of another WHERE of the same statement, to go on with */
  constructor(readonly parameters: unknown[] = []) {}

  /** The placeholder of a new parameter. */
  bind(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  /** Adds a condition; each `?` in it takes the next of `values`. */
  add(condition: string, ...values: unknown[]): this {
    let next = 0;
    this.parts.push(condition.replace(/\?/g, () => this.bind(values[next++])));
    return this;
  }

  /** Adds `column = value`, or nothing where there is no value. */
  equal(column: string, value: unknown): this {
    return value == null ? this : this.add(`${column} = ?`, value);
  }

  /** {@link equal} of a column in which names stand as numbers. */
  named(column: string, name: unknown): this {
    return name == null ? this : this.add(`${column} = ${idOf('?')}`, name);
  }

  /** `WHERE ...`, or nothing. */
  where(): string {
    return this.parts.length === 0 ? '' : `WHERE ${this.parts.join(' AND ')}`;
  }
}

/** A number from a bigint column, which arrives as text. */
export function toNumber(value: string | number): number {
  return Number(value);
}

/** {@link toNumber} of a column that may be null. */
export function toNumberOrNull(value: string | number | null): number | null {
  return value === null ? null : Number(value);
}

/** A bigint from a numeric column, which arrives as text; whole by the column's meaning. */
export function toBigInt(value: string | null): bigint {
  return value === null ? 0n : BigInt(value);
}
