import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inheritedEnvironment } from '../../config/environment.js';
import { PidFiles } from './pid-files.js';
import { type Supervised, startSupervised } from './supervised.js';
import { isAlive } from './alive.js';

describe('a supervised process', () => {
  let folder: string;
  let running: Supervised | undefined;
  let failures: string[];
  let pids: number[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-supervised-'));
    failures = [];
    pids = [];
    running = undefined;
  });
  afterEach(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(program: string): Supervised {
    const path = join(folder, 'program.mjs');
    writeFileSync(path, program);
    running = startSupervised({
      name: 'program',
      command: [path],
      env: inheritedEnvironment(),
      logFile: join(folder, 'program.log'),
      onFailure: (sentence) => failures.push(sentence),
      onStarted: (pid) => pids.push(pid),
    });
    return running;
  }

  const STAYS = `
    import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0); });
    setInterval(() => undefined, 1000);
    writeFileSync(new URL('ready', import.meta.url), String(process.pid));`;

  it('is started again when it fails, and its last words are told', async () => {
    start(`console.error('Error: the disk is full'); process.exit(3);`);
    await until(() => failures.length >= 2);
    expect(failures[0]).toContain(
      'The program ended with code 3, saying "Error: the disk is full"; it starts again in 0.5 s',
    );
    expect(failures[1]).toContain('it starts again in 1 s');
    expect(new Set(pids).size).toBe(pids.length);
  });

  it('is asked to stop, and not started again', async () => {
    const program = start(STAYS);
    await until(() => existsSync(join(folder, 'ready')));
    await program.stop();
    expect(failures).toEqual([]);
    expect(isAlive(pids[0]!)).toBe(false);
    await until(() => readFileSync(join(folder, 'program.log'), 'utf8').includes('asked to stop'));
  });

  it('is started again when somebody kills it', async () => {
    start(STAYS);
    await until(() => existsSync(join(folder, 'ready')));
    process.kill(pids[0]!, 'SIGKILL');
    await until(() => pids.length === 2);
    expect(failures[0]).toContain('The program ended by SIGKILL');
  });

  it('is found by its pid file and ended, unless another program has its pid', async () => {
    start(STAYS);
    await until(() => existsSync(join(folder, 'ready')));
    const files = new PidFiles(join(folder, 'pids'));
    files.note('stranger', pids[0]!, 'another-program.mjs');
    expect(files.find('stranger')).toBeUndefined();
    expect(await files.endAll()).toEqual([]);
    expect(isAlive(pids[0]!)).toBe(true);
    files.note('program', pids[0]!, 'program.mjs');
    expect(files.find('program')).toBe(pids[0]);
    expect(await files.endAll()).toEqual(['program']);
    expect(files.find('program')).toBeUndefined();
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 15 s.');
    await new Promise((done) => setTimeout(done, 20));
  }
}
