import { readFileSync } from 'node:fs';

/**
 * Whether a process runs. One that has ended but was not yet reaped does not: an orphan in a container
 * without an init may stay like that for ever.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
