import { RunError, Report } from './report.js';
import { PortTakenError } from './chains/anvil.js';
import { DeployError } from '../contracts/deploy.js';
import { ConfigError } from '../config/tributary-config.js';
import { followRealChains } from './real-run.js';
import { type Run, runLocally } from './local-run.js';
import { readOptions } from './options.js';
import { pathsIn } from './paths.js';
import { expectFree } from './ports.js';
import { PidFiles, ownCommandLine } from './processes/pid-files.js';

/** Runs until a signal or a failure; the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const report = new Report();
  const pids = new PidFiles(pathsIn(options.folder).pids);
  const other = pids.find('run');
  if (other && other !== process.pid) {
    throw new RunError(`Tributary runs here already, as process ${other}; stop it first (ctrl-C, or kill ${other}).`);
  }
  pids.note('run', process.pid, ownCommandLine());
  try {
    await expectFree(options.port, 'the service', '--port');
    const { signal } = abortOnSignal();
    const run = await (options.config
      ? followRealChains(options, options.config, report, signal)
      : runLocally(options, report, signal));
    return await untilOver(run, signal, report);
  } catch (error) {
    // Asked to stop while starting: what had been started is stopped already.
    if (error instanceof Interrupted) return 0;
    throw error;
  } finally {
    pids.forget('run');
  }
}

async function untilOver(run: Run, signal: AbortSignal, report: Report): Promise<number> {
  const asked = new Promise<undefined>((done) => {
    if (signal.aborted) done(undefined);
    signal.addEventListener('abort', () => done(undefined));
  });
  const broken = await Promise.race([asked, run.broken]);
  report.line(broken ?? 'Stopping ...');
  await run.stop();
  report.line('Stopped.');
  return broken ? 1 : 0;
}

class Interrupted extends Error {}

/** Aborted by the first signal that asks to stop; a third one ends this process at once. */
function abortOnSignal(): AbortController {
  const controller = new AbortController();
  let count = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      count += 1;
      if (count > 2) process.exit(1);
      controller.abort(new Interrupted());
    });
  }
  return controller;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isPlain = [RunError, PortTakenError, DeployError, ConfigError].some((kind) => error instanceof kind);
  const hint = error instanceof PortTakenError ? ' (npm start -- --rpc-ports 8545,8546)' : '';
  process.stderr.write(`${isPlain ? `${(error as Error).message}${hint}` : ((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
}
