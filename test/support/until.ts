/**
 * Waits until `probe` gives something. A probe that throws counts as not yet.
 * @throws Error naming what was waited for, with `explain`'s words, when `limit_ms` have passed
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  { limit_ms = 60_000, explain = () => '' }: { limit_ms?: number; explain?: () => string } = {},
): Promise<T> {
  const deadline = Date.now() + limit_ms;
  let trouble = '';
  for (;;) {
    try {
      const found = await probe();
      if (found) return found;
      trouble = '';
    } catch (error) {
      trouble = `; last trouble: ${(error as Error).message}`;
    }
    if (Date.now() > deadline) throw new Error(`waited ${limit_ms} ms for ${what} in vain${trouble}\n${explain()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
