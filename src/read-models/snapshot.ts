import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { BEGIN_READING } from '../fold/transaction.js';
import type { Queryable } from './queryable.js';

/** A state that was folded anew took its place for longer than a statement may wait: canceled, no lock, deadlock. */
const PATIENCE = new Set(['57014', '55P03', '40P01']);

/**
 * One moment of the database: everything asked through it sees the same state, so an answer's figures fit
 * together and its `asOf` is exactly what they are true at. Opens with the first question.
 */
export class Snapshot implements Queryable {
  private runner: QueryRunner | undefined;
  private opening: Promise<ClientBase> | undefined;
  /** One connection answers one question after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly source: DataSource) {}

  query<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    if (this.closed) return Promise.reject(new Error('The snapshot is closed: its request has been answered.'));
    const ask = async (): Promise<R[]> => {
      const client = await (this.opening ??= this.open());
      const { rows } = await client.query({ name: nameOf(sql), text: sql, values: parameters });
      return rows as R[];
    };
    const answer = this.last.then(ask, ask);
    this.last = answer;
    return answer;
  }

  private async open(): Promise<ClientBase> {
    this.runner = this.source.createQueryRunner();
    const client = (await this.runner.connect()) as ClientBase;
    try {
      await client.query(BEGIN_READING);
    } catch (error) {
      if (!PATIENCE.has((error as { code?: string }).code ?? '')) throw error;
      // Nothing has been asked yet, so waiting once more is all that it takes.
      await client.query('ROLLBACK');
      await client.query(BEGIN_READING);
    }
    return client;
  }

  /** Lets the connection go. Safe to call twice, and before anything was asked. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.last.catch(() => undefined);
    try {
      await this.runner?.query('ROLLBACK');
    } catch {
      // A connection that is gone has nothing to roll back; the pool replaces it.
    } finally {
      await this.runner?.release();
    }
  }
}

const names = new Map<string, string>();

/**
 * A name for the statement, under which each connection plans it once: planning over the partitions of
 * every chain takes longer than most of the questions. Texts are few, values are parameters.
 */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (!name) names.set(sql, (name = createHash('sha1').update(sql).digest('hex')));
  return name;
}
