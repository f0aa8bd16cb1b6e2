/**
 * How many times as much as usual suites try that go by seeds over a real database: `TRIBUTARY_TEST_DEPTH`. This is the
 * one place where it is read.
 */
const DEPTH = Math.max(1, Math.floor(Number(process.env['TRIBUTARY_TEST_DEPTH'] ?? 1)) || 1);

/** As many seeds as usual, and more of them after those where more is asked for. */
export function seedsFrom(first: number, usual: number): number[] {
  return Array.from({ length: usual * DEPTH }, (_, index) => first + index);
}

/** As many runs of a property as usual, or as are asked for. */
export function runs(usual: number): number {
  return usual * DEPTH;
}
