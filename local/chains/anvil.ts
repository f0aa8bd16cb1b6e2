import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { freePort } from '../postgres/embedded.js';
import { ROOT } from '../root.js';
import { isAlive } from '../processes/alive.js';

/** A local chain: an anvil node of our own. */
export interface Anvil {
  /** JSON-RPC over HTTP; the same port speaks WebSocket. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly chainId: number;
  /** True when a node that was already running was taken over by its pid file. */
  readonly reused: boolean;
  /** Ends the node, after it has written its state file where it has one. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would: nothing is written. */
  kill(): Promise<void>;
}

export interface AnvilOptions {
  readonly chainId: number;
  /** 0 or absent takes any free port. */
  readonly port?: number;
  /** Seconds between blocks, or a block per transaction, or blocks only when asked for with evm_mine. */
  readonly mining?: number | 'automine' | 'none';
  /** Timestamp of the genesis block, in seconds. Ignored where a state file is loaded. */
  readonly genesisTime_s?: number;
  /** Where blocks, transactions and state are kept over restarts: read at start, written at {@link Anvil.stop}. */
  readonly stateFile?: string;
  /** Seconds between writes of the state file; absent writes it only at the end. */
  readonly stateInterval_s?: number;
  /** How many dev accounts are funded and unlocked; 10 where absent. */
  readonly accounts?: number;
  readonly mnemonic?: string;
  /** Where pid and port are noted; a node that still answers there is taken over instead of started. */
  readonly pidFile?: string;
  /** Where the node's own words go; nowhere where absent. */
  readonly logFile?: string;
  /**
   * States of how many last blocks are kept, for calls and forks back to them; 64 where absent. Blocks and logs are
   * kept for good either way. Every kept state holds the hashes of all blocks, so a chain that runs for days
   * wants a few.
   */
  readonly keptStates?: number;
  /** Gas limit of a block. */
  readonly gasLimit?: bigint;
  /** More of anvil's flags. */
  readonly flags?: readonly string[];
}

/** The port that was asked for is in use by another program. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  constructor(readonly port: number) {
    super(`Port ${port} is in use by another program; end that program or choose another port.`);
  }
}

/** The state file cannot be read: the node was ended hard while it wrote. */
export class StateFileError extends Error {
  override name = 'StateFileError';
  constructor(readonly path: string) {
    super(`The chain's state in ${path} was cut off while it was written; remove the file to begin a new chain.`);
  }
}

const START_LIMIT_ms = 30_000;
const STOP_LIMIT_ms = 20_000;

/**
 * Starts a node, or takes over the one noted in `pidFile` when it still answers with the right chain id.
 *
 * What a state file keeps was tried with anvil 1.7.1: every block under its hash, receipts and logs (eth_getLogs over
 * old blocks gives the same answer after a restart), accounts and contracts. Not kept are old states: a fork back to
 * before the restart fails ("Required data unavailable") unless the flag --preserve-historical-states is given, which
 * makes the file three times as large. A kill loses what came after the last write.
 *
 * Blocks dated in the past: start with `mining: 'none'` and an early `genesisTime_s`, and before each evm_mine say
 * evm_setNextBlockTimestamp (not below the last block's). The node's clock goes on from the last block, so before
 * evm_setIntervalMining say evm_setNextBlockTimestamp(now) and mine once. After a restart from a state file the clock
 * is right by itself, as long as no `--timestamp` is given, which is why it is left out then.
 * @throws PortTakenError; StateFileError; Error with the node's own words when it does not come up
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const running = options.pidFile ? readPidFile(options.pidFile) : undefined;
  if (running && isAlive(running.pid) && (await isOurs(running.port, options.chainId))) {
    return handle(options, running.port, running.pid, true);
  }
  const port = options.port || (await freePort());
  if (await isListening(port)) throw new PortTakenError(port);
  if (options.stateFile) mkdirSync(dirname(resolve(options.stateFile)), { recursive: true });
  const log = options.logFile ? openSync(options.logFile, 'a') : 'ignore';
  const child = spawn(anvilBinary(), nodeFlags(options, port), {
    // A process group of its own: ctrl-C in the terminal must not stop the chain before its readers.
    detached: true,
    stdio: ['ignore', log, 'pipe'],
  });
  if (typeof log === 'number') closeSync(log);
  await untilReady(child, port, options);
  child.stderr?.destroy();
  child.unref();
  if (options.pidFile) {
    mkdirSync(dirname(resolve(options.pidFile)), { recursive: true });
    writeFileSync(options.pidFile, JSON.stringify({ pid: child.pid, port, chainId: options.chainId }));
  }
  return handle(options, port, child.pid!, false);
}

/**
 * The platform's anvil binary. The npm wrapper is not used: it stays in between and dies first.
 * @throws Error naming the package that is missing
 */
export function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${platform()}-${arch() === 'x64' ? 'amd64' : arch()}`;
  const binary = join(ROOT, 'node_modules', name, 'bin', 'anvil');
  if (!existsSync(binary)) {
    throw new Error(
      `${name} is not installed; run npm ci on Linux or macOS, or give the RPC URL of a node of your own.`,
    );
  }
  return binary;
}

function nodeFlags(options: AnvilOptions, port: number): string[] {
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(options.chainId), '--quiet'];
  // A number of kept states is needed: without one anvil_reorg breaks, without the flag the disk fills.
  flags.push('--prune-history', String(options.keptStates ?? 64));
  // The block below the head counts as finalized.
  flags.push('--slots-in-an-epoch', '1');
  if (typeof options.mining === 'number') flags.push('--block-time', String(options.mining));
  if (options.mining === 'none') flags.push('--no-mining');
  const isNew = !options.stateFile || !existsSync(options.stateFile);
  if (isNew && options.genesisTime_s !== undefined) flags.push('--timestamp', String(options.genesisTime_s));
  if (options.stateFile) flags.push('--state', resolve(options.stateFile));
  if (options.stateInterval_s) flags.push('--state-interval', String(options.stateInterval_s));
  if (options.accounts) flags.push('--accounts', String(options.accounts));
  if (options.mnemonic) flags.push('--mnemonic', options.mnemonic);
  if (options.gasLimit) flags.push('--gas-limit', String(options.gasLimit));
  return [...flags, ...(options.flags ?? [])];
}

function handle(options: AnvilOptions, port: number, pid: number, reused: boolean): Anvil {
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isAlive(pid)) {
      process.kill(pid, signal);
      const deadline = Date.now() + STOP_LIMIT_ms;
      // Its last threads may hold the port for a moment longer than the process lives.
      while (isAlive(pid) || ((await isListening(port)) && Date.now() < deadline)) {
        if (isAlive(pid) && Date.now() > deadline) process.kill(pid, 'SIGKILL');
        await pause(10);
      }
    }
    if (options.pidFile) rmSync(options.pidFile, { force: true });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    chainId: options.chainId,
    reused,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
}

async function untilReady(child: ChildProcess, port: number, { chainId, stateFile }: AnvilOptions): Promise<void> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  child.once('error', (error) => (words += error.message));
  const deadline = Date.now() + START_LIMIT_ms;
  while (!(await isOurs(port, chainId))) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
      child.kill('SIGKILL');
      if (stateFile && words.includes('failed to parse json')) throw new StateFileError(stateFile);
      throw new Error(
        `The local chain ${chainId} did not start on port ${port}: ${words.trim() || 'it said nothing'}.`,
      );
    }
    await pause(20);
  }
}

/** Whether an anvil of this chain answers at the port: a pid alone may have been given to another program. */
async function isOurs(port: number, chainId: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}`;
    const client = await ask(url, 'web3_clientVersion');
    return String(client).startsWith('anvil') && Number(await ask(url, 'eth_chainId')) === chainId;
  } catch {
    return false;
  }
}

async function ask(url: string, method: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
    signal: AbortSignal.timeout(2_000),
  });
  return ((await response.json()) as { result?: unknown }).result;
}

async function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

function readPidFile(path: string): { pid: number; port: number } | undefined {
  try {
    const { pid, port } = JSON.parse(readFileSync(path, 'utf8')) as { pid?: unknown; port?: unknown };
    return typeof pid === 'number' && pid > 0 && typeof port === 'number' && port > 0 ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
