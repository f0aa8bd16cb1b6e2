import { describe, expect, it } from '@jest/globals';
import { startProgress } from './progress.js';

describe('progress without a terminal', () => {
  const record = () => {
    let now = 0;
    const lines: string[] = [];
    const stream = { isTTY: false, write: (line: string) => lines.push(line) } as unknown as NodeJS.WriteStream;
    const progress = startProgress('Folding', stream, () => now);
    return { lines, progress, wait: (ms: number) => (now += ms) };
  };

  it('tells a plain line now and then, not at every step', () => {
    const { lines, progress, wait } = record();
    for (let done = 0; done < 100; done++) {
      progress.update(done, 100);
      wait(100);
    }
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThan(8);
    expect(lines[0]).toBe('Folding: 0 % (0 of 100)\n');
  });

  it('always tells the end', () => {
    const { lines, progress } = record();
    progress.update(1, 2);
    progress.update(2, 2);
    progress.update(2, 2);
    expect(lines).toEqual(['Folding: 50 % (1 of 2)\n', 'Folding: 100 % (2 of 2)\n']);
  });

  it('work without anything to do is done', () => {
    const { lines, progress } = record();
    progress.update(0, 0);
    expect(lines).toEqual(['Folding: 100 % (0 of 0)\n']);
  });
});
