import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import { freePort } from '../../../local/postgres/embedded.js';
import type { TreeBlock } from '../../support/scripted-tree.js';
import { until } from '../../support/until.js';
import { keptService, type KeptProcess } from '../kept-process.js';
import { ApiWatch, type WatchedService } from './api-watch.js';
import type { CrashablePostgres } from './crashable-postgres.js';
import { FollowedChain } from './followed-chain.js';
import type { SystemStory } from './story.js';

/** Where a run takes place. */
export interface SystemSite {
  readonly postgres: CrashablePostgres;
  readonly databaseUrl: string;
  /** For the configuration. */
  readonly folder: string;
}

/** More restarts than these are no life. */
const MOST_ENDINGS = 60;
const LAST_WORDS = 2_000;
const PATIENCE_ms = 180_000;
/** Between two looks: a look costs as much CPU as an event that is folded. */
const PAUSE_ms = 100;

/** The whole system of a story: chains with their indexers, services, a database. */
export class RunningSystem {
  readonly watch: ApiWatch;
  private readonly pool: pg.Pool;

  private constructor(
    private readonly story: SystemStory,
    readonly site: SystemSite,
    readonly configPath: string,
    readonly everyChain: readonly FollowedChain[],
    readonly services: readonly WatchedService[],
    private readonly joined: Set<FollowedChain>,
  ) {
    this.pool = new pg.Pool({ connectionString: site.databaseUrl, max: 2 });
    this.pool.on('error', () => undefined);
    this.watch = new ApiWatch(services);
  }

  static async open(story: SystemStory, site: SystemSite): Promise<RunningSystem> {
    const configPath = join(site.folder, `${story.seed}.yaml`);
    const chains = await Promise.all(story.chains.map((plan) => FollowedChain.open(plan, story.seed, configPath)));
    const services: WatchedService[] = [];
    for (let nth = 1; nth <= story.services; nth++) {
      const port = await freePort();
      const process = keptService(`service ${nth}`, configPath, port);
      services.push({ process, url: `http://127.0.0.1:${port}` });
    }
    const joined = new Set(chains.filter(({ plan }) => plan.isThere));
    const system = new RunningSystem(story, site, configPath, chains, services, joined);
    system.configure();
    return system;
  }

  /** Those in the configuration. */
  get chains(): FollowedChain[] {
    return this.everyChain.filter((chain) => this.joined.has(chain));
  }

  get processes(): KeptProcess[] {
    return [...this.everyChain.map(({ indexer }) => indexer), ...this.services.map(({ process }) => process)];
  }

  start(): void {
    for (const { indexer } of this.chains) indexer.start();
    for (const { process } of this.services) process.start();
    this.watch.start();
  }

  /** Takes a chain into the configuration; who is to know of it has to be started again. */
  join(chain: FollowedChain): void {
    this.joined.add(chain);
    this.configure();
  }

  private configure(): void {
    const chains = this.chains.map(({ configuration }) => configuration);
    writeFileSync(
      this.configPath,
      stringify({ interval: this.story.interval_s, database: this.site.databaseUrl, chains }),
    );
  }

  async query<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return (await this.pool.query(sql, values)).rows as R[];
  }

  /** Waits until the log of a chain stands at a block. */
  async untilLogged({ plan }: FollowedChain, { number, hash }: TreeBlock): Promise<void> {
    await this.until(`the log of chain ${plan.id} to reach block ${number} (${hash})`, async () => {
      const [head] = await this.query<{ height: number; hash: string }>(
        `SELECT head_block::int AS height, '0x' || encode(head_hash, 'hex') AS hash
         FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
        [plan.id],
      );
      return head?.height === number && head.hash === hash;
    });
  }

  /** Waits until a chain's log is folded to its end, where anything was logged yet. */
  async untilFolded({ plan }: FollowedChain): Promise<void> {
    await this.until(`chain ${plan.id} to be folded to the end of its log`, async () => {
      const rows = await this.query(
        `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM log.batch WHERE chain_id = $1) OR EXISTS (
           SELECT 1 FROM fold.checkpoint f WHERE chain_id = $1 AND status = 'FOLLOWING'
           AND last_batch = (SELECT max(number) FROM log.batch b WHERE b.chain_id = f.chain_id))`,
        [plan.id],
      );
      return rows.length > 0;
    });
  }

  /** Waits until money that crossed chains is settled through a mark, of the vaults of every chain. */
  async untilSettled(mark_s: number): Promise<void> {
    await this.until(`everything to be settled through ${mark_s}`, async () => {
      const rows = await this.query<{ chain: number; settled_to_s: string }>(
        'SELECT vault_chain_id::int AS chain, settled_to_s FROM ledger.settlement',
      );
      const chains = new Set(rows.map(({ chain }) => chain));
      return chains.size === this.chains.length && rows.every((row) => Number(row.settled_to_s) >= mark_s);
    });
  }

  async until(what: string, probe: () => Promise<boolean>): Promise<void> {
    await until(what, probe, {
      limit_ms: PATIENCE_ms,
      pause_ms: PAUSE_ms,
      explain: () => this.lastWords(),
      hopeless: () => this.processes.some(({ endings }) => endings > MOST_ENDINGS),
    });
  }

  private lastWords(): string {
    return this.processes
      .map(
        ({ name, isRunning, lastWords }) =>
          `--- ${name}${isRunning ? '' : ' (ended)'}\n${lastWords.slice(-LAST_WORDS)}`,
      )
      .join('\n');
  }

  async close(): Promise<void> {
    await this.watch.end();
    await Promise.all(this.services.map(({ process }) => process.end()));
    await Promise.all(this.everyChain.map((chain) => chain.close()));
    await this.pool.end();
  }
}
