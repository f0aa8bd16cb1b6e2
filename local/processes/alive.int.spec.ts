import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../test/support/until.js';
import { isAlive } from './alive.js';

it('this process is alive, and one that ended is not', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(child.pid!)).toBe(false);
});

it('a process that has ended is not alive, though nobody has reaped it', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60']);
  try {
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const orphan = Number(line.toString());
    await until('the child to end', () => Promise.resolve(!isAlive(orphan)));
    expect(() => process.kill(orphan, 0)).not.toThrow();
  } finally {
    parent.kill('SIGKILL');
  }
});
