import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { finished, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { blocksOf, LogBuilder } from '../../test/support/log-builder.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { withClient } from '../../test/support/with-client.js';
import { account, World } from '../../test/support/world.js';
import { chainId } from '../domain/ids.js';
import { ledgerProjection } from '../read-models/ledger-projection.js';
import { LIVE } from './chain-tables.js';
import { FoldSession } from './fold-session.js';
import { inTurn } from './in-turn.js';

/** Notices being asked while it waits for an answer. */
class WatchedClient extends pg.Client {
  asked = 0;
  mostAtOnce = 0;
  private waiting = 0;
  private readonly ask = super.query.bind(this) as (...query: unknown[]) => Promise<unknown>;

  override query = (async (...query: unknown[]) => {
    this.asked++;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.waiting);
    const [asked] = query;
    if (asked instanceof Readable) finished(asked, () => this.waiting--);
    try {
      return await this.ask(...query);
    } finally {
      if (!(asked instanceof Readable)) this.waiting--;
    }
  }) as unknown as pg.Client['query'];
}

let postgres: TestPostgres;
let client: WatchedClient;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
beforeEach(async () => {
  client = new WatchedClient(postgres.url);
  await client.connect();
});
afterEach(() => client.end());
afterAll(() => postgres.stop());

it('a fold that writes one step and loads for the next asks its reader in turn', async () => {
  const world = new World(1, 60);
  world.fee(0);
  for (let n = 1; n <= 30; n++) {
    world.register(world.asset(n), account(n));
    world.use(world.asset(n), 1_000n);
  }
  await withClient(postgres.url, async (writer) => {
    const chain = chainId(1);
    await new LogBuilder(writer, chain, 1_000).append(blocksOf(world.events));
    const options = { interval_s: 60, projection: ledgerProjection(chain, 60), eventsPerStep: 1, eventsPerPage: 1 };
    const session = new FoldSession({ chain, schemas: LIVE, writer, reader: client, ...options });
    await session.open();
    await session.catchUp(new AbortController().signal);
  });
  expect(client.asked).toBeGreaterThan(world.events.length);
  expect(client.mostAtOnce).toBe(1);
}, 60_000);

it('whoever asks while another waits is answered after them, and after a refusal too', async () => {
  const patient = inTurn(client);
  const answers = await Promise.allSettled([
    patient.query<{ n: number }>('SELECT 1 AS n'),
    patient.query<{ n: number }>('SELECT 1 / 0 AS n'),
    patient.query<{ n: number }>('SELECT $1::integer AS n', [3]),
  ]);
  const told = answers.map((answer) =>
    answer.status === 'fulfilled' ? answer.value.rows[0]!.n : (answer.reason as Error).message,
  );
  expect(told).toEqual([1, 'division by zero', 3]);
  expect(client.mostAtOnce).toBe(1);
});

it('who asks while somebody copies is answered once that has ended, or failed', async () => {
  const patient = inTurn(client);
  const copies = ['SELECT generate_series(1, 3)', 'SELECT 1 / (n - 1000) FROM generate_series(1, 1000) AS n'];
  const copied = copies.map(async (rows) => text(await patient.query(copyTo(`COPY (${rows}) TO STDOUT`))));
  const answers = await Promise.allSettled([...copied, patient.query<{ n: number }>('SELECT 3 AS n')]);
  expect(answers).toMatchObject([
    { value: '1\n2\n3\n' },
    { reason: { message: 'division by zero' } },
    { value: { rows: [{ n: 3 }] } },
  ]);
  expect(client.mostAtOnce).toBe(1);
});

it('a connection that one fold after the other reads by takes turns once', () => {
  const { query } = inTurn(client);
  expect(inTurn(client).query).toBe(query);
});
