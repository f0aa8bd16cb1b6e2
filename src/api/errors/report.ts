import { Logger } from '@nestjs/common';

const logger = new Logger('api');

/** Writes down an error that is ours, for whoever reads the log of the service. */
export function reportFault(error: unknown): void {
  logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
