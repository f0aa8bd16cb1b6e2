import { spawn } from 'node:child_process';

/** The checkout's folder: everything is started from here. */
export const ROOT = new URL('../../', import.meta.url).pathname.replace(/\/$/, '');

/** A problem that one sentence explains: shown without a stack. */
export class SetupError extends Error {}

/** One line about what is going on. On stderr, so that a command's own output stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program in the checkout and waits for it; its exit code. Signals from the terminal reach it
 * by itself, so this process only outlives it; those sent to this process alone are passed on.
 */
export function run(command, args, { env = process.env, quiet = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: quiet ? { ...env, NO_COLOR: '1' } : env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => (words = (words + chunk).slice(-20_000)));
    }
    const interrupt = () => undefined;
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
    process.on('SIGHUP', terminate);
    child.once('error', (error) => fail(new SetupError(`${command} cannot be started: ${error.message}.`)));
    child.once('close', (code, signal) => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
      process.off('SIGHUP', terminate);
      if (code !== 0 && quiet) process.stderr.write(words);
      done(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
