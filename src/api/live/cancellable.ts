/**
 * An async iterator whose `return()` takes effect at once. That of a generator waits for whatever the
 * generator is waiting for, which for a quiet stream is forever.
 * @param start makes the generator; it must give up what it waits for when the signal fires
 */
export function cancellable<T>(start: (signal: AbortSignal) => AsyncGenerator<T, void>): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const generator = start(controller.signal);
  return {
    next: () => generator.next(),
    return: () => {
      controller.abort();
      return generator.return() as Promise<IteratorResult<T>>;
    },
    throw: (error) => {
      controller.abort();
      return generator.throw(error) as Promise<IteratorResult<T>>;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
