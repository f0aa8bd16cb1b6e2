import { createPinoSink, LogLevel, setRootSink } from '@subsquid/logger';
import { type Logger, pino } from 'pino';
import { hostOf } from './endpoints/host.js';

/**
 * Structured logs on stdout, a JSON object per line, written synchronously so that the last words of
 * a process that ends are there. The URLs of endpoints are cut to their hosts: they hold keys.
 */
export function createIndexerLogger(bindings: Record<string, unknown>, endpoints: readonly string[] = []): Logger {
  const hide = (text: string): string => endpoints.reduce((hidden, url) => hidden.replaceAll(url, hostOf(url)), text);
  return pino(
    {
      base: bindings,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => process.stdout.write(hide(line)) },
  );
}

/**
 * Sends the processor's own logs through ours, except about the metrics server that we don't let it
 * open; `onFatal` gets the words with which it ends the process.
 */
export function captureProcessorLogs(logger: Logger, onFatal: (reason: string) => void): void {
  const sink = createPinoSink(logger);
  setRootSink((record) => {
    if (record.msg?.startsWith('prometheus metrics are served')) return;
    sink({ ...record, time: undefined as never });
    if (record.level >= LogLevel.FATAL) onFatal(record.err?.message || record.msg || 'it ended without saying why');
  });
}
