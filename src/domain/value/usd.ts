/**
 * Money in US dollars, exact: prices are USD for one whole token times 10^36 (`E36`), values are USD times
 * 10^18 (`E18`). A value is floored once, where an amount meets its price; sums of values floor nothing more.
 */

/** Digits after the point that a price may have. */
export const PRICE_DECIMALS = 36;
/** Digits after the point that a value has. */
export const VALUE_DECIMALS = 18;

const PRICE = /^(\d{1,78})(?:\.(\d+?)0*)?$/;

/** A decimal text as a price; undefined for what is none: nothing, zero, less, or more digits than are kept. */
export function parsePrice(text: string): bigint | undefined {
  const match = PRICE.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > PRICE_DECIMALS) return undefined;
  const price = BigInt(match[1]! + fraction.padEnd(PRICE_DECIMALS, '0'));
  return price === 0n ? undefined : price;
}

/** What base units of a token are worth, floored to 10^-18 USD. */
export function valueE18(amount: bigint, priceUsdE36: bigint, decimals: number): bigint {
  return (amount * priceUsdE36) / scaleOf(decimals);
}

/** A value as decimal text, for example 12.5. */
export const formatValue = (usdE18: bigint): string => decimalText(usdE18, VALUE_DECIMALS);

/** A price as decimal text. */
export const formatPrice = (priceUsdE36: bigint): string => decimalText(priceUsdE36, PRICE_DECIMALS);

/** An integer that counts 10^-decimals as decimal text, without zeros at its end. */
export function decimalText(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Base units of a whole token, times 10^36 of a price, less 10^18 of a value; by the token's decimals. */
const SCALES: bigint[] = [];

function scaleOf(decimals: number): bigint {
  return (SCALES[decimals] ??= 10n ** BigInt(decimals + PRICE_DECIMALS - VALUE_DECIMALS));
}
