import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ROOT, SetupError, run, say } from './run.mjs';

const SERVER_FOLDERS = ['src', 'indexer', 'config', 'db', 'local', 'contracts', 'bench', 'test'];
const STAMP = '.built-from';

/** Compiles the TypeScript of the processes into dist/ and bundles them, unless it is already there for these sources. */
export async function buildServer() {
  const files = SERVER_FOLDERS.flatMap((folder) => sourcesIn(folder)).filter(
    (path) => /\.[mc]?ts$/.test(path) && !path.endsWith('.d.ts') && !path.endsWith('.spec.ts'),
  );
  const digest = digestOf([...files, '.swcrc', 'package-lock.json', 'bin/setup/bundle.mjs']);
  await buildWhenChanged('dist', digest, 'the processes', async (target) => {
    await compile(files, target);
    await bundle(target);
  });
}

/** Builds the explorer into web/dist, unless it is already there for these sources. */
export async function buildWeb() {
  if (!existsSync(join(ROOT, 'web', 'index.html'))) return;
  const files = sourcesIn('web').filter((path) => !path.startsWith('web/dist'));
  const inputs = [...files, 'schema.graphql', 'package-lock.json'].filter((path) => existsSync(join(ROOT, path)));
  await buildWhenChanged('web/dist', digestOf(inputs), 'the explorer', async (target) => {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const builds = [
      ['web', target],
      ['web/graphiql', join(target, 'graphiql')],
    ].map(([page, place]) =>
      run(process.execPath, [vite, 'build', page, '--outDir', place, '--no-emptyOutDir', '--logLevel', 'error'], {
        quiet: true,
      }),
    );
    if ((await Promise.all(builds)).some((code) => code !== 0)) {
      throw new SetupError('The explorer does not build; the words above say why.');
    }
  });
}

/**
 * Builds beside what is there and swaps it in at the end, so that whoever runs from the old folder
 * never sees half of the new one.
 */
async function buildWhenChanged(folder, digest, what, build) {
  const place = join(ROOT, folder);
  const stamp = join(place, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const started = Date.now();
  const fresh = `${place}.${process.pid}.new`;
  const old = `${place}.${process.pid}.old`;
  try {
    mkdirSync(fresh, { recursive: true });
    await build(fresh);
    writeFileSync(join(fresh, STAMP), digest);
    if (existsSync(place)) renameSync(place, old);
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  say(`Built ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** The same as `nest build` with the swc builder, without its start-up time and without emptying dist/ first. */
async function compile(files, target) {
  const entry = pathToFileURL(join(ROOT, 'node_modules', '@swc', 'core', 'index.js'));
  const { default: swc } = await import(entry.href);
  await Promise.all(
    files.map(async (path) => {
      const out = join(target, path.replace(/\.([mc]?)ts$/, '.$1js'));
      let result;
      try {
        result = await swc.transformFile(join(ROOT, path), { cwd: ROOT, sourceFileName: join(ROOT, path) });
      } catch (error) {
        throw new SetupError(`${path} does not compile:\n${error.message}`);
      }
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, `${result.code}\n//# sourceMappingURL=${basename(out)}.map\n`);
      if (result.map) writeFileSync(`${out}.map`, result.map);
    }),
  );
}

function sourcesIn(folder) {
  const place = join(ROOT, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return /^(node_modules|dist.*)$/.test(entry.name) ? [] : sourcesIn(path);
      return entry.isFile() ? [path] : [];
    });
}

function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  return hash.digest('hex');
}
