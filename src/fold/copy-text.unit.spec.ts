import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CopyText } from './copy-text.js';

type Field = (out: CopyText) => void;

const written = (lines: readonly (readonly Field[])[]): string => {
  const out = new CopyText();
  for (const fields of lines) {
    for (const field of fields) {
      field(out);
      out.endField();
    }
    out.endLine();
  }
  return Buffer.concat(out.take()).toString('utf8');
};

describe("COPY's text", () => {
  it('has the digits of every integer', () => {
    const edges = fc.constantFrom(0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001, Number.MAX_SAFE_INTEGER);
    fc.assert(
      fc.property(fc.oneof(edges, fc.maxSafeInteger()), (value) => {
        expect(written([[(out) => out.integer(value)]])).toBe(`${value}\n`);
      }),
    );
  });

  it('has the digits of every amount, however large', () => {
    const near = fc.bigInt(-3n, 3n).map((difference) => 2n ** 53n + difference);
    fc.assert(
      fc.property(fc.oneof(near, fc.bigInt()), (value) => {
        expect(written([[(out) => out.bigint(value)], [(out) => out.bigint(-value)]])).toBe(`${value}\n${-value}\n`);
      }),
    );
  });

  it('keeps any text whole, over the ends of chunks too, and drops lines that were not to be', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.nat({ max: 200_000 }).map((length) => 'ä'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ text, isDropped: fc.boolean() }), { maxLength: 30 }), (lines) => {
        const out = new CopyText();
        for (const line of lines) {
          out.escaped(line.text);
          out.endField();
          if (line.isDropped) out.dropLine();
          else out.endLine();
        }
        const escaped = (plain: string): string =>
          plain.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
        const expected = lines.filter(({ isDropped }) => !isDropped).map((line) => `${escaped(line.text)}\n`);
        expect(Buffer.concat(out.take()).toString('utf8')).toBe(expected.join(''));
        expect(out.take()).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
