import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Metrics } from './metrics.js';
import { ObservabilityController } from './observability.controller.js';

/** Health and metrics. Wants a DataSource in the application. */
@Module({
  controllers: [ObservabilityController],
  providers: [{ provide: Metrics, useFactory: () => new Metrics() }],
  exports: [Metrics],
})
export class ObservabilityModule implements NestModule {
  constructor(private readonly metrics: Metrics) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(timed(this.metrics)).forRoutes('*path');
  }
}

/** Notes how long every request took. */
export function timed(metrics: Metrics) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const started = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics.answered(request.method ?? 'GET', routeOf(request), response.statusCode, seconds);
    });
    next();
  };
}

/** The first part of the path where it is one of ours, so that there are few. */
function routeOf(request: IncomingMessage): string {
  const url = (request as IncomingMessage & { originalUrl?: string }).originalUrl ?? request.url ?? '/';
  const first = /^\/([a-z]*)/.exec(url)?.[1] ?? '';
  return ['graphql', 'graphiql', 'lineage', 'statements', 'health', 'metrics', 'assets'].includes(first)
    ? `/${first}`
    : '/';
}
