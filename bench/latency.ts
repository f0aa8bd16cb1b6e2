import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { encodeFunctionData } from 'viem';
import { assetRegistryAbi } from '../contracts/generated/abis.js';
import { migrate } from '../db/data-source.js';
import { startEmbeddedPostgres } from '../local/postgres/embedded.js';
import { temporaryFolder } from '../test/support/folder.js';
import { indexerProcess, writeTestConfig } from '../test/support/indexer.js';
import { ReferenceChain } from '../test/support/reference-chain.js';
import { until } from '../test/support/until.js';

/**
 * How long after a node has a block its event is in the log: a real node, a real indexer that asks it every
 * 50 ms, and the announcement of the commit. The clock starts when the node has answered that the block is mined.
 */
const CHAIN = 31_337;
const FINALITY = 5;
const GENESIS_S = 1_700_000_000;

/** Prints the distribution and one line of JSON. */
export async function benchLatency(blocks = 200): Promise<void> {
  const folder = temporaryFolder('tributary-latency-');
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false });
  const chain = await ReferenceChain.start(CHAIN, { genesisTime_s: GENESIS_S });
  const client = new pg.Client(server.url);
  const contracts = [chain.registry, chain.meter];
  const config = writeTestConfig(join(folder, 'tributary.yaml'), server.url, [
    { id: CHAIN, rpc: chain.anvil.url, contracts, finality: FINALITY },
  ]);
  const indexer = indexerProcess(config, CHAIN);
  try {
    await migrate(server.url);
    await client.connect();
    indexer.start();
    const announced = new Map<number, number>();
    client.on('notification', ({ payload }) => {
      announced.set((JSON.parse(payload!) as { batch: number }).batch, performance.now());
    });
    await client.query('LISTEN tributary_log');
    await waitForBlock(client, await chain.head());
    const mined = new Map<number, number>();
    await chain.client.setAutomine(false);
    for (let count = 0; count < blocks; count++) {
      await approve(chain);
      await chain.client.mine({ blocks: 1 });
      const mined_ms = performance.now();
      const block = await chain.head();
      mined.set(block, mined_ms);
      await waitForBlock(client, block);
    }
    const sorted = (await latencies(client, mined, announced)).sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
    const figures = { blocks, p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), most_ms: at(1) };
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(12)} ${value}`);
    console.log(JSON.stringify({ bench: 'latency', figures }));
  } finally {
    await indexer.stop();
    await client.end().catch(() => undefined);
    await chain.anvil.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A transaction that waits to be mined, and emits an event. */
async function approve({ client, registry, people }: ReferenceChain): Promise<void> {
  const data = encodeFunctionData({
    abi: assetRegistryAbi,
    functionName: 'setApprovalForAll',
    args: [people[1]!, true],
  });
  await client.sendTransaction({ account: people[0]!, to: registry, data, chain: null });
}

async function headBlock(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ head: string | null }>('SELECT max(head_block) AS head FROM log.batch');
  return Number(rows[0]?.head ?? -1);
}

async function waitForBlock(client: pg.Client, block: number): Promise<void> {
  await until(`block ${block} in the log`, async () => (await headBlock(client)) >= block, { pause_ms: 10 });
}

/** From each block's mining to the announcement of the first batch that reaches it. */
async function latencies(
  client: pg.Client,
  mined: ReadonlyMap<number, number>,
  announced: ReadonlyMap<number, number>,
): Promise<number[]> {
  const { rows } = await client.query<{ block: string; batch: string }>(
    `SELECT block, min(number) AS batch FROM unnest($1::bigint[]) AS block JOIN log.batch ON head_block >= block
     WHERE kind = 'append' GROUP BY block`,
    [[...mined.keys()]],
  );
  return rows.map(({ block, batch }) => announced.get(Number(batch))! - mined.get(Number(block))!);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await benchLatency(Number(process.argv[2] ?? 200));
}
