import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_DIGEST, rollEncoded, rollRaw } from '../../db/log/digest.js';
import { checkLogs } from './check-logs.js';
import { type BlockLogs, toRawLog } from './answered-blocks.js';
import { PackedLog } from '../log/packed-log.js';
import { type ScannedLogs, scanLogs } from './scan-logs.js';

const CHAIN = 8453;
const ADDRESSES = new Set([`0x${'c1'.repeat(20)}`, `0x${'d2'.repeat(20)}`]);
const QUESTION = { from: 5, to: 300, addresses: ADDRESSES };

const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((some) => `0x${Buffer.from(some).toString('hex')}`);
const quantity = (number: number): string => `0x${number.toString(16)}`;
/** A few logs in order, as nodes write them. */
const answers = fc
  .array(
    fc.record({
      block: fc.integer({ min: 5, max: 300 }),
      address: fc.constantFrom(...ADDRESSES),
      topics: fc.array(bytes(32), { maxLength: 4 }),
      data: bytes(0, 100),
      transactionHash: bytes(32),
    }),
    { maxLength: 8 },
  )
  .map((logs) =>
    logs
      .sort((a, b) => a.block - b.block)
      .map(({ block, ...log }, index) => ({
        ...log,
        blockNumber: quantity(block),
        blockHash: `0x${quantity(block).slice(2).padStart(64, '0')}`,
        transactionIndex: quantity(index),
        logIndex: quantity(index),
        blockTimestamp: '0x6553f100',
        removed: false,
      })),
  );

function scan(text: string): readonly BlockLogs[] | undefined {
  const scanned = scanLogs({ chain: CHAIN, ...QUESTION })(Buffer.from(text), 0);
  return scanned && scanned.end === Buffer.byteLength(text) ? (scanned.value as ScannedLogs).blocks : undefined;
}

function check(text: string): readonly BlockLogs[] | undefined {
  const checked = checkLogs(JSON.parse(text), QUESTION);
  return 'value' in checked ? checked.value : undefined;
}

const plain = (blocks: readonly BlockLogs[] | undefined): unknown =>
  blocks?.map(({ number, hash, logs }) => ({
    number,
    hash,
    logs: logs.map((log) => {
      const raw = toRawLog(log);
      return { ...(raw instanceof PackedLog ? raw.unpack() : raw), transactionIndex: log.transactionIndex };
    }),
  }));

describe('an answer that is well', () => {
  it('gives the logs that it gives when it is parsed and checked', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(undefined, 1), (logs, indent) => {
        const text = JSON.stringify(logs, undefined, indent);
        expect(plain(scan(text))).toEqual(plain(check(text)));
      }),
    );
  });

  it('gives logs whose digest is that of their parts', () => {
    fc.assert(
      fc.property(answers, (logs) => {
        for (const { number: block, hash: blockHash, logs: packed } of scan(JSON.stringify(logs))!) {
          for (const log of packed as readonly PackedLog[]) {
            const { bytes: all, start, end } = log.encoded;
            const expected = rollRaw(EMPTY_DIGEST, { chain: CHAIN, block, blockHash, ...log.unpack() });
            expect(rollEncoded(EMPTY_DIGEST, all, start, end)).toEqual(expected);
          }
        }
      }),
    );
  });
});

describe('an answer with a fault anywhere', () => {
  it('is believed only where parsing and checking it gives the same', () => {
    const faults = fc.record({
      at: fc.nat(),
      byte: fc.integer({ min: 0x20, max: 0x7e }),
      cut: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(answers, faults, (logs, { at, byte, cut }) => {
        const text = JSON.stringify(logs);
        const place = at % text.length;
        const wrong = text.slice(0, place) + String.fromCharCode(byte) + text.slice(place + cut);
        const believed = scan(wrong);
        if (believed) expect(plain(believed)).toEqual(plain(check(wrong)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is left to the checks where a log is of another contract, removed, out of order or out of range', () => {
    const [log] = fc.sample(
      answers.filter((logs) => logs.length > 0),
      { numRuns: 1, seed: 1 },
    )[0]!;
    const faulty = [
      [{ ...log!, address: `0x${'ee'.repeat(20)}` }],
      [{ ...log!, removed: true }],
      [log!, log!],
      [{ ...log!, blockNumber: '0x4' }],
      [{ ...log!, data: '0x123' }],
      [{ ...log!, data: undefined }],
      [{ ...log!, topics: Array.from({ length: 5 }, () => log!.blockHash) }],
      { logs: [] },
    ];
    for (const answer of faulty) expect(scan(JSON.stringify(answer))).toBeUndefined();
  });
});
