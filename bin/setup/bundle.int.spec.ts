import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { compiled } from '../../test/support/program.js';

/** Tells at its end which files were loaded with `require`, whoever did. */
const TELL = `import module from 'node:module';
import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(1, JSON.stringify(Object.keys(module._cache)) + '\\n'));`;

/** Asked for at run time by a package in the bundle, and six small files. */
const SMALL = ['picomatch'];

it.each(['src/main.js', 'indexer/main.js', 'src/cli/main.js'])(
  'starts %s from its bundle alone: nothing is looked for, read and linked among the packages',
  (entry) => {
    const hook = `data:text/javascript,${encodeURIComponent(TELL)}`;
    const output = execFileSync(process.execPath, ['--import', hook, compiled(entry), '--help'], { encoding: 'utf8' });
    const files = JSON.parse(output.trim().split('\n').at(-1)!) as string[];
    const packages = new Set(files.map((path) => path.replace(/.*[\\/]node_modules[\\/]([^\\/]+)[\\/].*/, '$1')));
    expect([...packages].filter((name) => !SMALL.includes(name))).toEqual([]);
  },
  60_000,
);
