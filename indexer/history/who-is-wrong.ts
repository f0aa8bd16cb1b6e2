/** Two ranges that were answered apart and do not link. */
export interface BrokenLink {
  /** The hash of the last block of the lower range. */
  readonly below: string;
  /** What the first block of the upper range names as its parent. */
  readonly parent: string;
  /** What endpoints say the hash of that block is, asked now. */
  readonly said: readonly string[];
}

export type Culprit = 'below' | 'above';

/**
 * Which of the two ranges is to be read again: the lower one where more endpoints agree with the upper, else the upper
 * one, since the lower one follows upon what was read before.
 */
export function whoIsWrong({ below, parent, said }: BrokenLink): Culprit {
  const count = (hash: string): number => said.filter((other) => other === hash).length;
  return count(parent) > count(below) ? 'below' : 'above';
}

/** What more than half of those who answered say. @returns nothing where there is no such thing */
export function saidByMost(said: readonly string[]): string | undefined {
  return said.find((one) => said.filter((other) => other === one).length > said.length / 2);
}
