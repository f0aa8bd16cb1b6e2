import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { templateCluster } from '../../test/support/postgres-template.js';
import { isServing, removeCluster, startEmbeddedPostgres } from './embedded.js';

describe('the Postgres that comes along', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-embedded-'));
  });
  afterEach(async () => {
    await removeCluster(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  });
  const place = (): string => join(folder, 'postgres');
  /** Where what is tried is not how a cluster is made, which takes long. */
  const startCopy = async () => startEmbeddedPostgres({ folder: place(), template: await templateCluster() });

  /** Where the server says that its data is: as root not below the folder that was asked for. */
  async function dataOf(url: string): Promise<string> {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    await client.end();
    return rows[0]!.data_directory;
  }

  it('is taken over where it still runs', async () => {
    const first = await startCopy();
    expect(first.reused).toBe(false);
    expect(await isServing(place())).toBe(true);
    const second = await startEmbeddedPostgres({ folder: place() });
    expect(second).toMatchObject({ reused: true, port: first.port, pid: first.pid });
    await second.stop();
    expect(await isServing(place())).toBe(false);
  });

  it('keeps its data over a stop', async () => {
    const first = await startCopy();
    const data = await dataOf(first.url);
    await first.stop();
    expect(existsSync(data)).toBe(true);
    const again = await startEmbeddedPostgres({ folder: place() });
    expect(await dataOf(again.url)).toBe(data);
    await again.stop();
  });

  it('leaves nothing behind where it is for a test', async () => {
    const server = await startEmbeddedPostgres({ folder: place(), durable: false });
    const data = await dataOf(server.url);
    await server.stop();
    expect(existsSync(data)).toBe(false);
  });

  it('is not mistaken for another program that has its old pid', async () => {
    const first = await startCopy();
    const data = await dataOf(first.url);
    await first.stop();
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n${first.port}\n\n127.0.0.1\n`);
    const again = await startEmbeddedPostgres({ folder: place() });
    expect(again.reused).toBe(false);
    await again.stop();
  });
});
