import type { ChainId } from '../../src/domain/ids.js';
import type { Adapter, Meaning } from '../adapters/adapter.js';
import { WatchList } from '../adapters/watch-list.js';
import type { FoundLog } from './inspected-chain.js';

/** What an adapter makes of logs that are there. */
export interface TrialCounts {
  readonly logs: number;
  readonly mapped: number;
  readonly ignored: number;
  /** Their event is not in the mapping. */
  readonly unmapped: number;
  /** In the mapping, and yet they could not be read. */
  readonly undecodable: number;
  /** Why logs are Unknown, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly logs: number }[];
}

/** Reads logs with an adapter, as the indexer would, and counts what comes of it. */
export function tryAdapter(adapter: Adapter, logs: readonly FoundLog[], chain: number): TrialCounts {
  const contracts = [...new Set(logs.map(({ raw }) => raw.contract))];
  const watched = new WatchList(
    contracts.map((address) => ({ address, adapter: adapter.name, firstBlock: 0 })),
    { [adapter.name]: adapter },
  );
  const counts = { logs: logs.length, mapped: 0, ignored: 0, unmapped: 0, undecodable: 0 };
  const reasons = new Map<string, number>();
  for (const block of blocksOf(logs)) {
    const { block: number, blockHash: hash } = block[0]!;
    const context = { chain: chain as ChainId, number, hash, time_s: 0 };
    for (const { events } of watched.decode(
      block.map(({ raw }) => raw),
      context,
    )) {
      const verdict = judge(events);
      counts[verdict.is]++;
      if (verdict.reason !== undefined) reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
    }
  }
  const sorted = [...reasons].map(([reason, count]) => ({ reason, logs: count })).sort((a, b) => b.logs - a.logs);
  return { ...counts, reasons: sorted };
}

function judge(events: Meaning): { is: 'mapped' | 'ignored' | 'unmapped' | 'undecodable'; reason?: string } {
  const [first] = events;
  if (first?.kind === 'Ignored') return { is: 'ignored' };
  if (first?.kind !== 'Unknown') return { is: 'mapped' };
  const { reason } = first.payload;
  const isUnmapped = reason.endsWith('is not mapped') || reason.endsWith('is not known');
  return { is: isUnmapped ? 'unmapped' : 'undecodable', reason };
}

function blocksOf(logs: readonly FoundLog[]): FoundLog[][] {
  const blocks = new Map<number, FoundLog[]>();
  for (const log of logs) {
    const block = blocks.get(log.block);
    if (block) block.push(log);
    else blocks.set(log.block, [log]);
  }
  return [...blocks.values()];
}
