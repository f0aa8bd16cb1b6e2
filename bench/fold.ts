import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { migrate } from '../db/data-source.js';
import { startEmbeddedPostgres } from '../local/postgres/embedded.js';
import { ZERO_HASH, assetId, chainId, type Address, type AssetId, type Hex } from '../src/domain/ids.js';
import type { CanonicalEvent } from '../src/domain/events/canonical.js';
import { readEvents } from '../src/event-log/reader.js';
import { LIVE } from '../src/fold/chain-tables.js';
import { FoldSession } from '../src/fold/fold-session.js';
import { ledgerProjection } from '../src/read-models/ledger-projection.js';
import { LogBuilder, type TestBlock } from '../test/support/log-builder.js';
import { Chance } from '../test/simulation/random-world.js';
import { temporaryFolder } from '../test/support/folder.js';

/**
 * How fast a fold catches up with a log of usages over a lineage of five levels, from the log's tables to
 * committed read models, and what reading the log alone would take.
 */
const ASSETS = 5_000;
const LEVELS = 5;
const LOGS_PER_BLOCK = 10;
const BATCH_BLOCKS = 2_000;
const INTERVAL_S = 600;

const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}` as Address;
const [REGISTRY, METER, TOKEN] = [address(0xa), address(0xe), address(3)];

class Economy {
  private readonly chance = new Chance(1);
  private usages = 0;

  constructor(
    private readonly chain: number,
    private readonly isZipf: boolean,
  ) {}

  *setUp(): Generator<CanonicalEvent> {
    yield {
      kind: 'FeeSet',
      payload: { usageContract: METER, feePpm: 25_000, treasury: address(1), vault: address(2) },
    };
    const perLevel = ASSETS / LEVELS;
    for (let n = 0; n < ASSETS; n++) {
      const asset = this.asset(n);
      const content = { contentHash: ZERO_HASH, metadataUri: `ipfs://asset/${n}`, name: `model ${n}` };
      yield {
        kind: 'AssetRegistered',
        payload: { asset, kind: 'MODEL', owner: address(1_000 + (n % 300)), ...content },
      };
      yield { kind: 'RoleSplitSet', payload: { asset, splitPpm: [0, 200_000, 100_000, 0, 0, 0, 100_000] } };
      const contributor = address(2_000 + (n % 700));
      yield { kind: 'SharesChanged', payload: { asset, role: 'ANNOTATOR', contributor, shares: 10n } };
      if (n < perLevel) continue;
      const link = { relation: 'FINETUNED_FROM', royaltyPpm: 100_000, policy: 'RELATIVE' } as const;
      yield { kind: 'ParentLinked', payload: { child: asset, parent: this.asset(n - perLevel), ...link } };
    }
  }

  usage(): CanonicalEvent {
    const perLevel = ASSETS / LEVELS;
    const drawn = this.isZipf
      ? Math.floor(perLevel ** (this.chance.below(1 << 30) / (1 << 30))) - 1
      : this.chance.below(perLevel);
    const n = this.usages++;
    return {
      kind: 'UsageRecorded',
      payload: {
        asset: this.asset(ASSETS - perLevel + drawn),
        consumer: address(5_000 + this.chance.below(500)),
        application: n % 3 === 0 ? address(8_000 + (n % 20)) : null,
        operation: 'INVOKE',
        units: 1n,
        token: TOKEN,
        amount: 1_000_000n + BigInt(n),
        executor: n % 4 === 0 ? address(9_000 + (n % 50)) : null,
        receiptId: `0x${n.toString(16).padStart(64, '0')}` as Hex,
        parentReceiptId: null,
        held: false,
        settlement: 'VAULT',
      },
    };
  }

  private asset(n: number): AssetId {
    return assetId(this.chain, REGISTRY, BigInt(n));
  }
}

async function writeLog(client: pg.Client, chain: number, isZipf: boolean, usages: number): Promise<number> {
  const economy = new Economy(chain, isZipf);
  const log = new LogBuilder(client, chainId(chain));
  const events = (function* (): Generator<CanonicalEvent> {
    yield* economy.setUp();
    for (let n = 0; n < usages; n++) yield economy.usage();
  })();
  let blocks: TestBlock[] = [];
  let logs: TestBlock['logs'][number][] = [];
  let [number, count] = [0, 0];
  for (const event of events) {
    logs.push({
      contract: event.kind === 'UsageRecorded' || event.kind === 'FeeSet' ? METER : REGISTRY,
      events: [event],
    });
    count++;
    if (logs.length < LOGS_PER_BLOCK) continue;
    number++;
    blocks.push({ number, time_s: 1_700_000_000 + number * 2, logs });
    logs = [];
    if (blocks.length < BATCH_BLOCKS) continue;
    await log.append(blocks);
    blocks = [];
  }
  number++;
  await log.append([...blocks, { number, time_s: 1_700_000_000 + number * 2, logs }]);
  return count;
}

async function rate(events: number, work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Math.round(events / (Number(process.hrtime.bigint() - start) / 1e9));
}

async function readAll(client: pg.Client, chain: number): Promise<void> {
  let after: Parameters<typeof readEvents>[2]['after'] = null;
  for (;;) {
    const events = await readEvents(client, chainId(chain), { asOf: 1e9, after, limit: 20_000 });
    if (events.length === 0) return;
    after = events.at(-1)!.at.position;
  }
}

async function fold(writer: pg.Client, reader: pg.Client, chain: number): Promise<void> {
  const projection = ledgerProjection(chainId(chain), INTERVAL_S);
  const session = new FoldSession({
    chain: chainId(chain),
    interval_s: INTERVAL_S,
    projection,
    schemas: LIVE,
    writer,
    reader,
  });
  await session.open();
  await session.catchUp(new AbortController().signal);
}

/** Prints a table for people and one line of JSON. */
export async function benchFold(usages = 200_000): Promise<void> {
  const folder = temporaryFolder('tributary-bench-');
  const server = await startEmbeddedPostgres({ folder });
  const figures: Record<string, number> = {};
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 100);
  const clients = [new pg.Client(server.url), new pg.Client(server.url)] as const;
  try {
    await migrate(server.url);
    for (const client of clients) await client.connect();
    for (const [chain, isZipf] of [
      [1, false],
      [2, true],
    ] as const) {
      const count = await writeLog(clients[0], chain, isZipf, usages);
      const name = isZipf ? 'zipf' : 'uniform';
      if (!isZipf) figures['read_log_alone_events_per_s'] = await rate(count, () => readAll(clients[1], chain));
      figures[`events_per_s_${name}`] = await rate(count, () => fold(clients[0], clients[1], chain));
    }
  } finally {
    clearInterval(watch);
    for (const client of clients) await client.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  figures['peak_mb'] = Math.round(peak / 1024 / 1024);
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(32)} ${value}`);
  console.log(JSON.stringify({ bench: 'fold', figures }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await benchFold(Number(process.argv[2] ?? 200_000));
}
