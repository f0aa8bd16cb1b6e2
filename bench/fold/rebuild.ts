import type pg from 'pg';
import { startService } from '../../src/service.js';
import { chainId } from '../../src/domain/ids.js';
import { rebuildChain } from '../../src/rebuild.js';
import { foldInProcess } from './folding-process.js';
import { GROWING, measureGrowth, print, withServer } from './fold.js';
import { writeWorld, type Written } from './world.js';

const QUERY = '{ usages(first: 20) { edges { node { id amount } } } }';
const ASK_EVERY_MS = 50;

/** {@link measureRebuild} over a world of its own. */
export async function benchRebuild(events = 10_000_000): Promise<void> {
  await withServer(async (url, client) => {
    const written = await writeWorld(client, GROWING, events);
    await foldInProcess(url, GROWING.chain);
    await measureRebuild(url, client, written);
  });
}

/** Growth and then a rebuild over one world, since writing that takes longer than either. */
export async function benchLong(small = 1_000_000, large = 10_000_000): Promise<void> {
  await withServer(async (url, client) => {
    const written = await writeWorld(client, GROWING, large);
    await measureGrowth(url, written, small);
    await measureRebuild(url, client, written);
  });
}

/**
 * How long it takes to fold a chain anew beside its live state, while the service goes on answering one
 * question after the other, and how long those take meanwhile and in the swap.
 */
async function measureRebuild(url: string, client: pg.Client, { all }: Written): Promise<void> {
  const { chain } = GROWING;
  await client.query(`INSERT INTO log.chain (chain_id, name, status) VALUES ($1, 'bench', 'FOLLOWING')`, [chain]);
  const config = { interval: 600, database: url, chains: [{ id: chain, name: 'bench', contracts: [] }] };
  const service = await startService({
    ...{ config, fold: true, host: '127.0.0.1', port: 0, logger: false, webFolder: '/nonexistent' },
  });
  try {
    const before = await askUntil(service.origin, pause(5_000));
    const start = performance.now();
    const during = await askUntil(service.origin, rebuildChain(url, config, chainId(chain)));
    print('rebuild', {
      events: all,
      events_per_s: Math.round((1_000 * all) / (performance.now() - start)),
      rebuild_s: Number(((performance.now() - start) / 1_000).toFixed(1)),
      answer_p95_ms_before: p95(before),
      answer_p95_ms_during: p95(during),
      answer_max_ms_during: Math.round(Math.max(...during)),
      answers_during: during.length,
    });
  } finally {
    await service.stop();
  }
}

/** Asks until the work is done. @returns how long each answer took. @throws where one is not an answer */
async function askUntil(origin: string, work: Promise<unknown>): Promise<number[]> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  const took: number[] = [];
  while (!isDone) {
    const start = performance.now();
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    const answer = (await response.json()) as {
      errors?: { message: string }[];
      data: { usages: { edges: unknown[] } };
    };
    if (answer.errors || answer.data.usages.edges.length === 0) throw new Error(JSON.stringify(answer).slice(0, 500));
    took.push(performance.now() - start);
    await Promise.race([pause(ASK_EVERY_MS), done]);
  }
  await done;
  return took;
}

function p95(times: readonly number[]): number {
  return Math.round([...times].sort((a, b) => a - b)[Math.floor(0.95 * (times.length - 1))]!);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
