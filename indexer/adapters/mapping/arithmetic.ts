import { UnreadableLogError } from '../unreadable.js';

/** Divides by a positive number, towards minus infinity. */
export function floor(value: bigint, over: bigint): bigint {
  const quotient = value / over;
  return value < 0n && quotient * over !== value ? quotient - 1n : quotient;
}

/** A number with so many decimals as a decimal text, without zeros at its end. @throws UnreadableLogError below 0 */
export function decimalOf(value: bigint, decimals: number): string {
  if (value < 0n) throw new UnreadableLogError(`${value} is out of range`);
  const digits = String(value).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return part ? `${whole}.${part}` : whole;
}
