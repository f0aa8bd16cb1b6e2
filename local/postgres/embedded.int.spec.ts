import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryFolder } from '../../test/support/folder.js';
import { isServing, removeCluster, startEmbeddedPostgres } from './embedded.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('tributary-postgres-');
});
afterEach(async () => {
  await removeCluster(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it.each([
  ['that everybody may enter', 0o755],
  ['that only its owner may enter', 0o700],
])('in a folder %s, a cluster keeps its rows over a restart and goes when it is removed', async (_, mode) => {
  chmodSync(folder, mode);
  const place = join(folder, 'postgres');
  const first = await startEmbeddedPostgres({ folder: place });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
  await first.stop();
  const second = await startEmbeddedPostgres({ folder: place });
  expect(await ask(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  await second.stop();

  await removeCluster(place);
  const fresh = await startEmbeddedPostgres({ folder: place });
  expect(await ask(fresh.url, `SELECT to_regclass('kept') AS kept`)).toEqual([{ kept: null }]);
  await fresh.stop();
});

it('a server whose parent was killed is taken over', async () => {
  const place = join(folder, 'postgres');
  const first = await startEmbeddedPostgres({ folder: place });
  const second = await startEmbeddedPostgres({ folder: place });
  expect(second).toMatchObject({ reused: true, pid: first.pid, port: first.port });
  await second.stop();
  expect(await isServing(place)).toBe(false);
});
