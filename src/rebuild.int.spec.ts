import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import { EMPTY } from 'rxjs';
import { createDataSource } from '../db/data-source.js';
import { randomWorld } from '../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest, settledDigest, settleToEnd } from '../test/support/folding.js';
import { isLocked } from '../test/support/locks.js';
import { endKept, withClient } from '../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../test/support/log-builder.js';
import { newCopy, newDatabase, startTestPostgres, type TestPostgres } from '../test/support/postgres.js';
import { until } from '../test/support/until.js';
import { chainId } from './domain/ids.js';
import { rebuildLockName } from './fold/beside.js';
import { ChainFold, type ChainFoldStatus } from './fold/chain-fold.js';
import { ledgerProjection } from './read-models/ledger-projection.js';
import { Snapshot } from './read-models/snapshot.js';
import { rebuildChain, RebuildRunning, removeLeftBehind, type RebuildProgress } from './rebuild.js';

const CHAIN = chainId(1);
const OTHER = chainId(2);
const CHAINS = [CHAIN, OTHER];
const CONFIG = { interval: 60, chains: [{ id: 1 }, { id: 2 }] };
const world = randomWorld({ seed: 21, chains: 2, eventsPerChain: 120 });
const blocks = new Map(CHAINS.map((chain) => [chain, ended(blocksOf(world.events.get(chain)!))] as const));

let postgres: TestPostgres;
/** Is copied only. */
let original: string;
let straight: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  original = await newDatabase(postgres.url);
  for (const chain of CHAINS)
    await withClient(original, (client) => new LogBuilder(client, chain).append(blocks.get(chain)!));
  for (const chain of CHAINS) await foldToEnd(original, chain);
  await settleToEnd(original, CHAINS);
  await endKept(original);
  straight = await folded();
});
afterAll(() => postgres.stop());

function ended(some: readonly TestBlock[]): TestBlock[] {
  const { number, time_s } = some.at(-1)!;
  return [...some, { number: number + 20, time_s: time_s + 5_000, logs: [] }];
}

const folded = (): Promise<string> => newCopy(postgres.url, original);

async function expectStraight(url: string): Promise<void> {
  for (const chain of CHAINS) expect(await ledgerDigest(url, chain)).toEqual(await ledgerDigest(straight, chain));
  expect(await settledDigest(url)).toEqual(await settledDigest(straight));
}

async function schemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'rebuild%'`,
  );
  return rows.map(({ name }) => name);
}

it('makes the state of a chain and the settlement what they should be, and leaves nothing else', async () => {
  const url = await folded();
  await withClient(url, async (client) => {
    const indexes = `SELECT indexdef FROM pg_indexes WHERE schemaname = 'ledger' ORDER BY indexdef`;
    const options = `SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND reloptions IS NOT NULL`;
    const before = (await client.query(indexes)).rows;
    await client.query('UPDATE ledger.running_total SET total1 = total1 + 1 WHERE chain_id = 1');
    await client.query('UPDATE ledger.settled_total SET total1 = total1 + 1');
    await client.query('DELETE FROM ledger.settled_posting');
    const seen: RebuildProgress[] = [];
    const done = await rebuildChain(url, CONFIG, CHAIN, { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]!.events).toBe(0);
    expect(done.events).toBe(done.total);
    await expectStraight(url);
    expect(await schemas(client)).toEqual([]);
    expect((await client.query(indexes)).rows).toEqual(before);
    expect((await client.query(options)).rows).toEqual([]);
  });
});

it('a live fold goes on from the state that was put in its place', async () => {
  const url = await newDatabase(postgres.url);
  const mine = blocks.get(CHAIN)!;
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN);
    await log.append(mine.slice(0, 20));
    const status: { now?: ChainFoldStatus } = {};
    const projection = ledgerProjection(CHAIN, 60);
    const fold = new ChainFold({ url, chain: CHAIN, interval_s: 60, projection, announced: EMPTY, poll_ms: 20 });
    fold.status.subscribe((now) => (status.now = now));
    const reached = (block: number): Promise<unknown> =>
      until(`block ${block} to be folded`, () => Promise.resolve(status.now?.checkpoint?.block === block), {
        limit_ms: 20_000,
      });
    fold.start();
    await reached(log.head);
    await rebuildChain(url, CONFIG, CHAIN);
    await log.append(mine.slice(20, 40));
    await reached(log.head);
    await rebuildChain(url, CONFIG, CHAIN);
    await log.append(mine.slice(40));
    await reached(log.head);
    expect(status.now).toMatchObject({ state: 'FOLDING', checkpoint: { replaced: 2 } });
    await fold.stop();
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await ledgerDigest(straight, CHAIN));
});

it('answers whoever asks while it takes its place, each from one state', async () => {
  const url = await folded();
  const source = await createDataSource(url, [], { max: 3 }).initialize();
  const answers: string[] = [];
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      const snapshot = new Snapshot(source);
      const sums = await snapshot.query<object>(
        'SELECT sum(total1) AS total FROM ledger.running_total WHERE chain_id = 1',
      );
      const count = await snapshot.query<object>('SELECT count(*) AS usages FROM ledger.usage WHERE chain_id = 1');
      answers.push(JSON.stringify([...sums, ...count]));
      await snapshot.close();
    }
  };
  try {
    const asking = Promise.all([ask(), ask()]);
    try {
      for (let time = 0; time < 3; time++) await rebuildChain(url, CONFIG, CHAIN);
    } finally {
      isOver = true;
    }
    await asking;
    expect(answers.length).toBeGreaterThan(3);
    expect(new Set(answers).size).toBe(1);
  } finally {
    await source.destroy();
  }
});

it('a state of another version is served until the new one is there', async () => {
  const url = await folded();
  await withClient(url, async (client) => {
    await client.query('UPDATE fold.checkpoint SET fold_version = 0 WHERE chain_id = 1');
    const usages = async () => Number((await client.query('SELECT count(*) FROM ledger.usage')).rows[0].count);
    const before = await usages();
    const served: number[] = [];
    const states = new Set<string>();
    const projection = ledgerProjection(CHAIN, 60);
    const rebuild = (report: (progress: RebuildProgress) => void, signal: AbortSignal) =>
      rebuildChain(url, CONFIG, CHAIN, { onProgress: report, signal });
    const fold = new ChainFold({ url, chain: CHAIN, interval_s: 60, projection, announced: EMPTY, rebuild });
    fold.status.subscribe(({ state }) => states.add(state));
    fold.start();
    await until('the fold to go on', async () => {
      served.push(await usages());
      return states.has('FOLDING');
    });
    await fold.stop();
    expect(states).toContain('REBUILDING');
    expect(new Set(served)).toEqual(new Set([before]));
  });
  await expectStraight(url);
});

it('a chain that goes back below what was final is folded anew beside what is there', async () => {
  const url = await newDatabase(postgres.url);
  const mine = blocks.get(CHAIN)!;
  const branch = mine.slice(10).map((block) => ({ ...block, number: block.number + 1 }));
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN, 1_000);
    await log.append(mine);
    await foldToEnd(url, CHAIN);
    // As if finality had been taken for closer than it was: what a repair of the chain then retracts was final.
    await client.query('UPDATE fold.checkpoint SET finalized_block = block');
    await client.query('DELETE FROM fold.undo');
    await log.fork(mine[9]!.number, branch);
    let now: ChainFoldStatus | undefined;
    const rebuild = (report: (progress: RebuildProgress) => void, signal: AbortSignal, rewindTo?: number) =>
      rebuildChain(url, CONFIG, CHAIN, { onProgress: report, signal, rewindTo });
    const projection = ledgerProjection(CHAIN, 60);
    const fold = new ChainFold({ url, chain: CHAIN, interval_s: 60, projection, announced: EMPTY, rebuild });
    fold.status.subscribe((status) => (now = status));
    fold.start();
    await until('the branch to be folded', () =>
      Promise.resolve(now?.state === 'FOLDING' && now.checkpoint?.block === log.head),
    );
    expect(now).toMatchObject({ checkpoint: { replaced: 1 } });
    await fold.stop();
  });
  const other = await newDatabase(postgres.url);
  await withClient(other, (client) => new LogBuilder(client, CHAIN, 1_000).append([...mine.slice(0, 10), ...branch]));
  await foldToEnd(other, CHAIN);
  expect(await ledgerDigest(url, CHAIN)).toEqual(await ledgerDigest(other, CHAIN));
});

it('refuses while another rebuild of the chain runs, and says so', async () => {
  await withClient(straight, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [rebuildLockName(CHAIN)]);
    const refused = rebuildChain(straight, CONFIG, CHAIN);
    await expect(refused).rejects.toThrow(RebuildRunning);
    await expect(refused).rejects.toThrow('Another process rebuilds eip155:1 at the moment; wait until it has ended.');
  });
});

it('a rebuild that dies leaves the live state, and what it left behind is removed', async () => {
  const url = await folded();
  await withClient(url, async (client) => {
    const killed = rebuildChain(url, CONFIG, CHAIN, {
      onProgress: () =>
        void client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name LIKE 'tributary rebuild 1%' AND datname = current_database()`,
        ),
    });
    await expect(killed).rejects.toThrow();
    await expectStraight(url);
    expect(await schemas(client)).not.toEqual([]);
    await until('what was left behind to go', async () => {
      await removeLeftBehind(url, CHAIN);
      return (await schemas(client)).length === 0;
    });
  });
});

it('waits for whoever reads the live state, and lets others pass meanwhile', async () => {
  const url = await folded();
  await withClient(url, async (reading) => {
    await reading.query('BEGIN; LOCK TABLE fold.checkpoint IN ACCESS SHARE MODE');
    let isDone = false;
    const rebuilt = rebuildChain(url, CONFIG, CHAIN).then(() => (isDone = true));
    await withClient(url, (client) =>
      until('the rebuild to wait for its lock', () => swapLocks(client, { granted: false })),
    );
    await withClient(url, (client) => client.query('SELECT * FROM fold.checkpoint'));
    expect(isDone).toBe(false);
    await reading.query('ROLLBACK');
    await rebuilt;
  });
  await expectStraight(url);
});

it('gives way to whoever waits for it while it waits for them, and takes its place afterwards', async () => {
  const url = await folded();
  await withClient(url, async (reading) => {
    const { rows } = await reading.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    // It is the swap that is to notice, and before it has waited for too long.
    await reading.query(`ALTER DATABASE ${rows[0]!.name} SET deadlock_timeout = '900ms'`);
    await reading.query(`SET deadlock_timeout = '1h'`);
    const failures: unknown[] = [];
    await until('a rebuild to give way in a deadlock', async () => {
      await reading.query('BEGIN; SELECT 1 FROM ledger.usage LIMIT 1');
      const rebuilt = rebuildChain(url, CONFIG, CHAIN).catch((error: unknown) => failures.push(error));
      await withClient(url, (client) => until('the swap to hold its lock', () => swapLocks(client, { granted: true })));
      await reading.query('SELECT 1 FROM fold.checkpoint');
      await reading.query('COMMIT');
      await rebuilt;
      return (await reading.query(DEADLOCKS)).rows.length > 0;
    });
    expect(failures).toEqual([]);
  });
  await expectStraight(url);
}, 120_000);

it('compares the settlement with the live one while everybody reads', async () => {
  const url = await folded();
  const another = <R>(work: (client: pg.Client) => Promise<R>): Promise<R> => withClient(url, work);
  await withClient(url, async (reading) => {
    await reading.query('BEGIN; LOCK TABLE fold.checkpoint IN ACCESS SHARE MODE');
    const rebuilt = rebuildChain(url, CONFIG, CHAIN);
    await another((client) => until('the swap to wait', () => swapLocks(client, { granted: false })));
    await withClient(url, async (blocking) => {
      await blocking.query('BEGIN; LOCK TABLE ledger.settled_posting IN ACCESS EXCLUSIVE MODE');
      await reading.query('ROLLBACK');
      await another((client) =>
        until('a comparison', () => isLocked(client, 'ledger.settled_posting', { granted: false })),
      );
      await another(async (client) => {
        expect(await swapLocks(client, { granted: true })).toBe(false);
        await client.query('SELECT * FROM fold.checkpoint');
      });
      await blocking.query('ROLLBACK');
    });
    await rebuilt;
  });
  await expectStraight(url);
});

const DEADLOCKS = 'SELECT 1 FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 0';

/** Whether a swap has, or waits for, the lock that every reader shares. */
function swapLocks(client: pg.Client, { granted }: { granted: boolean }): Promise<boolean> {
  return isLocked(client, 'fold.checkpoint', { granted, mode: 'AccessExclusiveLock' });
}
