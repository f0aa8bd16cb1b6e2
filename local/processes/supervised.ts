import { type ChildProcess, spawn } from 'node:child_process';
import { type WriteStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.js';

export interface SupervisedOptions {
  /** For messages: "The <name> ended ...". */
  readonly name: string;
  /** The compiled entry point and its arguments; flags for Node before it. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Told in one sentence when the process ended without being asked to. */
  readonly onFailure: (sentence: string) => void;
  /** Told whenever a process has been started, so that it can be found when we are killed. */
  readonly onStarted?: (pid: number) => void;
}

/** A process that is started again, ever more slowly, whenever it ends by itself. */
export interface Supervised {
  /** SIGTERM, then SIGKILL for one that does not end. */
  stop(): Promise<void>;
}

const FIRST_BACKOFF_ms = 500;
const LONGEST_BACKOFF_ms = 15_000;
/** A process that ran this long has recovered: the next failure starts with the first backoff. */
const HEALTHY_ms = 30_000;
const STOP_LIMIT_ms = 10_000;
const WORDS = 4_000;

export function startSupervised(options: SupervisedOptions): Supervised {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let stopping = false;
  let child: ChildProcess | undefined;
  let backoff_ms = FIRST_BACKOFF_ms;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const started = Date.now();
    const running = launch(options, log);
    child = running.child;
    if (child.pid) options.onStarted?.(child.pid);
    child.once('close', (code, signal) => {
      if (stopping) return;
      if (Date.now() - started > HEALTHY_ms) backoff_ms = FIRST_BACKOFF_ms;
      options.onFailure(
        `The ${options.name} ended ${signal ? `by ${signal}` : `with code ${code}`}${lastWords(running.words())}; ` +
          `it starts again in ${backoff_ms / 1000} s (its log: ${options.logFile}).`,
      );
      timer = setTimeout(start, backoff_ms);
      backoff_ms = Math.min(LONGEST_BACKOFF_ms, backoff_ms * 2);
    });
  };
  start();

  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (child) await end(child);
      log.end();
    },
  };
}

function launch(options: SupervisedOptions, log: WriteStream): { child: ChildProcess; words: () => string } {
  const watch = join(ROOT, 'dist', 'local', 'processes', 'parent-watch.js');
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', watch, ...options.command], {
    cwd: ROOT,
    env: options.env,
    // A process group of its own: ctrl-C in the terminal reaches us alone, and we stop things in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  child.once('error', (error) => (words += error.message));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    words = (words + chunk.toString()).slice(-WORDS);
  });
  return { child, words: () => words };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_ms);
  await ended;
  clearTimeout(killer);
}

/** What a dying process said, without its stack: the last line that looks like an error, else the last one. */
function lastWords(words: string): string {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at ') && !/^Node\.js v\d/.test(line) && !/^[{}]/.test(line));
  const line = lines.findLast((one) => /error|cannot|expected|refused|must/i.test(one)) ?? lines.at(-1);
  return line ? `, saying "${line.slice(0, 300)}"` : '';
}
