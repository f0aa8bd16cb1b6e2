import { setImmediate } from 'node:timers/promises';

/**
 * Answers to one question after the other. While one is worked on, the next is under way: a database and its asker
 * need not wait for each other.
 */
export async function* ahead<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): AsyncGenerator<R> {
  let under = start(items[0]);
  try {
    for (let next = 1; under; next++) {
      const answer = await under;
      under = start(items[next]);
      // A question leaves when whoever asked lets go.
      if (under) await setImmediate();
      yield answer;
    }
  } finally {
    await under?.catch(() => undefined);
  }

  function start(item: T | undefined): Promise<R> | undefined {
    if (item === undefined) return undefined;
    const answer = ask(item);
    // It is looked at later: that it has failed is no surprise until then.
    answer.catch(() => undefined);
    return answer;
  }
}
