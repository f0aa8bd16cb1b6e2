import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  exactAmount,
  groupDigits,
  parseFine,
  plotValue,
  ppmOf,
  readableAmount,
  readableFine,
  readablePpm,
  sumAmounts,
} from './amount.js';

const anyAmount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const decimals = fc.integer({ min: 0, max: 36 });

describe('an amount', () => {
  it('keeps every digit when shown exactly, up to the greatest uint256', () => {
    fc.assert(
      fc.property(anyAmount, decimals, (amount, places) => {
        const [whole = '', fraction = ''] = exactAmount(amount, places).split('.');
        expect(BigInt(whole + fraction.padEnd(places, '0'))).toBe(amount);
      }),
    );
  });

  it('is never shown as more than it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), decimals, (amount, places) => {
        const shown = readableAmount(amount, places);
        if (shown.startsWith('<')) return;
        const [whole = '', fraction = ''] = shown.replaceAll(',', '').split('.');
        const read = BigInt(whole) * 10n ** 36n + BigInt(fraction.padEnd(36, '0'));
        expect(read <= amount * 10n ** BigInt(36 - places)).toBe(true);
      }),
    );
  });

  it.each([
    ['1234567890', 6, '1,234.5678'],
    ['1000000', 6, '1.00'],
    ['1500000', 6, '1.50'],
    ['0', 6, '0.00'],
    ['1', 6, '0.000001'],
    ['123456789', 12, '0.000123'],
    ['37000000000000000', 18, '0.037'],
    ['1', 18, '<0.0000000001'],
    ['-1', 18, '−<0.0000000001'],
    ['-2500000', 6, '−2.50'],
    ['42', 0, '42'],
    ['5', 1, '0.5'],
    ['1234567', null, '1,234,567'],
  ])('of %s base units with %s decimals reads %s', (amount, places, shown) => {
    expect(readableAmount(amount, places)).toBe(shown);
  });

  it('is cut, not rounded, to the digits asked for', () => {
    expect(readableAmount('1999999', 6, 2)).toBe('1.99');
    expect(readableAmount('1999999', 6, 0)).toBe('1');
  });

  it('is grouped in its whole part alone', () => {
    expect(groupDigits('1234567.1234567')).toBe('1,234,567.1234567');
    expect(groupDigits('−1234')).toBe('−1,234');
    expect(groupDigits('123')).toBe('123');
  });

  it('is summed without loss', () => {
    expect(sumAmounts([(2n ** 256n - 1n).toString(), '1'])).toBe(2n ** 256n);
  });

  it('becomes a number for the pixels of a chart', () => {
    expect(plotValue('1500000', 6)).toBe(1.5);
    expect(plotValue('7', null)).toBe(7);
  });
});

describe('parts of an explanation', () => {
  it('are read to the 18th fractional digit, negative ones too', () => {
    expect(parseFine('1.5')).toBe(1_500_000_000_000_000_000n);
    expect(parseFine('-0.000000000000000001')).toBe(-1n);
    expect(parseFine('12')).toBe(12n * 10n ** 18n);
  });

  it('are shown in whole tokens', () => {
    expect(readableFine('1500000.25', 6)).toBe('1.50');
    expect(readableFine('-0.5', 6)).toBe('−0.0000005');
    expect(readableFine('0.000000000000000001', 6)).toBe('<0.0000000001');
  });
});

describe('a rate', () => {
  it('in parts per million reads as per cent', () => {
    expect(readablePpm(125_000)).toBe('12.5 %');
    expect(readablePpm(1)).toBe('0.0001 %');
    expect(readablePpm(1_000_000)).toBe('100 %');
  });

  it('of a part in a whole floors, and is nothing of nothing', () => {
    expect(ppmOf('1', '3')).toBe(333_333);
    expect(ppmOf('1', '0')).toBe(0);
  });
});
