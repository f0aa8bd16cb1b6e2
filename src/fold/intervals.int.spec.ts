import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { LogBuilder, type TestBlock } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import type { CanonicalEvent } from '../domain/events/canonical.js';
import { assetId, chainId, ZERO_HASH, type Address, type Hex } from '../domain/ids.js';

const CHAIN = chainId(1);
const START_S = 1_700_000_040;
const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}` as Address;
const [REGISTRY, METER, VAULT, TOKEN] = [address(1), address(2), address(3), address(4)];
const ASSET = assetId(CHAIN, REGISTRY, 1n);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const registered: TestBlock = {
  number: 1,
  time_s: START_S,
  logs: [
    log(METER, { kind: 'FeeSet', payload: { usageContract: METER, feePpm: 0, treasury: address(9), vault: VAULT } }),
    log(REGISTRY, {
      kind: 'AssetRegistered',
      payload: { asset: ASSET, kind: 'MODEL', owner: address(8), contentHash: ZERO_HASH, metadataUri: '', name: 'm' },
    }),
  ],
};

function log(contract: Address, ...events: CanonicalEvent[]): TestBlock['logs'][number] {
  return { contract, events };
}

/** A block, within the first interval, in which each of these consumers pays once. */
function used(number: number, consumers: readonly number[]): TestBlock {
  const logs = consumers.map((consumer, index) =>
    log(METER, {
      kind: 'UsageRecorded',
      payload: {
        ...{ asset: ASSET, consumer: address(consumer), application: null, operation: 'INVOKE', units: 1n },
        ...{ token: TOKEN, amount: 10n, executor: null, held: false, settlement: 'VAULT', parentReceiptId: null },
        receiptId: `0x${(number * 1_000 + index).toString(16).padStart(64, '0')}` as Hex,
      },
    }),
  );
  return { number, time_s: START_S + number, logs };
}

async function digestOf(blocks: readonly TestBlock[], eventsPerStep?: number) {
  const url = await newDatabase(postgres.url);
  await withClient(url, (client) => new LogBuilder(client, CHAIN, 100).append(blocks));
  await foldToEnd(url, CHAIN, { eventsPerStep });
  return ledgerDigest(url, CHAIN);
}

it('what an interval had before a block comes back when the block goes, though nobody has read it since', async () => {
  const url = await newDatabase(postgres.url);
  const end = { number: 4, time_s: START_S + 4, logs: [] };
  await withClient(url, async (client) => {
    const builder = new LogBuilder(client, CHAIN, 100);
    await builder.append([registered, used(2, [100])]);
    await foldToEnd(url, CHAIN);
    await builder.append([used(3, [100])]);
    await foldToEnd(url, CHAIN);
    await builder.fork(2, [end]);
    await foldToEnd(url, CHAIN);
  });
  expect(await ledgerDigest(url, CHAIN)).toEqual(await digestOf([registered, used(2, [100]), end]));
});

it('an interval of several steps, each with many rows, adds up', async () => {
  const everybody = Array.from({ length: 150 }, (_, index) => 100 + index);
  const blocks = [registered, used(2, everybody), used(3, everybody), used(4, everybody)];
  expect(await digestOf(blocks, 152)).toEqual(await digestOf(blocks, 10_000));
});
