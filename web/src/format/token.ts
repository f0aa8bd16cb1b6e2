import { shortHex } from './ids.js';

/** What is needed to show an amount of a token. */
export interface TokenFacts {
  readonly address: string;
  readonly symbol?: string | null;
  readonly decimals?: number | null;
}

/** The token's symbol, or its shortened address while the symbol is unknown. */
export function tokenName(token: TokenFacts): string {
  return token.symbol?.trim() || shortHex(token.address);
}
