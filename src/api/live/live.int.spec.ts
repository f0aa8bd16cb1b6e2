import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import WebSocket from 'ws';
import { namedRows } from '../../fold/dictionary.js';
import { USAGE } from '../../read-models/usages/tables.js';
import { blocksOf } from '../../../test/support/log-builder.js';
import { Served } from '../../../test/support/served.js';
import { until } from '../../../test/support/until.js';
import { account, World } from '../../../test/support/world.js';

let one: World;
let two: World;
let served: Served;
const clients: Client[] = [];

beforeAll(async () => {
  one = world(1);
  two = world(2);
  served = await Served.start([one, two]);
}, 120_000);
afterAll(async () => {
  for (const client of clients) await client.dispose();
  await served.stop();
});

function world(chain: number): World {
  const made = new World(chain);
  made.fee(0);
  made.register(made.asset(1), account(1));
  made.register(made.asset(2), account(2));
  made.use(made.asset(1), 1n);
  return made;
}

interface Heard {
  readonly rows: any[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- shaped by the query
  readonly errors: readonly { message: string; extensions?: { code?: string } }[];
  stop(): void;
}

/** Opens a connection of its own and listens. */
function listen(payload: SubscribePayload | string): Heard {
  const client = createClient({
    url: served.service.origin.replace('http', 'ws') + '/graphql',
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  clients.push(client);
  const rows: unknown[] = [];
  const errors: Heard['errors'][number][] = [];
  const stop = client.subscribe(typeof payload === 'string' ? { query: payload } : payload, {
    next: (result) => {
      rows.push(Object.values(result.data ?? {})[0]);
      errors.push(...((result.errors ?? []) as never[]));
    },
    error: (error) => errors.push(...(Array.isArray(error) ? error : [error])),
    complete: () => undefined,
  });
  return { rows, errors, stop };
}

const heard = (listener: Heard, count: number) =>
  until(`${count} rows to be heard`, async () => listener.rows.length >= count, {
    limit_ms: 15_000,
    explain: () => JSON.stringify(listener),
  });

/** The service listens for notices from the first subscriber on; until then it would say nothing. */
async function listening(): Promise<void> {
  await until('the service to listen', async () => {
    const rows = await served.sql(
      `SELECT 1 FROM pg_stat_activity WHERE query = 'LISTEN tributary_fold' AND application_name = 'tributary notices'`,
    );
    return rows.length > 0;
  });
}

async function positionsOf(chain: number): Promise<string[]> {
  const rows = await served.sql<{ position: string }>(
    `SELECT position FROM (${namedRows(USAGE)}) u WHERE chain_id = $1 ORDER BY position`,
    [chain],
  );
  return rows.map((row) => row.position);
}

it('usages are told as they are folded, in order, with what they were paid in', async () => {
  const listener = listen(
    'subscription { usageRecorded { position chain amount token { address } asset { id name } } }',
  );
  await listening();
  await until('the subscription to have begun', async () => {
    one.use(one.asset(1), 7n);
    await served.write(one);
    return listener.rows.length > 0;
  });
  const before = listener.rows.length;
  for (let n = 0; n < 250; n++) one.use(one.asset(1 + (n % 2)), BigInt(n + 1));
  await served.write(one);
  two.use(two.asset(1), 9n);
  await served.write(two);
  const fromTwo = () => listener.rows.filter(({ chain }) => chain === 'eip155:2');
  await until('the usage of the other chain', async () => fromTwo().length > 0 && listener.rows.length > before + 250);
  const ofOne = listener.rows.filter(({ chain }) => chain === 'eip155:1').map(({ position }) => position);
  expect(ofOne).toEqual((await positionsOf(1)).slice(-ofOne.length));
  expect(fromTwo()).toHaveLength(1);
  expect(listener.rows.at(-1).asset.name).toBe('model');
  expect(listener.errors).toEqual([]);
  listener.stop();
});

it('a subscription resumes after a position, on several chains at once', async () => {
  const [first, second] = [await positionsOf(1), await positionsOf(2)];
  const after = `${first.at(-4)},${second.at(-2)}`;
  const listener = listen({
    query: 'subscription ($after: String) { usageRecorded(after: $after) { position } }',
    variables: { after },
  });
  await heard(listener, 4);
  expect(listener.rows.map(({ position }) => position).sort()).toEqual(
    [...first.slice(-3), ...second.slice(-1)].sort(),
  );
  listener.stop();
});

it('a subscription of an asset hears of that asset only, used on whichever chain', async () => {
  const asset = one.asset(2);
  const listener = listen({
    query:
      'subscription ($asset: ID, $after: String) { usageRecorded(asset: $asset, after: $after) { chain asset { id } } }',
    variables: { asset, after: `${(await positionsOf(1)).at(-1)},${(await positionsOf(2)).at(-1)}` },
  });
  one.use(one.asset(1), 5n);
  one.use(asset, 5n);
  await served.write(one);
  two.use(asset, 5n);
  await served.write(two);
  await heard(listener, 2);
  expect(listener.rows.map(({ asset: { id } }) => id)).toEqual([asset, asset]);
  expect(listener.rows.map(({ chain }) => chain).sort()).toEqual(['eip155:1', 'eip155:2']);
  listener.stop();
});

it('after a fork the usages of the new blocks are told, from the fork on', async () => {
  const last = (await positionsOf(2)).at(-1)!;
  const listener = listen({
    query:
      'subscription ($after: String) { usageRecorded(chain: "eip155:2", after: $after) { position amount txHash } }',
    variables: { after: last },
  });
  two.use(two.asset(1), 100n);
  two.use(two.asset(1), 200n);
  await served.write(two);
  await heard(listener, 2);
  const kept = two.events.at(-1)!.at.block - 2;
  const other = new World(2);
  other.events.push(...two.events.slice(0, -2));
  const replaced = two.events.slice(-2).map((event, n) => ({
    ...event,
    payload: { ...(event.payload as { amount: bigint }), amount: 111n * BigInt(n + 1) },
  }));
  await served.fork(two, kept, blocksOf(replaced as never));
  await heard(listener, 4);
  expect(listener.rows.map(({ amount }) => amount)).toEqual(['100', '200', '111', '222']);
  expect(listener.rows[2].txHash).not.toBe(listener.rows[0].txHash);
  listener.stop();
});

it('chain status tells every chain at once and then what moves', async () => {
  const listener = listen('subscription { chainStatus { caip2 foldedBlock events } }');
  await heard(listener, 2);
  expect(listener.rows.slice(0, 2).map(({ caip2 }) => caip2)).toEqual(['eip155:1', 'eip155:2']);
  one.use(one.asset(1), 5n);
  await served.write(one);
  const head = one.events.at(-1)!.at.block;
  await until('the move to be told', async () => listener.rows.some(({ foldedBlock }) => foldedBlock === head));
  listener.stop();
});

it('what is folded while the connection for notices is gone is told when it is back', async () => {
  const listener = listen('subscription { usageRecorded(chain: "eip155:1") { position } }');
  await listening();
  await until('the subscription to have begun', async () => {
    one.use(one.asset(1), 3n);
    await served.write(one);
    return listener.rows.length > 0;
  });
  await served.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary notices'`,
  );
  for (let n = 0; n < 3; n++) one.use(one.asset(1), 4n);
  await served.write(one);
  const last = (await positionsOf(1)).at(-1);
  await until('the last usage', async () => listener.rows.some(({ position }) => position === last));
  const heardOf = listener.rows.map(({ position }) => position);
  expect(heardOf).toEqual((await positionsOf(1)).slice(-heardOf.length));
  listener.stop();
});

it.each([
  ['{ chains { id } }', /Only subscriptions are answered here/],
  ['subscription { usageRecorded(after: "12") { position } }', /"12" is not a position/],
  ['subscription { usageRecorded(chain: "x") { position } }', /"x" is not a chain/],
  [
    `subscription { usageRecorded(chain: "eip155:1", after: "${'2'.padStart(16, '0')}${'0'.repeat(24)}") { position } }`,
    /is a position of chain eip155:2/,
  ],
  ['subscription { nothing }', /Cannot query field "nothing"/],
  [
    'subscription { usageRecorded { asset { shares(first: 100) { edges { node { asset { shares(first: 100) { edges { node { asset { shares(first: 100) { edges { cursor } } } } } } } } } } } } }',
    /ask for fewer rows/,
  ],
  ['subscription {', /Syntax Error/],
])('what is not a good subscription gets one sentence: %s', async (query, sentence) => {
  const listener = listen(query);
  await until('the refusal', async () => listener.errors.length > 0, {
    limit_ms: 10_000,
    explain: () => JSON.stringify(listener),
  });
  expect(listener.errors[0]!.message).toMatch(sentence);
  expect(listener.rows.filter((row) => row != null)).toEqual([]);
});

it('a page of another site cannot open a socket, and nobody sends huge messages', async () => {
  const url = served.service.origin.replace('http', 'ws') + '/graphql';
  const foreign = new WebSocket(url, 'graphql-transport-ws', { origin: 'https://elsewhere.example' });
  const refused = await new Promise<string>((done) => foreign.once('error', (error) => done(error.message)));
  expect(refused).toMatch(/403/);
  const large = new WebSocket(url, 'graphql-transport-ws');
  await new Promise((done) => large.once('open', done));
  const closed = new Promise<number>((done) => large.once('close', done));
  large.send('x'.repeat(70_000));
  expect(await closed).toBe(1009);
});

it('when a client goes, nothing of its subscription stays', async () => {
  const listener = listen('subscription { usageRecorded { position } }');
  await listening();
  for (const client of clients.splice(0)) await client.dispose();
  await until('the connection for notices to be closed', async () => {
    const rows = await served.sql(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'tributary notices'`);
    return rows.length === 0;
  });
  expect(listener.errors).toEqual([]);
});
