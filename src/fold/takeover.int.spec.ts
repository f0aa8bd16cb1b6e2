import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { firstValueFrom, filter, take, toArray } from 'rxjs';
import { randomWorld } from '../../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';
import { chainId } from '../domain/ids.js';
import { LOG_CHANNEL, notifications } from '../event-log/announcements.js';
import { ledgerProjection } from '../read-models/ledger-projection.js';
import { FOLD_CHANNEL } from './folder.js';
import { ChainFold, type ChainFoldStatus } from './chain-fold.js';
import type { Digest } from './digest.js';

const CHAIN = chainId(1);

let postgres: TestPostgres;
let blocks: TestBlock[];
beforeAll(async () => {
  postgres = await startTestPostgres();
  blocks = blocksOf(randomWorld({ seed: 9, chains: 2, eventsPerChain: 150 }).events.get(CHAIN)!);
});
afterAll(() => postgres.stop());

const running: ChainFold[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((fold) => fold.stop()));
});

function start(url: string): ChainFold {
  const projection = ledgerProjection(CHAIN, 60);
  const announced = notifications(url, LOG_CHANNEL);
  // No poll within the test's time: what is followed is followed by announcements.
  const fold = new ChainFold({ url, chain: CHAIN, interval_s: 60, projection, announced, poll_ms: 60_000 });
  fold.start();
  running.push(fold);
  return fold;
}

const now = (fold: ChainFold): Promise<ChainFoldStatus> => firstValueFrom(fold.status);
const untilState = (fold: ChainFold, state: ChainFoldStatus['state']): Promise<ChainFoldStatus> =>
  firstValueFrom(fold.status.pipe(filter((status) => status.state === state)));
const untilFolded = (fold: ChainFold, batch: number): Promise<ChainFoldStatus> =>
  firstValueFrom(
    fold.status.pipe(filter(({ checkpoint }) => checkpoint?.lastBatch === batch && checkpoint.status === 'FOLLOWING')),
  );

async function straight(some: readonly TestBlock[]): Promise<Digest> {
  const url = await newDatabase(postgres.url);
  await withClient(url, (client) => new LogBuilder(client, CHAIN).append(some));
  await foldToEnd(url, CHAIN);
  return ledgerDigest(url, CHAIN);
}

it('of two processes one folds; when it ends the other goes on', async () => {
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN);
    await log.append(blocks.slice(0, 20));
    const first = start(url);
    await untilFolded(first, 1);
    const second = start(url);
    await untilState(second, 'WAITING');
    const { rows } = await client.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'tributary fold%' ORDER BY 1`,
    );
    // Who waits has nothing to read.
    expect(rows.map(({ name }) => name)).toEqual(['tributary fold 1', 'tributary fold 1', 'tributary fold 1 reader']);
    await log.append(blocks.slice(20, 30));
    await untilFolded(first, 2);
    expect(await now(second)).toMatchObject({ state: 'WAITING', events: 0 });
    await first.stop();
    await log.append(blocks.slice(30));
    await untilFolded(second, 3);
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await straight(blocks));
});

it('a fold whose connection is cut starts again where its last commit left it', async () => {
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN);
    await log.append(blocks.slice(0, 20));
    const fold = start(url);
    await untilFolded(fold, 1);
    const failed = untilState(fold, 'FAILED');
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'tributary fold ${CHAIN}'`);
    expect((await failed).error).toBeTruthy();
    await log.append(blocks.slice(20));
    await untilFolded(fold, 2);
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await straight(blocks));
});

it('every commit is announced, and a rewind says how far it went', async () => {
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN, 100);
    const heard = firstValueFrom(notifications(url, FOLD_CHANNEL).pipe(take(2), toArray()));
    await until('somebody to listen', async () => {
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN ${FOLD_CHANNEL}' AND state = 'idle'`,
      );
      return Boolean(rowCount);
    });
    await log.append(blocks.slice(0, 20));
    const fold = start(url);
    const first = await untilFolded(fold, 1);
    // Empty blocks that the fork says again as they were stay.
    const kept = blocks[17]!.number - 1;
    await log.fork(kept, [{ ...blocks[19]!, number: blocks[19]!.number + 1 }]);
    const second = await untilFolded(fold, 3);
    const [one, two] = (await heard).map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(one).toEqual({ chain: 1, position: first.checkpoint!.position, rewound: false });
    expect(two).toMatchObject({ chain: 1, position: second.checkpoint!.position, rewound: true });
    expect(String(two!['rewoundTo']).slice(16, 28)).toBe(String(kept).padStart(12, '0'));
  });
});
