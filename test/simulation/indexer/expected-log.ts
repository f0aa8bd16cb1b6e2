import { rollCanonical, rollRaw } from '../../../db/log/digest.js';
import { adaptersOf } from '../../../indexer/adapters/adapters.js';
import { WatchList, type WatchedContract } from '../../../indexer/adapters/watch-list.js';
import type { RawLog } from '../../../indexer/log/blocks.js';
import { VOCABULARY_VERSION } from '../../../src/domain/events/canonical.js';
import { encodePayload } from '../../../src/domain/events/encoding.js';
import type { ChainId, Hex } from '../../../src/domain/ids.js';
import type { LogContents } from '../../support/indexer.js';
import { branchOf, type TreeBlock } from '../../support/scripted-tree.js';

/** What the log of a chain must hold when `head` is its head, as readLog reads it. */
export function expectedLog(chain: number, contracts: readonly WatchedContract[], head: TreeBlock): LogContents {
  const watched = new WatchList(contracts, adaptersOf(contracts));
  const events: Record<string, unknown>[] = [];
  let raw: Uint8Array = new Uint8Array(32);
  let canonical: Uint8Array = new Uint8Array(32);
  let chainTime_s = 0;
  for (const block of branchOf(head)) {
    const context = { chain: chain as ChainId, number: block.number, hash: block.hash as Hex, time_s: block.time_s };
    for (const decoded of watched.decode(rawLogs(block), context)) {
      const log = decoded.raw;
      chainTime_s = Math.max(chainTime_s, block.time_s);
      raw = rollRaw(raw, { ...log, chain, block: block.number, blockHash: block.hash });
      decoded.events.forEach((event, ordinal) => {
        const payload = encodePayload(event);
        canonical = rollCanonical(canonical, event.kind, payload);
        events.push({
          block_number: String(block.number),
          block_hash: bare(block.hash),
          block_time_s: String(block.time_s),
          chain_time_s: String(chainTime_s),
          log_index: log.logIndex,
          ordinal,
          tx_hash: bare(log.txHash),
          contract: bare(log.contract),
          topics: ordinal === 0 ? `{${log.topics.map((topic) => `"\\\\x${bare(topic)}"`).join(',')}}` : null,
          data: ordinal === 0 ? bare(log.data) : null,
          // Only mappings that ask for them have them fetched.
          tx_from: null,
          tx_to: null,
          tx_value: null,
          adapter: decoded.adapter,
          kind: event.kind,
          schema_version: VOCABULARY_VERSION,
          payload: JSON.parse(payload) as unknown,
        });
      });
    }
  }
  return { headBlock: head.number, rawDigest: hex(raw), canonicalDigest: hex(canonical), events };
}

function rawLogs({ transactions }: TreeBlock): RawLog[] {
  const logs = transactions.flatMap(({ hash, logs: emitted }) => emitted.map((log) => ({ ...log, txHash: hash })));
  return logs.map(({ address, topics, data, txHash }, logIndex) => {
    return { logIndex, txHash, contract: address, topics, data } as unknown as RawLog;
  });
}

const bare = (text: string): string => text.slice(2);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
