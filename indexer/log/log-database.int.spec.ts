import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import { encodePayload } from '../../src/domain/events/encoding.js';
import type { Address, AssetId, ChainId } from '../../src/domain/ids.js';
import { block, branch, hash, logOf, NOTHING } from '../../test/support/block-tree.js';
import { runs } from '../../test/support/depth.js';
import { readLog } from '../../test/support/indexer.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';
import type { BlockRef, DecodedBlock } from './blocks.js';
import { acquireChainLock } from './chain-lock.js';
import { LogDatabase } from './log-database.js';
import { describeChain, loadState, markHalted } from './log-store.js';

const GENESIS = block('G0', NOTHING, { logs: 0 });

let postgres: TestPostgres;
let client: pg.Client;
let chain = 700_000 as ChainId;

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = await connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});
beforeEach(() => {
  chain = (chain + 1) as ChainId;
});

describe('what is written', () => {
  it('is a batch with its events, the head, the finalized block and their times', async () => {
    const log = await start();
    const a = branch('A', GENESIS, 3, { logs: 2 });
    await hot(log, GENESIS, a, a[0]);
    expect(await select('batch', 'number')).toMatchObject([
      { number: '1', kind: 'append', from_block: '0', to_block: '0', event_count: 0, head_block: '0' },
      {
        number: '2',
        kind: 'append',
        from_block: '1',
        to_block: '3',
        event_count: 6,
        head_block: '3',
        head_time_s: String(a[2]!.time_s),
        finalized_block: '1',
        finalized_time_s: String(a[0]!.time_s),
        chain_time_s: String(a[2]!.time_s),
      },
    ]);
    expect((await select('hot_block', 'number')).map(({ number }) => number)).toEqual(['1', '2', '3']);
  });

  it('comes back as it went in: text of any kind, the greatest amounts, bytes of any length', async () => {
    const text = 'tab\t newline\n return\r backslash\\ quote" \\N \\. \u0001 \u2028 \ufffd 😀 {}[],';
    const events: CanonicalEvent[] = [
      {
        kind: 'AssetVersionPublished',
        payload: { asset: 'a' as AssetId, version: 1, contentHash: hash('c'), uri: text },
      },
      {
        kind: 'SharesChanged',
        payload: { asset: 'a' as AssetId, role: 'OWNER', contributor: 'b' as Address, shares: 2n ** 256n - 1n },
      },
    ];
    const many = { ...logOf(5, ...events), adapter: 'reference' };
    const bare = { ...many, raw: { ...many.raw, logIndex: 6, topics: [], data: '0x' as never } };
    const log = await start();
    await hot(log, GENESIS, [block('A1', GENESIS, { logs: [many, bare] })]);
    const rows = await select('event', 'log_index, ordinal');
    expect(rows).toMatchObject([
      { ordinal: 0, topics: [bytes(many.raw.topics[0]!)], data: bytes(many.raw.data), payload: { uri: text } },
      { ordinal: 1, topics: null, data: null, payload: { shares: String(2n ** 256n - 1n) } },
      { ordinal: 0, topics: [], data: bytes('0x') },
      { ordinal: 1, topics: null, data: null },
    ]);
    expect(rows[0]!['payload']).toEqual(JSON.parse(encodePayload(events[0]!)));
  });

  it('is announced once per batch, at the commit', async () => {
    const listener = await connect();
    const heard: unknown[] = [];
    listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload!)));
    await listener.query('LISTEN tributary_log');
    const log = await start();
    await hot(log, GENESIS, branch('A', GENESIS, 2), GENESIS);
    await hot(log, GENESIS, branch('B', GENESIS, 3), GENESIS);
    await until('four announcements', () => Promise.resolve(heard.length === 4));
    await listener.end();
    expect(heard).toEqual([1, 2, 3, 4].map((batch) => ({ chain, batch })));
  });

  it('is nothing at all when the transaction fails in the middle, and the same again afterwards', async () => {
    const log = await start();
    const a = branch('A', GENESIS, 2);
    await client.query(
      `INSERT INTO log.batch SELECT chain_id, 2, kind, from_block, to_block, event_count, head_block, head_hash, head_time_s,
         finalized_block, finalized_hash, finalized_time_s, chain_time_s, raw_digest, canonical_digest
       FROM log.batch WHERE chain_id = $1`,
      [chain],
    );
    await expect(hot(log, GENESIS, a, GENESIS)).rejects.toThrow('duplicate key');
    expect(await select('event', 'ordinal')).toEqual([]);
    expect(await select('hot_block', 'number')).toHaveLength(1);
    await client.query('DELETE FROM log.batch WHERE chain_id = $1 AND number = 2', [chain]);
    await hot(log, GENESIS, a, GENESIS);
    expect(await select('event', 'ordinal')).toHaveLength(2);
  });

  it('far from the head is under way while the next blocks are made ready, which fail with it', async () => {
    const log = await start();
    const blocks = branch('A', GENESIS, 9);
    await final(log, GENESIS, blocks.slice(0, 3), false);
    await final(log, blocks[2]!, blocks.slice(3, 6), false);
    await log.idle();
    expect(await select('event', 'block_number')).toHaveLength(6);
    await client.query('ALTER TABLE log.batch ADD CONSTRAINT no_fourth CHECK (number < 4) NOT VALID');
    await final(log, blocks[5]!, blocks.slice(6, 7), false);
    const later = [final(log, blocks[6]!, blocks.slice(7), false), final(log, blocks[6]!, blocks.slice(7))];
    const outcomes = await Promise.allSettled(later);
    await client.query('ALTER TABLE log.batch DROP CONSTRAINT no_fourth');
    expect(outcomes.map((outcome) => String((outcome as PromiseRejectedResult).reason))).toEqual([
      expect.stringContaining('no_fourth'),
      expect.stringContaining('no_fourth'),
    ]);
    expect(await select('event', 'block_number')).toHaveLength(6);
    await final(await restart(), blocks[5]!, blocks.slice(6));
    expect(await select('event', 'block_number')).toHaveLength(9);
  });

  it('shows a halted chain as followed again', async () => {
    const log = await start();
    await markHalted(client, chain, 'Test', 'a reason');
    expect(await select('chain', 'name')).toMatchObject([{ status: 'HALTED', reason: 'a reason' }]);
    await describeChain(client, chain, 'Test');
    expect(await select('chain', 'name')).toMatchObject([{ status: 'HALTED', reason: 'a reason' }]);
    await hot(log, GENESIS, branch('A', GENESIS, 1));
    expect(await select('chain', 'name')).toMatchObject([{ status: 'FOLLOWING', reason: null }]);
  });

  it('is not a row for every few empty final blocks, but the next event covers them', async () => {
    const log = await start();
    let head: BlockRef = GENESIS;
    for (let times = 0; times < 20; times++) {
      const empty = branch('A', head, 10, { logs: 0 });
      await final(log, head, empty, false);
      head = empty.at(-1)!;
    }
    const recorded = (await select('batch', 'number')).length;
    expect(recorded).toBeLessThan(10);
    await final(log, head, branch('A', head, 1), false);
    await log.idle();
    const batches = await select('batch', 'number');
    expect(batches.at(-1)).toMatchObject({ to_block: '201', event_count: 1 });
    batches.slice(1).forEach((batch, index) => {
      expect(Number(batch['from_block'])).toBe(Number(batches[index]!['to_block']) + 1);
    });
  });
});

describe('a fork', () => {
  const a = branch('A', GENESIS, 4);

  it('marks what was believed with the batch that took it back, and keeps it', async () => {
    const log = await start();
    await hot(log, GENESIS, a, GENESIS);
    await hot(log, a[1]!, branch('B', a[1]!, 3), GENESIS);
    const events = await select('event', 'block_number, batch');
    expect(events.map((row) => [row['block_number'], row['batch'], row['retracted_batch']])).toEqual([
      ['1', '2', null],
      ['2', '2', null],
      ['3', '2', '3'],
      ['3', '4', null],
      ['4', '2', '3'],
      ['4', '4', null],
      ['5', '4', null],
    ]);
    expect((await select('batch', 'number')).at(-2)).toMatchObject({
      kind: 'retract',
      from_block: '3',
      to_block: '4',
      event_count: 2,
    });
  });

  it('from A to B and back to A leaves the contents and digests of A', async () => {
    const log = await start();
    await hot(log, GENESIS, a, GENESIS);
    const before = await readLog(postgres.url, chain);
    await hot(log, GENESIS, branch('B', GENESIS, 6), GENESIS);
    expect((await readLog(postgres.url, chain)).rawDigest).not.toBe(before.rawDigest);
    await hot(log, GENESIS, a, GENESIS);
    expect(await readLog(postgres.url, chain)).toEqual(before);
  });
});

describe('a restart', () => {
  it('gives the processor the final block and the top above it, without a gap', async () => {
    const log = await start();
    const a = branch('A', GENESIS, 4);
    await hot(log, GENESIS, a, a[1]);
    expect(await (await restart()).connect()).toEqual({
      height: 2,
      hash: a[1]!.hash,
      top: [a[2]!, a[3]!].map(({ number, hash: text }) => ({ height: number, hash: text })),
    });
  });

  it('of a log that holds nothing begins before the first block', async () => {
    expect(await (await restart()).connect()).toEqual({ height: -1, hash: '0x', top: [] });
  });

  it('after blocks became final while it was away takes only what is new, and what a fork replaced', async () => {
    const a = branch('A', GENESIS, 4);
    const b = [...a.slice(0, 2), ...branch('B', a[1]!, 6)];
    await hot(await start(), GENESIS, a, GENESIS);
    await final(await restart(), GENESIS, b);
    expect((await select('batch', 'number')).slice(2)).toMatchObject([
      { kind: 'retract', from_block: '3', event_count: 2 },
      { kind: 'append', from_block: '3', to_block: '8', event_count: 6, finalized_block: '8' },
    ]);
  });

  it('anywhere in a life of forks changes nothing', async () => {
    const move = fc.record({ back: fc.nat(4), length: fc.integer({ min: 1, max: 4 }), restarts: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 8 }), async (moves) => {
        chain = (chain + 1) as ChainId;
        let log = await start();
        let canonical: DecodedBlock[] = [GENESIS];
        for (const [index, { back, length, restarts }] of moves.entries()) {
          canonical = canonical.slice(0, Math.max(1, canonical.length - back));
          const base = canonical.at(-1)!;
          const fresh = branch(`${index}.`, base, length, { logs: index % 3 });
          canonical.push(...fresh);
          await hot(log, base, fresh, GENESIS);
          if (restarts) log = await restart();
        }
        const lived = await readLog(postgres.url, chain);
        const numbers = (await select('batch', 'number')).map(({ number }) => Number(number));
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
        await forget();
        const fresh = await start();
        if (canonical.length > 1) await hot(fresh, GENESIS, canonical.slice(1), GENESIS);
        expect(lived).toEqual(await readLog(postgres.url, chain));
      }),
      { numRuns: runs(12) },
    );
  });
});

describe('the lock', () => {
  it('lets a second writer wait until the first one is gone', async () => {
    const [first, second] = [await connect(), await connect()];
    second.on('error', () => undefined);
    await acquireChainLock(first, chain, () => expect('nobody').toBe('waiting'));
    let waits = false;
    let has = false;
    const acquired = acquireChainLock(second, chain, () => (waits = true)).then(() => (has = true));
    await until('the second to wait', () => Promise.resolve(waits));
    expect(has).toBe(false);
    await first.end();
    await acquired;
    await second.end();
  });

  it('goes with a connection that is cut, and other chains have their own', async () => {
    const [first, other] = [await connect(), await connect()];
    first.on('error', () => undefined);
    await acquireChainLock(first, chain, () => undefined);
    await acquireChainLock(other, (chain + 500_000) as ChainId, () => expect('nobody').toBe('waiting'));
    const { rows } = await first.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await client.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    await acquireChainLock(client, chain, () => undefined);
    await other.end();
  });
});

async function connect(): Promise<pg.Client> {
  const connection = new pg.Client(postgres.url);
  await connection.connect();
  return connection;
}

/** A log that holds the genesis block. */
async function start(): Promise<LogDatabase> {
  await describeChain(client, chain, 'Test');
  const log = await restart();
  await final(log, NOTHING, [GENESIS]);
  return log;
}

async function restart(): Promise<LogDatabase> {
  return new LogDatabase({
    client,
    state: await loadState(client, chain),
    headerOf: () => Promise.reject(new Error('no header is asked for here')),
  });
}

async function forget(): Promise<void> {
  for (const table of ['event', 'batch', 'hot_block']) {
    await client.query(`DELETE FROM log.${table} WHERE chain_id = $1`, [chain]);
  }
}

const head = ({ number, hash: text }: BlockRef) => ({ height: number, hash: text as string });

/** Says what the processor says of unfinalized blocks. */
function hot(log: LogDatabase, base: BlockRef, blocks: DecodedBlock[], finalized: BlockRef = base): Promise<void> {
  const info = { baseHead: head(base), finalizedHead: head(finalized), newBlocks: blocks.map(head) };
  return log.transactHot2(info, (sink, from, to) => {
    sink.blocks.push(...blocks.slice(from, to));
    return Promise.resolve();
  });
}

/** Says what the processor says of final blocks. */
function final(log: LogDatabase, base: BlockRef, blocks: DecodedBlock[], isOnTop = true): Promise<void> {
  return log.transact({ prevHead: head(base), nextHead: head(blocks.at(-1)!), isOnTop }, (sink) => {
    sink.blocks.push(...blocks);
    return Promise.resolve();
  });
}

async function select(table: string, order: string): Promise<Record<string, unknown>[]> {
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT * FROM log.${table} WHERE chain_id = $1 ORDER BY ${order}`,
    [chain],
  );
  return rows;
}

const bytes = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');
