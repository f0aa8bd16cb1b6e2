import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENCODED } from '../../../db/log/digest.js';
import type { ChainId } from '../../../src/domain/ids.js';
import { hash } from '../../../test/support/block-tree.js';
import { sampleLogs } from '../../../test/support/sample-logs.js';
import { type ScannedLogs, scanLogs } from '../../endpoints/scan-logs.js';
import type { PackedLog } from '../../log/packed-log.js';
import { referenceAdapter } from './adapter.js';

const LOGS = sampleLogs();
const BLOCK = { chain: 8453 as ChainId, number: 7, hash: hash('B7'), time_s: 1_700_000_000 };

/** The sample logs as they are read from an answer. */
function packedLogs(): PackedLog[] {
  const answer = LOGS.map(({ address, topics, data }, index) => ({
    address,
    topics,
    data,
    blockNumber: '0x7',
    blockHash: BLOCK.hash,
    transactionHash: hash(`tx ${index}`),
    transactionIndex: '0x0',
    logIndex: `0x${index.toString(16)}`,
    removed: false,
  }));
  const addresses = new Set(LOGS.map(({ address }) => address));
  const scanned = scanLogs({ chain: 8453, from: 7, to: 7, addresses })(Buffer.from(JSON.stringify(answer)), 0);
  return (scanned!.value as ScannedLogs).blocks[0]!.logs as PackedLog[];
}

function expectSame(log: PackedLog): void {
  expect(referenceAdapter.decodePacked!(log, BLOCK)).toEqual(referenceAdapter.decode(log.unpack(), BLOCK));
}

describe('a log that is read from its bytes', () => {
  it('means what its text means', () => {
    const logs = packedLogs();
    expect(logs).toHaveLength(LOGS.length);
    for (const log of logs) expectSame(log);
  });

  it('means what its text means with any byte of it changed, the number of its topics too', () => {
    const changes = fc.record({ log: fc.nat(LOGS.length - 1), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 20 }), (all) => {
        const logs = packedLogs();
        for (const { log, at, byte } of all) {
          const { bytes, start, end } = logs[log]!.encoded;
          const from = start + ENCODED.topicCount;
          const place = from + (at % (end - from));
          const topics = Math.floor((end - from - 1) / ENCODED.topicSize);
          bytes[place] = place === from ? byte % Math.min(5, topics + 1) : byte;
        }
        for (const { log } of all) expectSame(logs[log]!);
      }),
      { numRuns: 300 },
    );
  });
});
