import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import { randomWorld } from '../../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { chainId } from '../domain/ids.js';
import { ledgerProjection } from '../read-models/ledger-projection.js';
import { LIVE } from './chain-tables.js';
import { FoldSession } from './fold-session.js';

const CHAIN = chainId(1);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Cuts the connection when the statement of this number is about to be sent, as a killed process does. */
function dieAt(client: pg.Client, statement: number): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  let sent = 0;
  client.query = ((...args: unknown[]) => {
    sent++;
    if (sent === statement)
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    return query(...args);
  }) as typeof client.query;
}

/** Folds until the connection dies. @returns whether it came to the end first */
async function foldUntil(url: string, statement: number): Promise<boolean> {
  return withClient(url, async (reader) => {
    let ended = false;
    await withClient(url, async (writer) => {
      dieAt(writer, statement);
      const projection = ledgerProjection(CHAIN, 60);
      const session = new FoldSession({ chain: CHAIN, interval_s: 60, projection, schemas: LIVE, writer, reader });
      await session.open();
      await session.catchUp(new AbortController().signal);
      ended = true;
    }).catch(() => undefined);
    return ended;
  });
}

it('a fold that dies at any of its statements loses nothing and doubles nothing', async () => {
  const { events } = randomWorld({ seed: 5, chains: 2, eventsPerChain: 120 });
  const blocks = blocksOf(events.get(CHAIN)!);
  const kept = blocks.slice(0, -6);
  const branch = blocks.slice(-6).map((block) => ({ ...block, number: block.number + 1 }));
  const straight = await newDatabase(postgres.url);
  await withClient(straight, (client) => new LogBuilder(client, CHAIN, 20).append([...kept, ...branch]));
  await foldToEnd(straight, CHAIN);

  await withClient(postgres.url, (client) => makeFork(client, kept, blocks, branch));
  let statement = 1;
  // The second life goes back over the fork, so every statement of a rewind is died at too.
  while (!(await foldUntil(postgres.url, statement))) statement++;
  expect(statement).toBeGreaterThan(30);
  expect(await ledgerDigest(postgres.url, CHAIN)).toEqual(await ledgerDigest(straight, CHAIN));

  async function makeFork(client: pg.Client, ...[before, all, after]: (typeof blocks)[]): Promise<void> {
    const log = new LogBuilder(client, CHAIN, 20);
    await log.append(all!);
    await foldToEnd(postgres.url, CHAIN, { eventsPerStep: 3 });
    await log.fork(before!.at(-1)!.number, after!);
  }
});
