import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Ends the Postgres that suites have shared, if any did. */
export default async function tearDown() {
  const folder = process.env.TRIBUTARY_TEST_SERVER;
  const noted = join(folder, 'server.json');
  if (existsSync(noted)) {
    const { pid, data } = JSON.parse(readFileSync(noted, 'utf8'));
    while (signalled(pid, 'SIGQUIT')) await setTimeout(20);
    rmSync(data, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** @returns whether the process is still there */
function signalled(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
