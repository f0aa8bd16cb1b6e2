import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { LoggerService } from '@nestjs/common';
import { migrate } from '../db/data-source.js';
import { AppModule, type AppOptions } from './app.module.js';
import { ErrorFilter } from './error-filter.js';
import { servePages } from './web-pages.js';

export interface ServiceOptions extends AppOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: LoggerService | false;
  /** Where the built explorer and GraphiQL are. */
  readonly webFolder: string;
}

export interface Service {
  readonly origin: string;
  readonly app: NestExpressApplication;
  stop(): Promise<void>;
}

/** Brings the database up to date and serves. @throws Error when the port is taken or the database does not answer */
export async function startService(options: ServiceOptions): Promise<Service> {
  await migrate(options.config.database);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(options), {
    logger: options.logger,
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.useGlobalFilters(new ErrorFilter());
  servePages(app, options.webFolder);
  await app.listen(options.port, options.host);
  const { port } = app.getHttpServer().address() as { port: number };
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { origin: `http://${host}:${port}`, app, stop: () => app.close() };
}
