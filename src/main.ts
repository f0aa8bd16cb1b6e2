import { Command, InvalidArgumentError } from 'commander';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '../config/tributary-config.js';
import { createLogger, type PinoLogger } from './observability/logger.js';
import { boundHeap } from './memory.js';
import { startService } from './service.js';

interface Arguments {
  config: string;
  host: string;
  port: number;
  fold: boolean;
  logLevel: string;
  debug?: true;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
/** Longer than any step of a fold takes. */
const SHUTDOWN_LIMIT_MS = 15_000;

function readArguments(): Arguments {
  return new Command('service')
    .description('Folds the log, settles what crossed chains, and serves GraphQL, exports and the explorer.')
    .option('--config <file>', 'the configuration', 'tributary.yaml')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any', readPort, 4000)
    .option('--no-fold', 'serve only: another process folds and settles')
    .option('--log-level <level>', `what to log: ${LEVELS.join(', ')}`, readLevel, 'info')
    .option('--debug', 'show where an error comes from')
    .parse()
    .opts<Arguments>();
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

function readLevel(text: string): string {
  if (!LEVELS.includes(text)) throw new InvalidArgumentError(`Expected one of ${LEVELS.join(', ')}.`);
  return text;
}

/** Ends in order on a signal: requests are answered, the step at hand is committed. */
function stopOnSignals(stop: () => Promise<void>, logger: PinoLogger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.log(`Stopping on ${signal}.`, 'service');
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error(error, 'service');
          process.exit(1);
        },
      );
    });
  }
}

function sentenceFor(error: unknown, { host, port }: Arguments): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken: give another one with --port.`;
  if (code === 'EACCES') return `Port ${port} on ${host} is not ours to take: give one above 1023 with --port.`;
  if (code === 'ECONNREFUSED')
    return 'The database does not answer: start it, or correct "database" in the configuration.';
  return message || String(error);
}

boundHeap();
const given = readArguments();
try {
  const config = loadConfig(given.config);
  const logger = createLogger(given.logLevel);
  const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  const service = await startService({
    config,
    fold: given.fold,
    host: given.host,
    port: given.port,
    logger,
    webFolder,
  });
  logger.log(`Serving at ${service.origin}`, 'service');
  stopOnSignals(() => service.stop(), logger);
} catch (error) {
  process.stderr.write(`${sentenceFor(error, given)}\n`);
  if (given.debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
