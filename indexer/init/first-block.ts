/** Thrown by {@link findFirstBlock} when the state of an old block cannot be had. */
export class NoArchiveError extends Error {
  override name = 'NoArchiveError';
  constructor(
    readonly block: number,
    readonly said: string,
  ) {
    super(`no state of block ${block}: ${said}`);
  }
}

/**
 * The block that created a contract: the first one after which it has code. Asks for the code about
 * log2(head) times.
 * @param hasCode whether there is code after a block; rejects where the endpoint has no such state
 * @param onStep told how many of the steps are done
 * @returns undefined where there is no code at the head
 * @throws NoArchiveError
 */
export async function findFirstBlock(
  head: number,
  hasCode: (block: number) => Promise<boolean>,
  onStep: (done: number, total: number) => void = () => undefined,
): Promise<number | undefined> {
  if (!(await hasCode(head))) return undefined;
  const total = Math.ceil(Math.log2(head + 1)) + 1;
  let done = 0;
  // There is none below `from`, and some after `to`.
  let [from, to] = [0, head];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const found = await hasCode(middle).catch((error: Error) => {
      throw new NoArchiveError(middle, error.message);
    });
    if (found) to = middle;
    else from = middle + 1;
    onStep(++done, total);
  }
  onStep(total, total);
  return to;
}
