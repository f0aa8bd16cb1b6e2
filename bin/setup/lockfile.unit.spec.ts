import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Record<string, string>;
}

it('package-lock.json names the packages of every platform: npm ci refuses it otherwise', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  // npm drops those that the registry it asks does not have; add them by hand, with version, os and cpu.
  expect(missing).toEqual([]);
});
