import { SCALE_BITS } from '../../../domain/ledger/division.js';

/** Fractional digits that explanations show; their arithmetic is in units of the last one. */
const DIGITS = 18;
const ONE = 10n ** BigInt(DIGITS);

/** 10^-18 of a base unit. */
export type Atto = bigint;

export function attoOf(units: bigint): Atto {
  return units * ONE;
}

/** Rounds toward minus infinity. */
export function attoOfScaled(scaled: bigint): Atto {
  return (scaled * ONE) >> SCALE_BITS;
}

/** A decimal number without trailing zeros. */
export function formatAtto(atto: Atto): string {
  const size = atto < 0n ? -atto : atto;
  const fraction = (size % ONE).toString().padStart(DIGITS, '0').replace(/0+$/, '');
  return `${atto < 0n ? '-' : ''}${size / ONE}${fraction && `.${fraction}`}`;
}
