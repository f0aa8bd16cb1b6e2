import { createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { CommandFailure } from './failure.js';

/** Ends the process once nobody can read what it writes, in silence where they have seen enough, as `head` has. */
export function endWithOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`The output cannot be written: ${error.message}.\n`);
    process.exit(1);
  });
}

/**
 * Has `write` fill a file, which is there once it is whole: what stood in its place stays until then.
 * @throws CommandFailure in one sentence where it cannot be written
 */
export async function writeFileWhole(path: string, write: (target: Writable) => Promise<void>): Promise<void> {
  // Devices and pipes have no place that something else could take.
  const target = isReplaceable(path) ? `${path}.part` : path;
  try {
    await write(createWriteStream(target));
    if (target !== path) await rename(target, path);
  } catch (error) {
    if (target !== path) await rm(target, { force: true });
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new CommandFailure(`${path} cannot be written (${(error as Error).message}); name another file with --out.`);
  }
}

function isReplaceable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}
