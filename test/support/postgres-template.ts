import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../local/postgres/embedded.js';
import { ROOT } from '../../local/root.js';
import { temporaryFolder } from './folder.js';
import { otherDatabase, withClient } from './with-client.js';

/** A migrated database without connections, which a cluster made from the template holds for copying. */
export const MIGRATED = 'migrated';
const CACHE = join(ROOT, 'node_modules', '.cache', 'tributary');

let known: Promise<string> | undefined;

/**
 * The data of a cluster whose databases `tributary` and {@link MIGRATED} have the newest schema. Made once for a
 * set of migrations and kept between runs: to make a cluster and to migrate it takes seconds, to copy one tenths.
 */
export function templateCluster(): Promise<string> {
  return (known ??= findOrMake(join(CACHE, `postgres-${fingerprint()}`)));
}

async function findOrMake(place: string): Promise<string> {
  if (existsSync(place)) return place;
  const folder = temporaryFolder('tributary-template-');
  try {
    const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), isForCopying: true });
    // Only who makes the template needs what migrating loads.
    const { migrate } = await import('../../db/data-source.js');
    await migrate(server.url);
    await withClient(server.url, (client) => client.query(`CREATE DATABASE ${MIGRATED}`));
    await migrate(otherDatabase(server.url, MIGRATED));
    await server.stop();
    keep(server.data, place);
    return place;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts it into place at once; whoever was faster made the same. */
function keep(data: string, place: string): void {
  const fresh = `${place}.${process.pid}`;
  mkdirSync(CACHE, { recursive: true });
  execFileSync('cp', ['-a', data, fresh]);
  try {
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}

/** Of all that decides what a migrated cluster looks like. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const migrations = join(ROOT, 'db', 'migrations');
  const files = readdirSync(migrations).sort();
  const sources = [...files.map((name) => join(migrations, name)), join(ROOT, 'db', 'data-source.ts')];
  for (const path of [...sources, join(ROOT, 'local', 'postgres', 'embedded.ts')])
    hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}
