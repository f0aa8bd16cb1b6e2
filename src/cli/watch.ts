import type { TributaryConfig } from '../../config/tributary-config.js';
import { adaptersOf } from '../../indexer/adapters/adapters.js';
import { WatchList } from '../../indexer/adapters/watch-list.js';
import type { RawLog, TransactionFields } from '../../indexer/log/blocks.js';
import { type Address, chainId, type Hex } from '../domain/ids.js';
import type { PlacedLog, ReadLog, Watch } from '../verify/chain-logs.js';

/** What the configured adapters make of a chain's raw logs, for the proof. */
export function watchOf({ chains }: Pick<TributaryConfig, 'chains'>, id: number): Watch {
  const { contracts } = chains.find((chain) => chain.id === id)!;
  const watched = new WatchList(contracts, adaptersOf(contracts));
  return {
    firstBlock: watched.firstBlock,
    get addresses() {
      return watched.addresses;
    },
    readsTransactionsOf: (contract) => watched.readsTransactionsOf(contract),
    read(logs, from) {
      watched.rewind(from - 1);
      return byBlock(logs).flatMap((block) => readBlock(watched, id, block));
    },
  };
}

function readBlock(watched: WatchList, chain: number, logs: readonly PlacedLog[]): ReadLog[] {
  const { block: number, blockHash, blockTime_s: time_s } = logs[0]!;
  const placed = new Map(logs.map((log) => [log.logIndex, log]));
  const context = { chain: chainId(chain), number, hash: blockHash as Hex, time_s };
  return watched.decode(logs.map(rawOf), context).map(({ raw, adapter, events }) => ({
    ...placed.get(raw.logIndex)!,
    transaction: raw.transaction,
    adapter,
    events,
  }));
}

function byBlock(logs: readonly PlacedLog[]): PlacedLog[][] {
  const blocks = new Map<number, PlacedLog[]>();
  for (const log of logs) {
    const block = blocks.get(log.block);
    if (block) block.push(log);
    else blocks.set(log.block, [log]);
  }
  return [...blocks.values()];
}

const rawOf = ({ logIndex, txHash, contract, topics, data, transaction }: PlacedLog): RawLog => ({
  logIndex,
  txHash: txHash as Hex,
  contract: contract as Address,
  topics: topics as Hex[],
  data: data as Hex,
  ...(transaction && { transaction: transaction as TransactionFields }),
});
