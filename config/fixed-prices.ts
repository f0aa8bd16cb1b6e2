import { z } from 'zod';
import { parsePrice, PRICE_DECIMALS } from '../src/domain/value/usd.js';
import { time_s } from './times.js';

const A_DECIMAL = `expected a decimal above 0 in quotes, of at most ${PRICE_DECIMALS} digits after the point, for example '1.00'`;

const fixedPrice = z
  .strictObject({
    token: z
      .string('expected an address: 0x and 40 hexadecimal digits')
      .regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hexadecimal digits')
      .transform((text) => text.toLowerCase()),
    /** USD for one whole token. */
    usd: z.string(A_DECIMAL).refine((text) => parsePrice(text) !== undefined, A_DECIMAL),
    /** Of the token, and its symbol: for where no contract describes it. */
    decimals: z
      .int('expected a number of decimals')
      .min(0, 'expected 0 to 255 decimals')
      .max(255, 'expected 0 to 255 decimals')
      .optional(),
    symbol: z.string().min(1).max(32).optional(),
    /** From which time of the chain on; from its first block where absent. */
    from: time_s.default(0),
  })
  .transform(({ token, usd, decimals = null, symbol = null, from }) => {
    return { token, usd, decimals, symbol, from_s: from };
  });

/** The prices that a chain's configuration fixes, for tokens that no feed in its log prices. */
export const fixedPrices = z
  .array(fixedPrice)
  .refine(
    (prices) => new Set(prices.map(({ token, from_s }) => `${token} ${from_s}`)).size === prices.length,
    'expected one price for a token and a time',
  )
  .default([]);
