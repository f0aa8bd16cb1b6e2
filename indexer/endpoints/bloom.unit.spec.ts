import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBloom, writeBloom } from './bloom.js';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => `0x${Buffer.from(array).toString('hex')}`);
const values = fc.uniqueArray(fc.oneof(bytes(20), bytes(32)), { minLength: 1, maxLength: 40 });

it('bits stand where the Yellow Paper puts them', () => {
  // keccak256 of 20 zero bytes begins 5380 c7b7 ae81: bits 0x380, 0x7b7 and 0x681.
  const bloom = Buffer.from(writeBloom([`0x${'00'.repeat(20)}`]).slice(2), 'hex');
  const set = [...bloom].flatMap((byte, at) => (byte ? [[255 - at, byte]] : []));
  expect(new Map(set as [number, number][])).toEqual(
    new Map([
      [0x7b7 >> 3, 1 << (0x7b7 & 7)],
      [0x681 >> 3, 1 << (0x681 & 7)],
      [0x380 >> 3, 1 << (0x380 & 7)],
    ]),
  );
});

it('a bloom may hold what was written, and is covered by it', () => {
  fc.assert(
    fc.property(values, (all) => {
      const bloom = readBloom(writeBloom(all))!;
      expect(bloom.isFilled).toBe(true);
      expect(all.every((value) => bloom.mayHold(value))).toBe(true);
      expect(bloom.isCoveredBy(all)).toBe(true);
    }),
  );
});

it('a value that is left out is missed, unless the others set its bits', () => {
  fc.assert(
    fc.property(values, bytes(32), (some, other) => {
      const without = readBloom(writeBloom(some))!;
      expect(readBloom(writeBloom([...some, other]))!.isCoveredBy(some)).toBe(without.mayHold(other));
    }),
  );
});

it.each([
  ['all zeros', `0x${'00'.repeat(256)}`],
  ['all ones', `0x${'ff'.repeat(256)}`],
])('a bloom of %s says nothing', (_, text) => {
  expect(readBloom(text)!.isFilled).toBe(false);
});

it.each([[undefined], [null], ['0x'], [`0x${'0'.repeat(511)}`], [`0x${'g'.repeat(512)}`]])('%j is no bloom', (text) => {
  expect(readBloom(text)).toBeUndefined();
});
