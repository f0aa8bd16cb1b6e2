import { describe, expect, it } from '@jest/globals';
import { ahead } from './ahead.js';

describe('asking ahead', () => {
  it('has the next question under way while an answer is worked on, and no more', async () => {
    const asked: number[] = [];
    const ask = (item: number): Promise<number> => {
      asked.push(item);
      return Promise.resolve(item * 10);
    };
    const seen: [number, number[]][] = [];
    for await (const answer of ahead([1, 2, 3], ask)) seen.push([answer, [...asked]]);
    expect(seen).toEqual([
      [10, [1, 2]],
      [20, [1, 2, 3]],
      [30, [1, 2, 3]],
    ]);
  });

  it('fails where an answer fails, not before those that came first were worked on', async () => {
    const ask = (item: number): Promise<number> =>
      item === 2 ? Promise.reject(new Error('no')) : Promise.resolve(item);
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const answer of ahead([1, 2, 3], ask)) {
        // What has failed meanwhile waits for its turn.
        await new Promise((done) => setTimeout(done, 5));
        seen.push(answer);
      }
    };
    await expect(all()).rejects.toThrow('no');
    expect(seen).toEqual([1]);
  });

  it('lets what is under way end before one who has seen enough goes on', async () => {
    let underWay = 0;
    const ask = async (item: number): Promise<number> => {
      underWay += 1;
      await new Promise((done) => setTimeout(done, 5));
      underWay -= 1;
      return item;
    };
    for await (const answer of ahead([1, 2, 3], ask)) if (answer === 1) break;
    expect(underWay).toBe(0);
  });

  it('asks nothing of nothing', async () => {
    for await (const answer of ahead([], () => Promise.resolve(1))) expect(answer).toBe('none');
  });
});
