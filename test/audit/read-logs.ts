import { createPublicClient, http, type Address, type PublicClient } from 'viem';
import type { AuditLog } from './events.js';

/** Blocks asked for at once. */
const STRIDE = 1_000n;

/** Every log of some contracts up to and including a block, straight from the node. */
export async function readLogs(rpcUrl: string, contracts: readonly string[], toBlock: number): Promise<AuditLog[]> {
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true, timeout: 60_000 }) });
  const chain = await client.getChainId();
  const logs: AuditLog[] = [];
  for (let from = 0n; from <= BigInt(toBlock); from += STRIDE) {
    const to = from + STRIDE - 1n < BigInt(toBlock) ? from + STRIDE - 1n : BigInt(toBlock);
    const found = await client.getLogs({ address: contracts as Address[], fromBlock: from, toBlock: to });
    const times = await blockTimes(client, new Set(found.map(({ blockNumber }) => blockNumber)));
    for (const log of found) {
      logs.push({
        chain,
        block: Number(log.blockNumber),
        blockTime_s: times.get(log.blockNumber)!,
        logIndex: log.logIndex,
        contract: log.address.toLowerCase(),
        topics: log.topics,
        data: log.data,
      });
    }
  }
  return logs;
}

async function blockTimes(client: PublicClient, blocks: ReadonlySet<bigint>): Promise<Map<bigint, number>> {
  const read = async (blockNumber: bigint): Promise<[bigint, number]> => {
    const { timestamp } = await client.getBlock({ blockNumber });
    return [blockNumber, Number(timestamp)];
  };
  return new Map(await Promise.all([...blocks].map(read)));
}
