import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tearDown from './global-teardown.mjs';

/** Names the place where the first suite that needs one leaves a Postgres for the others. Postgres is to reach it as nobody. */
export default function setUp() {
  process.env.TRIBUTARY_TEST_SERVER = mkdtempSync(join(tmpdir(), 'tributary-server-'));
  chmodSync(process.env.TRIBUTARY_TEST_SERVER, 0o755);
  // Who breaks a run off leaves no server behind.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void tearDown().finally(() => process.exit(1)));
}
