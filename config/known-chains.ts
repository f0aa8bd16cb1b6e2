/** What is known of a public chain. */
export interface KnownChain {
  readonly id: number;
  readonly name: string;
  /** Blocks below the head that no fork reaches; docs/operating.md says where each figure is from. */
  readonly finality_blocks: number;
}

export const KNOWN_CHAINS: readonly KnownChain[] = [
  { id: 1, name: 'Ethereum', finality_blocks: 96 },
  { id: 8453, name: 'Base', finality_blocks: 900 },
  { id: 56, name: 'BNB Chain', finality_blocks: 200 },
];

/** Enough for most chains, and a guess for each. */
export const GUESSED_FINALITY_BLOCKS = 64;

export function knownChain(id: number): KnownChain | undefined {
  return KNOWN_CHAINS.find((chain) => chain.id === id);
}
