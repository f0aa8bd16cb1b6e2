import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { postJson } from '../../test/support/post-json.js';
import { randomWorld } from '../../test/support/random-world.js';
import { type Answer, Served } from '../../test/support/served.js';
import type { World } from '../../test/support/world.js';

let world: World;
let served: Served;
beforeAll(async () => {
  world = randomWorld({ seed: 3, events: 40, chain: 1, otherChain: 2 });
  served = await Served.start([world]);
}, 120_000);
afterAll(() => served.stop());

const EXPLAIN = (from: string, to: string): string =>
  `{ explain(contributor: "0x${'1'.repeat(40)}", asset: "eip155:1/erc721:0x${'1'.repeat(40)}/1", token: "0x${'1'.repeat(40)}",
     from: "${from}", to: "${to}") { figure } }`;

it.each([
  ['{ asset(id: "42") { id } }', /"42" is not an asset id: expected CAIP-19/],
  ['{ contributor(address: "0x12") { id } }', /"0x12" is not an address: expected 0x and 40/],
  ['{ usages(filter: { chain: "base" }) { edges { cursor } } }', /"base" is not a chain: expected CAIP-2/],
  ['{ assets(first: 0) { totalCount } }', /"first" is 0: expected a whole number from 1 to 100\./],
  ['{ assets(first: 101) { totalCount } }', /"first" is 101: expected a whole number from 1 to 100\./],
  ['{ assets(after: "garbage") { totalCount } }', /"garbage" is not a cursor of this list/],
  ['{ assets(filter: { search: "   " }) { totalCount } }', /"search" has 0 characters/],
  ['{ search(text: "") { label } }', /"text" has 0 characters/],
  ['{ node(id: "nothing") { id } }', /"nothing" is not an id/],
  [
    '{ revenue(from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z") { rows { key } } }',
    /"from" is not before "to"/,
  ],
  ['{ revenue(from: "yesterday") { rows { key } } }', /"yesterday" is not a DateTime: expected ISO 8601/],
  ['{ revenue(from: "2026-02-30") { rows { key } } }', /"2026-02-30" is not a DateTime/],
  ['{ revenue(from: "2026-01-01T00:00:00") { rows { key } } }', /is not a DateTime: expected ISO 8601 with a zone/],
  ['subscription { chainStatus { id } }', /^Subscriptions are answered over WebSocket/],
  ['mutation { nothing }', /^There are no mutations/],
  [EXPLAIN('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'), /Nothing in the ledger names the asset/],
  [
    '{ lineage(asset: "eip155:1/erc721:0x1111111111111111111111111111111111111111/1") { truncated } }',
    /Nothing in the ledger names the asset/,
  ],
  ['{ nonsense }', /Cannot query field "nonsense"/],
  ['{ assets(orderBy: RANDOM) { totalCount } }', /"RANDOM" does not exist in "AssetOrder"/],
  ['{ asset(', /Syntax Error/],
])('%s gets one sentence', async (query, sentence) => {
  const { errors } = await served.ask(query);
  expect(errors).toHaveLength(1);
  expect(errors![0]!.message).toMatch(sentence);
  expect(errors![0]!.message).not.toContain('\n');
  expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']).toContain(
    errors![0]!.extensions.code,
  );
  expect(Object.keys(errors![0]!.extensions)).toEqual(['code']);
});

it('a value of the wrong type in a variable gets one sentence', async () => {
  const { errors } = await served.ask('query ($n: Int) { assets(first: $n) { totalCount } }', { n: 'many' });
  expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors![0]!.message).toContain('$n');
});

it('a cursor of one order is refused in another', async () => {
  const { assets } = await served.data('{ assets(first: 1, orderBy: NEWEST) { pageInfo { endCursor } } }');
  const { errors } = await served.ask(
    'query ($after: String) { assets(after: $after, orderBy: NAME) { totalCount } }',
    {
      after: assets.pageInfo.endCursor,
    },
  );
  expect(errors![0]!.message).toMatch(/is not a cursor of this list: give the endCursor/);
});

it.each([
  [['assets NEWEST', 'soon', 'x']],
  [['assets NEWEST', 1]],
  [['assets NEWEST', 1, 'nul\0']],
  [['assets NEWEST', 1e300, 'x']],
  [{ not: 'a list' }],
  [null],
])('a cursor that was made up (%j) is refused', async (content) => {
  const after = Buffer.from(JSON.stringify(content)).toString('base64url');
  const { errors } = await served.ask('query ($after: String) { assets(after: $after) { totalCount } }', { after });
  expect(errors![0]!.message).toMatch(/is not a cursor of this list/);
});

it('an explicit null is the same as leaving an argument out', async () => {
  const { assets } = await served.data(
    '{ assets(first: null, after: null, filter: null, orderBy: null) { edges { cursor } } }',
  );
  expect(assets.edges.length).toBeGreaterThan(0);
});

it.each([
  [
    'written out',
    '{ assets(first: 100) { edges { node { shares(first: 100) { edges { node { asset { name } } } } } } } }',
    {},
  ],
  [
    'in variables',
    'query ($n: Int) { assets(first: $n) { edges { node { shares(first: $n) { edges { node { asset { name } } } } } } } }',
    { n: 100 },
  ],
  [
    'in the defaults of variables',
    'query ($n: Int = 100) { assets(first: $n) { edges { node { shares(first: $n) { edges { node { asset { name } } } } } } } }',
    {},
  ],
  [
    'in fragments',
    `query ($n: Int) { assets(first: $n) { edges { node { ...people } } } }
     fragment people on Asset { shares(first: $n) { edges { node { asset { ...on Asset { name } } } } } }`,
    { n: 100 },
  ],
])('a query that costs too much is refused before it runs: %s', async (_, query, variables) => {
  const { status, body } = await postJson<Answer>(`${served.service.origin}/graphql`, { query, variables });
  const { errors, data } = body;
  expect(status).toBe(400);
  expect(data ?? null).toBeNull();
  expect(errors![0]!.extensions.code).toBe('QUERY_TOO_COSTLY');
  expect(errors![0]!.message).toMatch(/ask for fewer rows/);
});

it('the same query for fewer rows runs', async () => {
  const query =
    'query ($n: Int) { assets(first: $n) { edges { node { shares(first: $n) { edges { node { asset { name } } } } } } } }';
  expect((await served.data(query, { n: 5 })).assets.edges.length).toBeGreaterThan(0);
});

it('a query that goes too deep is refused', async () => {
  const inner = Array.from({ length: 8 }).reduce<string>((query) => `parents { parent { ${query} } }`, 'id');
  const { errors } = await served.ask(`query ($id: ID!) { asset(id: $id) { ${inner} ${inner} } }`, {
    id: world.asset(1),
  });
  expect(errors![0]!.extensions.code).toBe('QUERY_TOO_COSTLY');
});

it('thousands of aliases are refused', async () => {
  const query = `{ ${Array.from({ length: 400 }, (_, n) => `a${n}: totals { assets }`).join(' ')} }`;
  const { errors } = await served.ask(query);
  expect(errors![0]!.extensions.code).toBe('QUERY_TOO_COSTLY');
});

it('introspection works, for tools', async () => {
  const { __schema } = await served.data('{ __schema { queryType { name } types { name fields { name } } } }');
  expect(__schema.queryType.name).toBe('Query');
});

it('a request that a form of another site could send is refused', async () => {
  const response = await fetch(`${served.service.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"query":"{ chains { id } }"}',
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
});

it.each(['2026-02-30', '2026', '-271821-04-20', '%2B275760-09-13'])('a statement from %s is refused', async (from) => {
  const answer = await fetch(`${served.service.origin}/statements/0x${'1'.repeat(40)}.csv?from=${from}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/^"from" and "to" are days or times in UTC/) });
});
