import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyMap } from './key-map.js';

const FIELDS = ['asset', 'vault', 'mark_s'] as const;
const key = fc.record({
  asset: fc.constantFrom('a', 'b', 'c'),
  vault: fc.constantFrom('v', 'w', null),
  mark_s: fc.nat({ max: 3 }),
});
type Key = { asset: string; vault: string | null; mark_s: number };
const text = ({ asset, vault, mark_s }: Key): string => `${asset} ${vault} ${mark_s}`;

describe('a map by several fields', () => {
  it('finds, lists and forgets as a map by the joined fields does', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key, isKept: fc.boolean() })), (steps) => {
        const map = new KeyMap<number>(FIELDS);
        const expected = new Map<string, number>();
        steps.forEach(({ key: at, isKept }, step) => {
          if (isKept) map.set(at, step);
          else map.delete(at);
          if (isKept) expected.set(text(at), step);
          else expected.delete(text(at));
          expect(map.get(at)).toBe(expected.get(text(at)));
        });
        expect(map.size).toBe(expected.size);
        expect([...map.values()].sort()).toEqual([...expected.values()].sort());
        for (const asset of ['a', 'b', 'c', 'd']) {
          const mine = [...expected].filter(([joined]) => joined.startsWith(asset)).map(([, step]) => step);
          expect([...map.values({ asset }, 1)].sort()).toEqual(mine.sort());
        }
      }),
    );
  });

  it('keeps what was there first when asked to', () => {
    const map = new KeyMap<string>(FIELDS);
    expect(map.getOrSet({ asset: 'a', vault: 'v', mark_s: 1 }, 'first')).toBe('first');
    expect(map.getOrSet({ asset: 'a', vault: 'v', mark_s: 1 }, 'second')).toBe('first');
    expect(map.getOrSet({ asset: 'a', vault: 'v', mark_s: 2 }, 'third')).toBe('third');
  });

  it('gives values in the order of their keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ asset: fc.string({ maxLength: 2 }), mark_s: fc.nat() }), {
          selector: (k) => `${k.asset} ${k.mark_s}`,
        }),
        (keys) => {
          const map = new KeyMap<{ asset: string; mark_s: number }>(['asset', 'mark_s']);
          for (const at of keys) map.set(at, at);
          const sorted = [...keys].sort((a, b) =>
            a.asset === b.asset ? a.mark_s - b.mark_s : a.asset < b.asset ? -1 : 1,
          );
          expect(map.inOrder()).toEqual(sorted);
        },
      ),
    );
  });
});
