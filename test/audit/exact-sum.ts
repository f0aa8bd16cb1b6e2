/**
 * A sum of fractions without any rounding. Parts with the same denominator are added up as they come;
 * a common denominator is only found when somebody asks.
 */
export class ExactSum {
  private readonly numerators = new Map<bigint, bigint>();

  /** Adds `numerator / denominator`; the denominator is positive. */
  add(numerator: bigint, denominator: bigint): void {
    if (denominator <= 0n) throw new RangeError(`a fraction's denominator is positive, not ${denominator}`);
    this.numerators.set(denominator, (this.numerators.get(denominator) ?? 0n) + numerator);
  }

  addAll(other: ExactSum): void {
    for (const [denominator, numerator] of other.numerators) this.add(numerator, denominator);
  }

  /** The sum as one fraction in lowest terms. */
  fraction(): { numerator: bigint; denominator: bigint } {
    let numerator = 0n;
    let denominator = 1n;
    for (const [d, n] of this.numerators) {
      numerator = numerator * d + n * denominator;
      denominator *= d;
      const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator);
      numerator /= divisor;
      denominator /= divisor;
    }
    return { numerator, denominator };
  }

  /** The greatest integer that is not above the sum, for sums that are not negative. */
  floor(): bigint {
    const { numerator, denominator } = this.fraction();
    return numerator / denominator;
  }

  toString(): string {
    const { numerator, denominator } = this.fraction();
    return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b);
}
