import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { ROOT, SetupError } from './run.mjs';

/** What is started as a process or a thread, and so is worth starting soon. */
const ENTRIES = ['indexer/main', 'indexer/migrate-worker', 'src/main', 'src/cli/main', 'local/main'];
const PACKAGES = /[\\/]node_modules[\\/]/;

/**
 * Puts each process into few files, packages included: Node looks for, reads and links some thousands of files
 * otherwise, which is most of the time in which a process starts. Entries keep their place; what they share
 * goes into `chunks/`, one folder deep as they are, so that a URL beginning with `../` means the same from both.
 */
export async function bundle(target) {
  const module = pathToFileURL(join(ROOT, 'node_modules', 'rolldown', 'dist', 'index.mjs'));
  const { rolldown } = await import(module.href);
  const entries = ENTRIES.filter((entry) => existsSync(join(target, `${entry}.js`)));
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, join(target, `${entry}.js`)])),
    cwd: ROOT,
    platform: 'node',
    plugins: [ownMaps(), packagesWithoutMaps(), oneTypeorm()],
    onLog: refuseLog,
  });
  await build.write({
    dir: target,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: true,
    keepNames: true,
    // Read at each start; the packages themselves, licences and all, are installed beside.
    comments: false,
  });
  await build.close();
}

/** Stack traces name the TypeScript, not what it was compiled to. */
function ownMaps() {
  return {
    name: 'own-maps',
    load: {
      filter: { id: { include: /\.js$/, exclude: PACKAGES } },
      handler: (id) => ({ code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) }),
    },
  };
}

/** Their maps would be ten times ours, and are read at each start. */
function packagesWithoutMaps() {
  return {
    name: 'packages-without-maps',
    transform: { filter: { id: PACKAGES }, handler: (code) => ({ code, map: { mappings: '' } }) },
  };
}

/**
 * NestJS asks TypeORM for what older versions of it had, at run time and by its name: that would read all of TypeORM
 * once more, from its own files, a fifth of what it takes to start the service.
 */
function oneTypeorm() {
  const asked = `require('typeorm')`;
  return {
    name: 'one-typeorm',
    transform: {
      filter: { id: /@nestjs[\\/]typeorm[\\/]dist[\\/]common[\\/]typeorm-compat\.js$/ },
      handler(code) {
        if (!code.includes(asked)) throw new SetupError(`@nestjs/typeorm has changed: it has no "${asked}" any more.`);
        const bundled = `import * as bundledTypeorm from 'typeorm';\n${code.replace(asked, 'bundledTypeorm')}`;
        return { code: bundled, map: { mappings: '' } };
      },
    },
  };
}

/** Packages may ask for others that are optional; nothing of ours may. */
function refuseLog(level, log) {
  const [message] = stripVTControlCharacters(log.message).split('\n');
  if (level !== 'warn' || (log.code === 'UNRESOLVED_IMPORT' && message.includes('node_modules'))) return;
  throw new SetupError(`The processes cannot be bundled: ${message}`);
}
