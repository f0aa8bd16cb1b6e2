import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/support/folder.js';
import { compiled } from '../../test/support/program.js';
import { writeFileWhole } from './output.js';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('tributary-output-');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a file that breaks off leaves what was there before, and nothing beside it', async () => {
  const path = join(folder, 'kept.csv');
  writeFileSync(path, 'before');
  const writing = writeFileWhole(path, async (file) => {
    file.write('half');
    throw new Error('The database went away.');
  });
  await expect(writing).rejects.toThrow('The database went away.');
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['kept.csv']);
});

it('a file that is whole takes the place of what was there', async () => {
  const path = join(folder, 'kept.csv');
  await writeFileWhole(path, (file) => new Promise((done) => file.end('whole', done)));
  expect(readFileSync(path, 'utf8')).toBe('whole');
});

it('a file that cannot be written is named in one sentence', async () => {
  const path = join(folder, 'nowhere', 'x.csv');
  const writing = writeFileWhole(path, (file) => new Promise((_, fail) => file.on('error', fail)));
  await expect(writing).rejects.toThrow(
    /nowhere\/x\.csv cannot be written \(ENOENT.*\); name another file with --out\.$/,
  );
});

/** Runs the command with its output going somewhere. */
const commandTo = (somewhere: string) =>
  execa(
    'bash',
    ['-c', `set -o pipefail; "$0" "$1" --help ${somewhere}`, process.execPath, compiled('src/cli/main.js')],
    {
      reject: false,
    },
  );

it('output that nobody reads to its end is no error', async () => {
  expect(await commandTo('| true')).toMatchObject({ stderr: '', exitCode: 0 });
});

(existsSync('/dev/full') ? it : it.skip)('output that cannot be written is one sentence', async () => {
  const { stderr, exitCode } = await commandTo('> /dev/full');
  expect(stderr).toMatch(/^The output cannot be written: ENOSPC[^\n]*\.$/);
  expect(exitCode).toBe(1);
});
