import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomWorld } from '../test/support/random-world.js';
import { Served } from '../test/support/served.js';
import { until } from '../test/support/until.js';

let served: Served;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-pages-'));
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, 'graphiql'));
  writeFileSync(join(folder, 'index.html'), '<title>explorer</title>');
  writeFileSync(join(folder, 'graphiql', 'index.html'), '<title>graphiql</title>');
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'console.log(1)');
  served = await Served.start([randomWorld({ seed: 5, events: 20, chain: 7, otherChain: 8 })], folder);
}, 120_000);
afterAll(async () => {
  await served.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, accept = '*/*', method = 'GET'): Promise<Response> =>
  fetch(`${served.service.origin}${path}`, { method, headers: { accept } });
const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

it.each(['/', '/assets', '/asset/eip155:7/erc721:0x00/42', '/contributors', '/no/such/route'])(
  'the address %s is a page of the explorer',
  async (path) => {
    const response = await get(path, PAGE);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('explorer');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

it.each([`/statements/0x${'1'.repeat(40)}.csv`, `/statements/0x${'1'.repeat(40)}.ndjson?bucket=DAY`])(
  'a browser that opens %s gets the file, not a page',
  async (path) => {
    const response = await get(path, PAGE);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="statement-/);
    expect(await response.text()).not.toContain('explorer');
  },
);

it('GraphiQL is a page of ours', async () => {
  expect(await (await get('/graphiql', PAGE)).text()).toContain('graphiql');
  expect(await (await get('/graphiql/', PAGE)).text()).toContain('graphiql');
});

it('a program that takes anything gets the front pages, and no page for a missing file', async () => {
  expect((await get('/', '*/*')).status).toBe(200);
  expect((await get('/graphiql', '*/*')).status).toBe(200);
  expect((await get('/favicon.ico', '*/*')).status).toBe(404);
});

it('built files are kept for ever, and a missing one is not a page', async () => {
  const response = await get('/assets/main-abc.js');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect((await get('/assets/main-old.js')).status).toBe(404);
});

it('pages may load nothing from elsewhere', async () => {
  const { headers } = await get('/', PAGE);
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`connect-src 'self' ws://${new URL(served.service.origin).host}`);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

it('what nobody answers is a sentence of JSON', async () => {
  const response = await get('/api/v2/things');
  expect(response.status).toBe(404);
  expect(((await response.json()) as { error: string }).error).toMatch(
    /^Nothing answers GET \/api\/v2\/things: the API is at \/graphql/,
  );
  expect((await get('/graphiql', PAGE, 'POST')).status).toBe(404);
});

it('a body that is not JSON is a sentence of JSON', async () => {
  const response = await fetch(`${served.service.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":',
  });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { error: string }).error).toBe('The body of the request is not valid JSON.');
});

it('a body that is too large is refused', async () => {
  const response = await fetch(`${served.service.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ chains { id } } ${' '.repeat(200_000)}` }),
  });
  expect(response.status).toBe(413);
});

it('health tells the database and every chain', async () => {
  const response = await get('/health');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: 'ok',
    database: 'ok',
    chains: [{ chain: 'eip155:7', name: 'Chain 7', status: expect.any(String), foldedBlock: expect.any(Number) }],
  });
});

it('metrics tell each chain, the process, and how long requests took', async () => {
  await served.data('{ chains { id } }');
  await get('/statements/nobody.csv');
  const text = await until('the request to be counted', async () => {
    const metrics = await (await get('/metrics')).text();
    return ['/graphql', '/statements'].every((route) => metrics.includes(`route="${route}"`)) ? metrics : undefined;
  });
  expect(text).toMatch(/tributary_chain_folded_block\{chain="eip155:7"\} \d+/);
  expect(text).toMatch(/tributary_chain_status\{chain="eip155:7",status="HALTED"\} 0/);
  expect(text).toMatch(/http_request_duration_seconds_count\{method="POST",route="\/graphql",code="200"\} \d+/);
  expect(text).toContain('process_resident_memory_bytes');
});

it('a halted chain says why, and the service goes on', async () => {
  await served.sql(
    `UPDATE log.chain SET status = 'HALTED', reason = 'The fork is deeper than finality.' WHERE chain_id = 7`,
  );
  const { chains } = await served.data('{ chains { status statusReason } }');
  expect(chains).toEqual([{ status: 'HALTED', statusReason: 'The fork is deeper than finality.' }]);
  expect((await get('/health')).status).toBe(200);
  await served.sql(`UPDATE log.chain SET status = 'FOLLOWING', reason = NULL`);
});

it('without a database, health is 503 and says so', async () => {
  const other = await Served.start([randomWorld({ seed: 6, events: 5, chain: 9, otherChain: 8 })]);
  try {
    await other.postgres.stop();
    const response = await fetch(`${other.service.origin}/health`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'error', database: 'unreachable' });
    const { errors } = await other.ask('{ chains { id } }');
    expect(errors![0]!.message).toMatch(/^[^\n]+\.$/);
    expect(errors![0]!.message).not.toMatch(/at \w+ \(/);
  } finally {
    await other.stop().catch(() => undefined);
  }
});
