export interface Patience {
  limit_ms?: number;
  /** Between two looks. */
  pause_ms?: number;
  /** Called when it was in vain, for the message. */
  explain?: () => string;
  /** True when there is no point in waiting any longer. */
  hopeless?: () => boolean;
}

/**
 * Waits until `probe` gives something. A probe that throws counts as not yet.
 * @throws Error naming what was waited for, with `explain`'s words, when `limit_ms` have passed or it is hopeless
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  { limit_ms = 60_000, pause_ms = 50, explain = () => '', hopeless = () => false }: Patience = {},
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
    if (Date.now() > deadline || hopeless()) throw new Error(`waited for ${what} in vain${trouble}\n${explain()}`);
    await new Promise((done) => setTimeout(done, pause_ms));
  }
}
