/** At most so many differences are named per check; the others are counted. */
export const NAMED_DIFFERENCES = 10;

/** What one check has looked at and found. */
export interface CheckResult {
  /** What was checked, for people: `log of chain 8453 against the chain`. */
  readonly name: string;
  /** What was looked at, in figures: `1204 logs in blocks 0 to 981`. */
  readonly scope: string;
  /** The first differences, each a sentence that names the place. */
  readonly differences: readonly string[];
  /** How many there are in all, those that are named included. */
  readonly count: number;
  /** Digests that two operators can compare, by name. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Gathers differences: names the first and counts the rest. */
export class Findings {
  private readonly named: string[] = [];
  private total = 0;

  add(difference: string): void {
    this.total++;
    if (this.named.length < NAMED_DIFFERENCES) this.named.push(difference);
  }

  get count(): number {
    return this.total;
  }

  result(name: string, scope: string, digests: CheckResult['digests'] = {}): CheckResult {
    return { name, scope, differences: this.named, count: this.total, digests };
  }
}

/** The report as lines of text: a line per check, differences below it, a verdict at the end. */
export function renderReport(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ name, scope, differences, count, digests }) => [
    `${count === 0 ? 'ok  ' : 'FAIL'} ${name}: ${scope}`,
    ...Object.entries(digests).map(([digest, value]) => `       ${digest} ${value}`),
    ...differences.map((difference) => `     - ${difference}`),
    ...(count > differences.length ? [`     - and ${count - differences.length} more`] : []),
  ]);
  const failed = results.filter(({ count }) => count > 0).length;
  const verdict =
    failed === 0
      ? `All ${results.length} checks hold.`
      : `${failed} of ${results.length} checks failed; the first differences are named above.`;
  return [...lines, verdict].join('\n');
}

/** Whether nothing differs. */
export function allHold(results: readonly CheckResult[]): boolean {
  return results.every(({ count }) => count === 0);
}
