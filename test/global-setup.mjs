import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the place where the first suite that needs one leaves a Postgres for the others. Postgres is to reach it as nobody. */
export default function setUp() {
  process.env.TRIBUTARY_TEST_SERVER = mkdtempSync(join(tmpdir(), 'tributary-server-'));
  chmodSync(process.env.TRIBUTARY_TEST_SERVER, 0o755);
}
