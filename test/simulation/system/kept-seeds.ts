/** Seeds that failed once, with why: they are run with every test from then on. */
export const KEPT_SYSTEM_SEEDS: readonly { readonly seed: number; readonly why: string }[] = [
  { seed: 15, why: 'an indexer is killed before it has logged anything, and there is nothing to fold' },
  { seed: 101, why: 'both endpoints of a chain take one call at a time, and it is verified' },
  { seed: 3119, why: 'money waits for a chain that ceases to settle before the next mark at which anything happens' },
];
