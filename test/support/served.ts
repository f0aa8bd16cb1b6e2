import pg from 'pg';
import { type Service, startService } from '../../src/service.js';
import { parsePosition } from '../../src/domain/position.js';
import { blocksOf, LogBuilder, type TestBlock } from './log-builder.js';
import { postJson } from './post-json.js';
import { startTestPostgres, type TestPostgres } from './postgres.js';
import { until } from './until.js';
import type { World } from './world.js';

export interface Answer {
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- shaped by the query
  readonly errors?: readonly {
    message: string;
    path?: unknown[];
    extensions: { code: string; stacktrace?: unknown };
  }[];
}

/** The real service in this process, over a real Postgres whose log holds the worlds' events. */
export class Served {
  private readonly written = new Map<World, number>();
  private readonly builders = new Map<World, LogBuilder>();

  private constructor(
    readonly postgres: TestPostgres,
    private readonly client: pg.Client,
    readonly service: Service,
  ) {}

  /** @param webFolder where built pages are, for tests of pages */
  static async start(worlds: readonly World[], webFolder = '/nonexistent'): Promise<Served> {
    const postgres = await startTestPostgres();
    const client = new pg.Client(postgres.url);
    client.on('error', () => undefined);
    await client.connect();
    const chains = worlds.map(({ chain }) => ({ id: chain, name: `Chain ${chain}`, contracts: [] }));
    for (const { id, name } of chains) {
      await client.query(`INSERT INTO log.chain (chain_id, name, status) VALUES ($1, $2, 'FOLLOWING')`, [id, name]);
    }
    const config = { interval: 600, database: postgres.url, chains };
    const service = await startService({ config, fold: true, host: '127.0.0.1', port: 0, logger: false, webFolder });
    const served = new Served(postgres, client, service);
    for (const world of worlds) served.builders.set(world, new LogBuilder(client, world.ledger.chain));
    for (const world of worlds) await served.write(world);
    return served;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.client.end();
    await this.postgres.stop();
  }

  /** Writes what has happened in the world since the last time, and waits until it is folded. */
  async write(world: World): Promise<void> {
    const from = this.written.get(world) ?? 0;
    const blocks = blocksOf(world.events.slice(from));
    if (blocks.length === 0) return;
    this.written.set(world, world.events.length);
    await this.builders.get(world)!.append(blocks);
    await this.folded(world.chain, blocks.at(-1)!.number);
  }

  /** Replaces every block above `kept`, and waits until that is folded. */
  async fork(world: World, kept: number, blocks: readonly TestBlock[]): Promise<void> {
    await this.builders.get(world)!.fork(kept, blocks);
    await until(`chain ${world.chain} to follow the fork`, async () => {
      const { rows } = await this.client.query(
        `SELECT 1 FROM fold.checkpoint f WHERE chain_id = $1
         AND last_batch = (SELECT max(number) FROM log.batch b WHERE b.chain_id = f.chain_id)`,
        [world.chain],
      );
      return rows.length > 0;
    });
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return (await postJson<Answer>(`${this.service.origin}/graphql`, { query, variables })).body;
  }

  /** The data of an answer. @throws Error with the first sentence when there are errors */
  async data(query: string, variables: Record<string, unknown> = {}): Promise<Answer['data']> {
    const { data, errors } = await this.ask(query, variables);
    if (errors) throw new Error(errors[0]!.message);
    return data;
  }

  async sql<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.client.query(text, values)).rows as R[];
  }

  private folded(chain: number, block: number): Promise<unknown> {
    return until(`chain ${chain} to be folded to block ${block}`, async () => {
      const [row] = await this.sql<{ position: string | null }>(
        'SELECT position FROM fold.checkpoint WHERE chain_id = $1',
        [chain],
      );
      return row?.position != null && parsePosition(row.position as never).block >= block;
    });
  }
}
