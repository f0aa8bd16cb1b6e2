import { EvmBatchProcessor } from '@subsquid/evm-processor';
import { TypeormDatabase } from '@subsquid/typeorm-store';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Usage } from './lib/model/index.js';

/** The processor in RPC mode with its own store, as its documentation sets it up: decode, make entities, insert. */
const [codecPath, rpc, contract, finality] = process.argv.slice(2);

const { events } = await import(codecPath);
const projectDir = dirname(fileURLToPath(import.meta.url));

const processor = new EvmBatchProcessor()
  .setRpcEndpoint(rpc)
  .setFinalityConfirmation(Number(finality))
  .setFields({ log: { transactionHash: true } })
  .addLog({ address: [contract], topic0: [events.UsageRecorded.topic] });
processor.run(new TypeormDatabase({ projectDir }), async ({ store, blocks }) => {
  const usages = [];
  for (const { header, logs } of blocks) {
    for (const log of logs) usages.push(toUsage(events.UsageRecorded, header, log));
  }
  await store.insert(usages);
});

function toUsage(codec, header, log) {
  const payload = codec.decode(log);
  for (const [name, value] of Object.entries(payload)) if (typeof value === 'bigint') payload[name] = String(value);
  return new Usage({
    id: log.id,
    blockNumber: header.height,
    logIndex: log.logIndex,
    time: header.timestamp / 1000,
    blockHash: header.hash,
    txHash: log.transactionHash,
    contract: log.address,
    topics: log.topics,
    data: log.data,
    kind: 'UsageRecorded',
    payload,
  });
}
