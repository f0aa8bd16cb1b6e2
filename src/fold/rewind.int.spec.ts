import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomWorld } from '../../test/simulation/random-world.js';
import { seedsFrom } from '../../test/support/depth.js';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { chainId } from '../domain/ids.js';

const CHAIN = chainId(1);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A chain's blocks, cut `depth` blocks with events before their end, and others that follow upon the cut. */
function twoBranches(seed: number, depth: number) {
  const trunk = blocksOf(randomWorld({ seed, chains: 2, eventsPerChain: 90 }).events.get(CHAIN)!);
  const cut = trunk.length - depth;
  const kept = trunk.slice(0, cut);
  const replaced = trunk.slice(cut);
  // What happened on the trunk happens again a block later, but for every third thing.
  const branch = replaced
    .map((block) => ({ ...block, number: block.number + 1, logs: block.logs.filter((_, index) => index % 3 !== 1) }))
    .concat({ ...replaced.at(-1)!, number: replaced.at(-1)!.number + 5, logs: [] });
  return { kept, replaced, branch };
}

async function straight(blocks: readonly TestBlock[]) {
  const url = await newDatabase(postgres.url);
  await withClient(url, (client) => new LogBuilder(client, CHAIN, 1_000).append(blocks));
  await foldToEnd(url, CHAIN);
  return ledgerDigest(url, CHAIN);
}

describe.each([1, 5, 25])('after a fork of %i blocks with events', (depth) => {
  it.each(seedsFrom(3, 1))('the state is that of a deployment that never saw it (world %i)', async (seed) => {
    const { kept, replaced, branch } = twoBranches(seed, depth);
    const url = await newDatabase(postgres.url);
    await withClient(url, async (client) => {
      const log = new LogBuilder(client, CHAIN, 1_000);
      await log.append(kept);
      await foldToEnd(url, CHAIN);
      await log.append(replaced);
      await foldToEnd(url, CHAIN, { eventsPerStep: 4 });
      await log.fork(kept.at(-1)!.number, branch);
      await foldToEnd(url, CHAIN);
    });
    expect(await ledgerDigest(url, CHAIN)).toEqual(await straight([...kept, ...branch]));
  });
});

it('forth and back again leaves no trace', async () => {
  const { kept, replaced, branch } = twoBranches(7, 12);
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN, 1_000);
    await log.append([...kept, ...replaced]);
    await foldToEnd(url, CHAIN);
    await log.fork(kept.at(-1)!.number, branch);
    await foldToEnd(url, CHAIN);
    const end = { ...replaced.at(-1)!, number: replaced.at(-1)!.number + 9, logs: [] };
    await log.fork(kept.at(-1)!.number, [...replaced, end]);
    await foldToEnd(url, CHAIN);
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await straight([...kept, ...replaced]));
});

it('two forks that came while nobody folded are one step back', async () => {
  const { kept, replaced, branch } = twoBranches(8, 12);
  const url = await newDatabase(postgres.url);
  await withClient(url, async (client) => {
    const log = new LogBuilder(client, CHAIN, 1_000);
    await log.append([...kept, ...replaced]);
    await foldToEnd(url, CHAIN);
    await log.fork(replaced.at(-3)!.number, [{ ...replaced.at(-1)!, number: replaced.at(-1)!.number + 3 }]);
    await log.fork(kept.at(-1)!.number, branch);
    await foldToEnd(url, CHAIN);
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await straight([...kept, ...branch]));
});
