import type { Address } from '../domain/ids.js';
import type { PayoutLeaf } from './merkle-tree.js';

/** Amounts by token and contributor. Made for millions: every address is kept once. */
export class Amounts {
  private readonly byToken = new Map<string, Map<string, bigint>>();

  add(token: string, contributor: string, amount: bigint): void {
    if (amount === 0n) return;
    let ofToken = this.byToken.get(token);
    if (!ofToken) this.byToken.set(token, (ofToken = new Map<string, bigint>()));
    ofToken.set(contributor, (ofToken.get(contributor) ?? 0n) + amount);
  }

  get isEmpty(): boolean {
    return this.byToken.size === 0;
  }

  get(token: string, contributor: string): bigint {
    return this.byToken.get(token)?.get(contributor) ?? 0n;
  }

  /** What is not 0, in the order of tokens; contributors come as they were first added. */
  *entries(): IterableIterator<PayoutLeaf> {
    for (const [token, ofToken] of [...this.byToken].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const [contributor, amount] of ofToken) {
        yield { contributor: contributor as Address, token: token as Address, amount };
      }
    }
  }
}
