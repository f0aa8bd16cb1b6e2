import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, buildWeb } from './build.mjs';
import { checkNode, install } from './install.mjs';
import { withLock } from './lock.mjs';
import { ROOT, SetupError, run, say } from './run.mjs';

/** What each command runs once packages and builds are there; `web` says whether it needs the explorer. */
const COMMANDS = {
  start: { web: true, run: (args) => enter('dist/local/main.js', args) },
  test: { web: true, run: (args) => jest(args) },
  'test:quick': { web: false, run: (args) => jest([...QUICK, ...args]) },
  simulate: { web: false, run: (args) => enter('dist/test/simulation/main.js', args) },
  bench: { web: false, run: (args) => enter('dist/bench/main.js', args) },
  'build:server': { web: false, run: async () => 0 },
  build: { web: true, run: async () => 0 },
  generate: { web: false, run: generate },
  tributary: { web: false, run: (args) => enter('dist/src/cli/main.js', args) },
};

/** Everything pure, and the shortest way through each part that needs a database or a node: below 45 s. */
const QUICK = [
  '--testPathPatterns',
  '\\.unit\\.spec\\.ts$',
  '/(db|config|src/cli)/.*\\.int\\.spec\\.ts$',
  '/src/(fold/codec|fold/rewind|read-models/entitlements/entitlements|api/schema|api/bad-input)\\.int\\.spec\\.ts$',
];

/** What writes files that are committed: ABIs, codecs, schema.graphql. */
const GENERATORS = ['contracts/generate.js', 'indexer/generate.js', 'src/api/print-schema.js'];

/** Makes a compiled program this process's own: one process less between the terminal and its signals. */
async function enter(path, args) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, join(ROOT, path), ...args];
  await import(pathToFileURL(join(ROOT, path)).href);
  return process.exitCode ?? 0;
}

async function jest(args) {
  const silence = process.allowedNodeEnvironmentFlags.has('--disable-warning')
    ? '--disable-warning=ExperimentalWarning'
    : '--no-warnings';
  const options = [process.env.NODE_OPTIONS, '--experimental-vm-modules', silence].filter(Boolean);
  return run(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    env: { ...process.env, NODE_OPTIONS: options.join(' ') },
  });
}

async function generate() {
  for (const script of GENERATORS.filter((path) => existsSync(join(ROOT, 'dist', path)))) {
    const code = await run(process.execPath, [`dist/${script}`]);
    if (code !== 0) return code;
    // What one generator wrote, the next may need compiled.
    await setUp(buildServer);
  }
  const config = ['web/codegen.ts', 'web/codegen.mjs', 'codegen.ts'].find((path) => existsSync(join(ROOT, path)));
  const codegen = 'node_modules/@graphql-codegen/cli/cjs/bin.js';
  return config ? run(process.execPath, [codegen, '--config', config]) : 0;
}

/** Setting up is one process's work at a time: `npm start` and `npm test` may run beside each other. */
function setUp(work) {
  const lock = join(ROOT, '.tributary', 'setup.lock');
  return withLock(lock, () => say('Waiting for another command to finish its setup ...'), work);
}

async function bootstrap(command, args) {
  const wanted = COMMANDS[command];
  if (!wanted) {
    throw new SetupError(`"${command}" is none of the commands: ${Object.keys(COMMANDS).join(', ')}.`);
  }
  checkNode();
  await setUp(async () => {
    await install();
    // Both have ended before the setup has, whichever fails.
    const builds = await Promise.allSettled([buildServer(), wanted.web ? buildWeb() : undefined]);
    for (const build of builds) if (build.status === 'rejected') throw build.reason;
  });
  return wanted.run(args);
}

/**
 * Brings the checkout from wherever it is (a fresh clone, changed sources) to where `command` can run,
 * and runs it. Problems are told in one sentence on stderr, with exit code 1.
 */
export async function main(command, args) {
  try {
    process.exitCode = await bootstrap(command, args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
