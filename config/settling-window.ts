import { z } from 'zod';
import { time_s } from './times.js';

/** Marks from and until which a chain settles what crosses to it. */
export const settlingWindow = z
  .strictObject({ from: time_s.optional(), until: time_s.optional() })
  .refine(({ from = 0, until = Infinity }) => from < until, {
    path: ['until'],
    message: 'expected a time after `from`',
  })
  .transform(({ from, until }) => ({ from_s: from, until_s: until }));

/** Which chain has a bound that is no mark, and which bound; undefined where all are ends of intervals. */
export function boundThatIsNoMark(
  chains: readonly { readonly settles?: z.infer<typeof settlingWindow> | undefined }[],
  interval_s: number,
): (string | number)[] | undefined {
  for (const [index, { settles }] of chains.entries()) {
    if ((settles?.from_s ?? 0) % interval_s !== 0) return ['chains', index, 'settles', 'from'];
    if ((settles?.until_s ?? 0) % interval_s !== 0) return ['chains', index, 'settles', 'until'];
  }
  return undefined;
}
