import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
// @ts-expect-error plain JavaScript: it runs before anything is compiled
import { withLock } from './lock.mjs';

describe('the setup lock', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tributary-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one work at a time, and says so to those who wait', async () => {
    const path = join(folder, 'deep', 'setup.lock');
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((done) => setImmediate(done));
      order.push(`${name} ends`);
    };
    let waited = 0;
    const wait = () => (waited += 1);
    await Promise.all([withLock(path, wait, work('first')), withLock(path, wait, work('second'))]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(waited).toBe(1);
  });

  it('is taken over from a process that is gone', async () => {
    const path = join(folder, 'setup.lock');
    // Above the greatest pid that Linux gives.
    writeFileSync(path, '4194999');
    expect(
      await withLock(
        path,
        () => undefined,
        async () => 'done',
      ),
    ).toBe('done');
  });

  it('is released by work that fails', async () => {
    const path = join(folder, 'setup.lock');
    const fail = async () => {
      throw new Error('broken');
    };
    await expect(withLock(path, () => undefined, fail)).rejects.toThrow('broken');
    expect(
      await withLock(
        path,
        () => undefined,
        async () => 'done',
      ),
    ).toBe('done');
  });
});
