import { expect, it } from '@jest/globals';
import { readableUsd } from './usd.js';

it.each([
  ['0', '$0.00'],
  ['0.000000000000000001', '<$0.000001'],
  ['0.0000123', '$0.000012'],
  ['0.5', '$0.50'],
  ['1', '$1.00'],
  ['2345.678901', '$2,345.67'],
  ['-12.3', '-$12.30'],
])('%s dollars are shown as %s', (usd, shown) => {
  expect(readableUsd(usd).replace(/[\u00a0\u202f\u2009 ]/g, ',')).toBe(shown);
});
