import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'trace';

/** Who says at every start how NestJS is put together. */
const WIRING = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'GraphQLModule', 'NestFactory']);

/** What NestJS and the service log, as one line of JSON each. */
export class PinoLogger implements LoggerService {
  constructor(readonly pino: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write(WIRING.has(String(more.at(-1))) ? 'debug' : 'info', message, more);
  }
  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }
  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }
  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }
  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** NestJS gives the context last, and for errors a stack before it. */
  private write(level: Level, message: unknown, more: unknown[]): void {
    const context = typeof more.at(-1) === 'string' ? (more.at(-1) as string) : undefined;
    const stack = more.length > 1 && typeof more[0] === 'string' ? more[0] : undefined;
    if (message instanceof Error) this.pino[level]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.pino[level]({ context, ...message });
    else this.pino[level]({ context, stack }, String(message));
  }
}

/** A logger to stdout. */
export function createLogger(level: string): PinoLogger {
  return new PinoLogger(pino({ level, base: { process: 'service' }, timestamp: pino.stdTimeFunctions.isoTime }));
}
