import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import type { PlacedEvent } from '../domain/events/canonical.js';
import { assetId, chainId, ZERO_HASH, type Address } from '../domain/ids.js';
import { endOfBlock, type Position } from '../domain/position.js';
import { countEvents, findBatch, retractedFrom } from './batches.js';
import { lastEventUpTo, readEvents } from './reader.js';

const CHAIN = chainId(1);
const CONTRACT = `0x${'c'.repeat(40)}` as Address;

/** A block in which claims of these amounts are made, two to a log. */
function block(number: number, ...amounts: bigint[]): TestBlock {
  const [vault, contributor, token] = [CONTRACT, CONTRACT, CONTRACT];
  const logs = [];
  for (let index = 0; index < amounts.length; index += 2) {
    const events = amounts
      .slice(index, index + 2)
      .map((amount) => ({ kind: 'Claimed' as const, payload: { vault, contributor, token, amount } }));
    logs.push({ contract: CONTRACT, events });
  }
  return { number, time_s: 1_000 + number, logs };
}

let postgres: TestPostgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  const log = new LogBuilder(client, CHAIN, 100);
  await log.append([block(1, 1n, 2n, 3n), block(3, 4n)]); // batch 1
  await log.append([block(4, 5n)]); // batch 2
  await log.fork(1, [block(2, 6n), block(4, 7n), block(5)]); // batches 3 and 4
  await log.append([block(6, 2n ** 256n - 1n)]); // batch 5
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

async function amounts(asOf: number, limit = 2, upTo?: Position): Promise<bigint[]> {
  const read: PlacedEvent[] = [];
  for (;;) {
    const page = await readEvents(client, CHAIN, { asOf, after: read.at(-1)?.at.position ?? null, limit, upTo });
    read.push(...page);
    if (page.length < limit) break;
  }
  return read.map((event) => (event.kind === 'Claimed' ? event.payload.amount : 0n));
}

it.each([
  ['the first', 1, [1n, 2n, 3n, 4n]],
  ['the second', 2, [1n, 2n, 3n, 4n, 5n]],
  ['the retraction', 3, [1n, 2n, 3n]],
  ['the newest', 5, [1n, 2n, 3n, 6n, 7n, 2n ** 256n - 1n]],
])('as of %s batch the log says what was believed then', async (_, asOf, expected) => {
  expect(await amounts(asOf)).toEqual(expected);
  expect(await amounts(asOf, 1)).toEqual(expected);
});

it('reading can end at a position', async () => {
  expect(await amounts(5, 10, endOfBlock(CHAIN, 2))).toEqual([1n, 2n, 3n, 6n]);
});

it('an event knows where and when it stands', async () => {
  const [, , third] = await readEvents(client, CHAIN, { asOf: 5, after: null, limit: 3 });
  expect(third!.at).toMatchObject({
    ...{ chain: CHAIN, block: 1, logIndex: 1, ordinal: 0, contract: CONTRACT },
    ...{ blockTime_s: 1_001, time_s: 1_001, position: '0000000000000001000000000001000000100000' },
  });
});

it('text is read as it was logged, whatever letters it has', async () => {
  const chain = chainId(2);
  const uri = 'ipfs://"\\"\\n\t\n\u{1f33f}/ö/数';
  const payload = { asset: assetId(2, CONTRACT, 1n), version: 1, contentHash: ZERO_HASH, uri };
  const logs = [{ contract: CONTRACT, events: [{ kind: 'AssetVersionPublished' as const, payload }] }];
  await new LogBuilder(client, chain, 100).append([{ number: 1, time_s: 1, logs }]);
  const [event] = await readEvents(client, chain, { asOf: 1, after: null, limit: 10 });
  expect(event!.payload).toEqual(payload);
});

it('the last event up to a block is found as of a batch', async () => {
  expect((await lastEventUpTo(client, CHAIN, 4, 2))?.payload).toMatchObject({ amount: 5n });
  expect((await lastEventUpTo(client, CHAIN, 3, 5))?.payload).toMatchObject({ amount: 6n });
  expect(await lastEventUpTo(client, CHAIN, 0, 5)).toBeUndefined();
});

it('who has read up to a batch learns from where on to read again', async () => {
  expect(await retractedFrom(client, CHAIN, 1, 2)).toBeUndefined();
  expect(await retractedFrom(client, CHAIN, 2, 5)).toBe(2);
  expect(await retractedFrom(client, CHAIN, 3, 5)).toBeUndefined();
});

it('a batch says how far the log reached', async () => {
  expect(await findBatch(client, CHAIN)).toMatchObject({ number: 5, headBlock: 6, headTime_s: 1_006 });
  expect(await findBatch(client, CHAIN, 2)).toMatchObject({ number: 2, headBlock: 4 });
  expect(await findBatch(client, chainId(9))).toBeUndefined();
  expect(await countEvents(client, CHAIN)).toBe(6);
});
