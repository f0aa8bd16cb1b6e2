/**
 * Amounts are whole numbers of base units as decimal strings. They are shown without ever passing
 * through a float: only a chart's pixels are floats.
 */

/** `1234567` with 6 decimals is `1.234567`; exact, trailing zeros kept away. */
export function exactAmount(baseUnits: string | bigint, decimals: number): string {
  const value = BigInt(baseUnits);
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${value < 0n ? '−' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Thousands separated by commas; the fraction, if any, is left alone. */
export function groupDigits(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Below one whole token this many digits after the zeros are shown, so that small money is still told apart. */
const SMALL_DIGITS = 3;
/** Nobody counts further zeros. */
const SMALL_PLACES = 10;

/**
 * An amount as people read it: grouped, cut (never rounded up) to `maxFraction` digits and at least two; more
 * where the amount is below one, `<0.0000000001` for what would otherwise look like nothing. Without known decimals,
 * grouped base units.
 */
export function readableAmount(baseUnits: string | bigint, decimals: number | null, maxFraction = 4): string {
  if (decimals === null) return groupDigits(BigInt(baseUnits).toString());
  const exact = exactAmount(baseUnits, decimals);
  const [whole = '0', fraction = ''] = exact.split('.');
  const isBelowOne = whole === '0' || whole === '−0';
  const zeros = /^0*/.exec(fraction)![0].length;
  const places = isBelowOne ? Math.max(maxFraction, Math.min(zeros + SMALL_DIGITS, SMALL_PLACES)) : maxFraction;
  const cut = fraction.slice(0, places).replace(/0+$/, '');
  if (isBelowOne && cut === '' && BigInt(baseUnits) !== 0n) {
    return `${whole.startsWith('−') ? '−' : ''}<0.${'0'.repeat(places - 1)}1`;
  }
  const shown = cut.padEnd(Math.min(2, decimals, maxFraction), '0');
  return groupDigits(shown ? `${whole}.${shown}` : whole);
}

/** For pixels only: where a bar ends on a chart. Never shown, never added up. */
export function plotValue(baseUnits: string | bigint, decimals: number | null): number {
  return Number(BigInt(baseUnits)) / 10 ** (decimals ?? 0);
}

/** `1,234,567` of a count given as a decimal string or number. */
export function readableCount(count: string | number | bigint): string {
  return groupDigits(String(count));
}

/** Parts per million as per cent: 125000 is `12.5 %`. */
export function readablePpm(ppm: number): string {
  return `${exactAmount(BigInt(ppm), 4)} %`;
}

/** `part` of `whole` in parts per million, floored; 0 where there is no whole. */
export function ppmOf(part: string, whole: string): number {
  const total = BigInt(whole);
  return total === 0n ? 0 : Number((BigInt(part) * 1_000_000n) / total);
}

/** Sum of whole numbers given as decimal strings. */
export function sumAmounts(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
}

const EXTRA_DIGITS = 18;

/** Reads a decimal with up to 18 fractional digits as a whole number of 10^-18ths. */
export function parseFine(decimal: string): bigint {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole + fraction.slice(0, EXTRA_DIGITS).padEnd(EXTRA_DIGITS, '0'));
  return negative ? -value : value;
}

/** A part of an explanation (base units with up to 18 fractional digits) in whole tokens, for people. */
export function readableFine(decimal: string, decimals: number | null, maxFraction = 6): string {
  return readableAmount(parseFine(decimal), (decimals ?? 0) + EXTRA_DIGITS, maxFraction);
}
