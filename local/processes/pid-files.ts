import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './alive.js';

/** Which processes run, kept in files so that a run after a killed one finds what that left behind. */
export class PidFiles {
  constructor(private readonly folder: string) {}

  /** `mark` is a part of the process's command line, by which it is known from another with the same pid. */
  note(name: string, pid: number, mark: string): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, `${name}.json`), JSON.stringify({ pid, mark }));
  }

  forget(name: string): void {
    rmSync(join(this.folder, `${name}.json`), { force: true });
  }

  /** The pid noted under a name, when that process still runs and is still the same program. */
  find(name: string): number | undefined {
    const noted = this.read(`${name}.json`);
    return noted && isRunning(noted.pid, noted.mark) ? noted.pid : undefined;
  }

  /** Ends every noted process that still runs, and forgets all. @returns the names of those that ran */
  async endAll(except: readonly string[] = []): Promise<string[]> {
    const names = existsSync(this.folder) ? readdirSync(this.folder).filter((file) => file.endsWith('.json')) : [];
    const ended: string[] = [];
    for (const file of names) {
      const name = file.replace(/\.json$/, '');
      const noted = this.read(file);
      if (except.includes(name)) continue;
      if (noted && isRunning(noted.pid, noted.mark)) {
        await endProcess(noted.pid, noted.mark);
        ended.push(name);
      }
      this.forget(name);
    }
    return ended;
  }

  private read(file: string): { pid: number; mark: string } | undefined {
    try {
      const { pid, mark } = JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as Record<string, unknown>;
      return typeof pid === 'number' && pid > 0 && typeof mark === 'string' ? { pid, mark } : undefined;
    } catch {
      return undefined;
    }
  }
}

const STOP_LIMIT_ms = 10_000;

async function endProcess(pid: number, mark: string): Promise<void> {
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_LIMIT_ms;
  while (isRunning(pid, mark)) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 30));
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in between, which is what was wanted.
  }
}

/** Where there is no /proc to read the command line from, the pid alone is believed. */
function isRunning(pid: number, mark: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').includes(mark);
  } catch {
    return process.platform !== 'linux';
  }
}

/** This process's own command line, as {@link PidFiles.find} sees it. */
export function ownCommandLine(): string {
  try {
    return readFileSync('/proc/self/cmdline', 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}
