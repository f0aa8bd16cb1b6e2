import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { chainId } from '../domain/ids.js';
import { position } from '../domain/position.js';
import { CopiedEvents } from './copied-events.js';

const CHAIN = chainId(7);

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((all) => Buffer.from(all).toString('hex'));

/** Events as the log has them; blocks and contracts stay the same for a while, or not. */
const row = fc.record({
  ...{
    block: fc.nat(3),
    logIndex: fc.nat(9_999_999),
    ordinal: fc.nat(99_999),
    blockTime_s: fc.nat(),
    time_s: fc.nat(),
  },
  ...{ hash: fc.constantFrom('aa'.repeat(32), 'bb'.repeat(32)), tx: hex(32) },
  contract: fc.constantFrom('cc'.repeat(20), 'dd'.repeat(20)),
  kind: fc.constantFrom('AssetVersionPublished', 'TermsSet'),
  payload: fc.record({
    name: fc.string({ unit: 'grapheme' }),
    uri: fc.constantFrom('\\', '"\\\\n"', '\n\t', 'ö', '数'),
  }),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

/** A line of COPY's text format. */
function lineOf(row: Row): string {
  const { block, logIndex, ordinal, blockTime_s, time_s, hash, contract, kind, tx, payload } = row;
  const json = JSON.stringify(payload).replaceAll('\\', '\\\\');
  return `${[block, logIndex, ordinal, blockTime_s, time_s, `0x${hash}`, `0x${contract}`, kind, `0x${tx}`, json].join('\t')}\n`;
}

function eventOf({ kind, payload, hash, tx, contract, ...row }: Row) {
  const at = { ...row, chain: CHAIN, position: position(CHAIN, row.block, row.logIndex, row.ordinal) };
  return { kind, payload, at: { ...at, blockHash: `0x${hash}`, txHash: `0x${tx}`, contract: `0x${contract}` } };
}

it('events are what their lines say, wherever the bytes of these are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      async (rows, cuts, atMost) => {
        const bytes = Buffer.from(rows.map(lineOf).join(''));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, n) => bytes.subarray(n === 0 ? 0 : ends[n - 1]!, end));
        const stream = Object.assign(Readable.from(chunks.filter(({ length }) => length > 0)), {
          rowCount: rows.length,
        });
        const copied = await CopiedEvents.from(CHAIN, stream);
        const expected = rows.map(eventOf);
        const decoded = [...copied.decoded(() => atMost)];
        expect(decoded.flat()).toEqual(expected);
        expect(decoded.every(({ length }) => length > 0 && length <= atMost)).toBe(true);
        expect([copied.length, copied.end]).toEqual([rows.length, expected.at(-1)?.at.position]);
      },
    ),
  );
});
