import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, formatPrice, formatValue, parsePrice, valueE18 } from './usd.js';

const UINT256 = (1n << 256n) - 1n;

describe('a price in USD', () => {
  it.each([
    ['1', 10n ** 36n],
    ['0.99980000', 9998n * 10n ** 32n],
    ['2345.67', 234567n * 10n ** 34n],
    ['0.000000000000000000000000000000000001', 1n],
    ['007', 7n * 10n ** 36n],
  ])('is read exactly: %s', (text, price) => {
    expect(parsePrice(text)).toBe(price);
  });

  it.each([
    '',
    '0',
    '0.000',
    '-1',
    '+1',
    '1e3',
    '.5',
    '1.',
    ' 1',
    '1,5',
    'NaN',
    '0.0000000000000000000000000000000000001',
  ])('is refused where it is none: "%s"', (text) => {
    expect(parsePrice(text)).toBeUndefined();
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, UINT256), (price) => {
        expect(parsePrice(formatPrice(price))).toBe(price);
      }),
    );
  });
});

describe('a value in USD', () => {
  it('is amount times price by the decimals of the token', () => {
    expect(formatValue(valueE18(1_500_000n, parsePrice('0.9998')!, 6))).toBe('1.4997');
    expect(formatValue(valueE18(10n ** 18n, parsePrice('2345.67')!, 18))).toBe('2345.67');
    expect(valueE18(1n, parsePrice('0.5')!, 18)).toBe(0n);
    expect(valueE18(1n, parsePrice('0.5')!, 0)).toBe(5n * 10n ** 17n);
  });

  it('is below the exact rational by less than one unit, whatever the token', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, UINT256), fc.bigInt(1n, UINT256), fc.nat(255), (amount, price, decimals) => {
        const value = valueE18(amount, price, decimals);
        const rest = amount * price - value * 10n ** BigInt(decimals + 18);
        expect(rest >= 0n && rest < 10n ** BigInt(decimals + 18)).toBe(true);
      }),
    );
  });

  it('is written without zeros that say nothing', () => {
    expect(decimalText(1_500n, 3)).toBe('1.5');
    expect(decimalText(-1_000n, 3)).toBe('-1');
    expect(decimalText(5n, 3)).toBe('0.005');
    expect(decimalText(0n, 18)).toBe('0');
  });
});
