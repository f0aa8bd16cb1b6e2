import type { World } from '../simulation/random-world.js';
import { foldToEnd, settleToEnd } from './folding.js';
import { blocksOf, LogBuilder, type TestBlock } from './log-builder.js';
import { withClient } from './with-client.js';

/** Blocks below the head that are not final. */
export const FINALITY = 5;

/** Follows a world to its end: everything is folded, final and settled. */
export async function followWorld(url: string, { interval_s, events }: World): Promise<void> {
  await withClient(url, async (client) => {
    for (const [chain, placed] of events) {
      const log = new LogBuilder(client, chain, FINALITY);
      const blocks = blocksOf(placed);
      await log.append(blocks);
      await log.append(emptyAfter(blocks, 10 * interval_s));
      await foldToEnd(url, chain, { interval_s });
    }
  });
  await settleToEnd(url, [...events.keys()], { interval_s });
}

/** Empty blocks, more than those that are not final, so much later. */
export function emptyAfter(blocks: readonly TestBlock[], later_s: number): TestBlock[] {
  const { number, time_s } = blocks.at(-1)!;
  const empty = { time_s: time_s + later_s, logs: [] };
  return Array.from({ length: 2 * FINALITY }, (_, i) => ({ ...empty, number: number + 1 + i }));
}
