import { groupDigits } from './amount.js';

/** Dollars for people: cents, or below a dollar two digits that say something. */
export function readableUsd(usd: string): string {
  const sign = usd.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = usd.replace('-', '').split('.');
  if (whole !== '0') return `${sign}$${groupDigits(whole)}.${fraction.padEnd(2, '0').slice(0, 2)}`;
  const zeros = /^0*/.exec(fraction)![0].length;
  if (zeros === fraction.length) return '$0.00';
  return zeros >= 6 ? `${sign}<$0.000001` : `${sign}$0.${fraction.padEnd(2, '0').slice(0, Math.max(2, zeros + 2))}`;
}
