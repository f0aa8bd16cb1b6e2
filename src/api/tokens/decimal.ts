/** An amount of base units in whole tokens, exactly and without trailing zeros; null when decimals are unknown. */
export function toDecimal(amount: bigint, decimals: number | null): string | null {
  if (decimals === null) return null;
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}
