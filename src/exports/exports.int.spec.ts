import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DirectedGraph } from 'graphology';
import graphml from 'graphology-graphml';
import { Served } from '../../test/support/served.js';
import { account, World } from '../../test/support/world.js';

const NASTY = `=cmd|'/c calc'!A0, "<&>" \u0001 ünïcode\n2nd line`;

let one: World;
let two: World;
let served: Served;
beforeAll(async () => {
  one = new World(1);
  two = new World(2);
  two.register(two.asset(1), account(1));
  for (let n = 1; n <= 600; n++) one.register(one.asset(n), account(n));
  one.apply('AssetRegistered', {
    asset: one.asset(601),
    kind: 'DATASET',
    owner: account(601),
    contentHash: `0x${'0'.repeat(64)}` as never,
    metadataUri: '',
    name: NASTY,
  });
  one.link(one.asset(1), two.asset(1), 10_000);
  one.link(one.asset(1), one.asset(601), 10_000);
  for (let n = 2; n <= 600; n++) one.link(one.asset(n), one.asset(n < 300 ? 1 : n - 299), 20_000);
  served = await Served.start([one, two]);
}, 120_000);
afterAll(() => served.stop());

function address(asset: string, format: string, query = ''): string {
  return `${served.service.origin}/lineage/${encodeURIComponent(asset)}.${format}${query}`;
}

it('lineage as GraphML is read back with every asset, link and attribute', async () => {
  const response = await fetch(address(two.asset(1), 'graphml', '?direction=DOWN'));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/graphml\+xml/);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="lineage-down-.*\.graphml"$/);
  const graph = graphml.parse(DirectedGraph, await response.text());
  expect(graph.order).toBe(601);
  expect(graph.size).toBe(600);
  expect(graph.getNodeAttributes(two.asset(1))).toMatchObject({
    name: 'model',
    kind: 'MODEL',
    depth: 0,
    chain: 'eip155:2',
  });
  const edge = graph.edge(one.asset(1), two.asset(1));
  expect(graph.getEdgeAttributes(edge)).toMatchObject({
    relation: 'FINETUNED_FROM',
    royaltyPpm: 10_000,
    policy: 'RELATIVE',
  });
});

it('names from chains do no harm in GraphML', async () => {
  const response = await fetch(address(one.asset(2), 'graphml'));
  const graph = graphml.parse(DirectedGraph, await response.text());
  expect(graph.nodes().sort()).toEqual([one.asset(1), one.asset(2), one.asset(601), two.asset(1)].sort());
  expect(graph.getNodeAttribute(one.asset(601), 'name')).toBe(NASTY.replace('\u0001', '\ufffd'));
});

it('lineage as CSV has one row a link, and its formulas are words', async () => {
  const all = await (await fetch(address(two.asset(1), 'csv', '?direction=DOWN'))).text();
  const lines = all.trimEnd().split('\n');
  expect(lines[0]).toBe(
    'child,child_name,parent,parent_name,relation,royalty_ppm,policy,since,crosses_chains,below_terms',
  );
  expect(lines).toHaveLength(601);
  expect(all.endsWith('\n')).toBe(true);
  expect(lines.filter((line) => line.endsWith('true,false'))).toHaveLength(1);
  const up = await (await fetch(address(one.asset(1), 'csv', '?direction=up&depth=1'))).text();
  expect(up).toContain(`"'=cmd|`);
});

it('the depth asked for ends the walk', async () => {
  const text = await (await fetch(address(two.asset(1), 'csv', '?direction=DOWN&depth=2'))).text();
  expect(text.trimEnd().split('\n')).toHaveLength(1 + 1 + 299);
});

it('an id that is not encoded is understood too', async () => {
  const response = await fetch(`${served.service.origin}/lineage/${one.asset(2)}.csv`);
  expect(response.status).toBe(200);
  // One of the names goes over two lines.
  expect((await response.text()).trimEnd().split('\n')).toHaveLength(1 + 3 + 1);
});

it.each([
  ['/lineage/nonsense.csv', 400, /"nonsense" is not an asset id: expected CAIP-19/],
  ['/lineage/%E0%A4%A.csv', 400, /is not URL-encoded/],
  ['/lineage/x.pdf', 400, /ends with \.graphml or \.csv/],
  [
    `/lineage/${encodeURIComponent('eip155:1/erc721:0x' + '1'.repeat(40) + '/1')}.csv`,
    404,
    /Nothing in the ledger names/,
  ],
  [
    `/lineage/${encodeURIComponent('eip155:1/erc721:0x' + '1'.repeat(40) + '/1')}.csv?direction=SIDEWAYS`,
    400,
    /"direction" is "SIDEWAYS"/,
  ],
  [`/lineage/${encodeURIComponent('eip155:1/erc721:0x' + '1'.repeat(40) + '/1')}.csv?depth=-1`, 400, /"depth" is "-1"/],
])('%s is answered with %i and one sentence', async (path, status, sentence) => {
  const response = await fetch(`${served.service.origin}${path}`);
  expect(response.status).toBe(status);
  expect(((await response.json()) as { error: string }).error).toMatch(sentence);
});

it('exports that are left unread do not keep connections', async () => {
  for (let n = 0; n < 8; n++) {
    const stop = new AbortController();
    await fetch(address(two.asset(1), 'graphml', '?direction=DOWN'), { signal: stop.signal });
    stop.abort();
  }
  const response = await fetch(address(two.asset(1), 'csv', '?direction=DOWN'));
  expect(response.status).toBe(200);
  expect((await response.text()).split('\n')).toHaveLength(602);
});
