import { foldToEnd, settleToEnd } from '../support/folding.js';
import { withClient } from '../support/with-client.js';
import { blocksOf, LogBuilder } from '../support/log-builder.js';
import { timesOf, type World } from './random-world.js';

/** Blocks that an append covers at most: a fork can then take back a whole append. */
export const MOST_BLOCKS = 5;

/** Writes a world's logs, every chain at once and one after the other, folds and settles them. */
export async function writeStraight(url: string, world: World): Promise<void> {
  await withClient(url, async (client) => {
    for (const [chain, events] of world.events) {
      const log = new LogBuilder(client, chain, MOST_BLOCKS);
      await log.append(blocksOf(events));
      await comeToRest(log, world);
    }
  });
  await foldAndSettle(url, world);
}

/** Empty blocks, until everything that happened on any chain is in closed intervals. */
export async function comeToRest(log: LogBuilder, world: World): Promise<void> {
  const [, last_s] = timesOf(world);
  const empty = { time_s: last_s + 10 * world.interval_s, logs: [] };
  const { head } = log;
  await log.append(Array.from({ length: 2 * MOST_BLOCKS }, (_, index) => ({ ...empty, number: head + 1 + index })));
}

export async function foldAndSettle(url: string, { events, interval_s, settles }: World): Promise<void> {
  for (const chain of events.keys()) await foldToEnd(url, chain, { interval_s });
  await settleToEnd(url, [...events.keys()], { interval_s, settles });
}
