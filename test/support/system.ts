import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import { freePort } from '../../local/postgres/embedded.js';
import { ManagedProcess } from './managed-process.js';
import { compiled } from './program.js';
import { askGraphql } from './graphql.js';
import { type Patience, until } from './until.js';
import { temporaryFolder } from './folder.js';
import { startTestPostgres, type TestPostgres } from './postgres.js';

/** A chain as the configuration names it. */
export interface FollowedChain {
  id: number;
  rpc: string;
  contracts: readonly string[];
  /** Price feeds: their contracts, what they price, and the decimals of their answers. */
  feeds?: readonly { readonly address: string; readonly token: string; readonly decimals: number }[];
  /** Blocks below the head that no fork reaches. */
  finality: number;
}

export interface DeploymentOptions {
  chains: readonly FollowedChain[];
  interval_s?: number;
  pollIntervalMs?: number;
  /** False starts no process yet. */
  started?: boolean;
}

/** Starts a whole deployment over chains that are there: Postgres, an indexer a chain, the service. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const folder = temporaryFolder('tributary-system-');
  const postgres = await startTestPostgres();
  const configPath = join(folder, 'tributary.yaml');
  const chains = options.chains.map((chain) => ({
    id: chain.id,
    name: `Chain ${chain.id}`,
    rpc: [chain.rpc],
    finality: chain.finality,
    pollIntervalMs: options.pollIntervalMs ?? 100,
    contracts: [
      ...chain.contracts.map((address) => ({ adapter: 'reference', address, firstBlock: 0 })),
      ...(chain.feeds ?? []).map((feed) => ({ adapter: 'chainlink', ...feed, firstBlock: 0 })),
    ],
  }));
  writeFileSync(configPath, stringify({ interval: options.interval_s ?? 60, database: postgres.url, chains }));
  const deployment = new Deployment(folder, configPath, await freePort(), postgres, options.chains);
  if (options.started !== false) deployment.start();
  return deployment;
}

/** A running deployment: its processes can be killed, its database and its API asked. */
export class Deployment {
  readonly service: ManagedProcess;
  readonly indexers: ReadonlyMap<number, ManagedProcess>;
  private readonly pool: pg.Pool;

  constructor(
    private readonly folder: string,
    readonly configPath: string,
    port: number,
    private readonly postgres: TestPostgres,
    readonly chains: readonly FollowedChain[],
  ) {
    this.baseUrl = `http://127.0.0.1:${port}`;
    this.pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
    this.pool.on('error', () => undefined);
    const program = (path: string, ...args: string[]): string[] => [compiled(path), '--config', configPath, ...args];
    this.service = new ManagedProcess('service', program('src/main.js', '--port', String(port)));
    this.indexers = new Map(
      chains.map(({ id }) => [
        id,
        new ManagedProcess(`indexer ${id}`, program('indexer/main.js', '--chain', String(id), '--no-migrate')),
      ]),
    );
  }

  readonly baseUrl: string;

  get databaseUrl(): string {
    return this.postgres.url;
  }

  /** Every process of the deployment. */
  get processes(): ManagedProcess[] {
    return [...this.indexers.values(), this.service];
  }

  start(): void {
    for (const process of this.processes) process.start();
  }

  /** Ends every process and forgets the data. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    await this.pool.end();
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async query<R extends object = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<R[]> {
    return (await this.pool.query(sql, values)).rows as R[];
  }

  /** @throws Error with the server's first error */
  async graphql<R>(query: string, variables: Record<string, unknown> = {}): Promise<R> {
    return askGraphql<R>(this.baseUrl, query, variables);
  }

  /** Waits until every chain given is folded through its block. */
  async untilFolded(blocks: ReadonlyMap<number, number>, limit_ms = 60_000): Promise<void> {
    for (const [chain, block] of blocks) {
      const folded = async (): Promise<boolean> => {
        const [row] = await this.query<{ block: string }>('SELECT block FROM fold.checkpoint WHERE chain_id = $1', [
          chain,
        ]);
        return row !== undefined && Number(row.block) >= block;
      };
      await until(`chain ${chain} to be folded to block ${block}`, folded, {
        limit_ms,
        explain: () => this.lastWords(),
      });
    }
  }

  /** Waits until money of the vaults of a chain is settled through a mark. */
  async untilSettled(vaultChain: number, mark_s: number, limit_ms = 60_000): Promise<void> {
    const settled = async (): Promise<boolean> => {
      const rows = await this.query<{ settled_to_s: string }>(
        'SELECT settled_to_s FROM ledger.settlement WHERE vault_chain_id = $1',
        [vaultChain],
      );
      return rows.length > 0 && rows.every((row) => Number(row.settled_to_s) >= mark_s);
    };
    const what = `vaults of chain ${vaultChain} to be settled through ${mark_s}`;
    await until(what, settled, this.patience(limit_ms));
  }

  async untilServing(limit_ms = 60_000): Promise<void> {
    const serving = async (): Promise<boolean> => {
      await this.graphql('{ chains { id } }');
      return true;
    };
    await until('the service to answer', serving, this.patience(limit_ms));
  }

  private patience(limit_ms: number): Patience {
    const hopeless = (): boolean => this.processes.some(({ hasFailed }) => hasFailed);
    return { limit_ms, hopeless, explain: () => this.lastWords() };
  }

  /** What the processes printed last, for messages. */
  lastWords(): string {
    return this.processes
      .map(({ name, isRunning, lastWords }) => `--- ${name}${isRunning ? '' : ' (ended)'}\n${lastWords.slice(-2_000)}`)
      .join('\n');
  }
}
