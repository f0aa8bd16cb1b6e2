import { createServer } from 'node:http';
import type { Logger } from 'pino';
import { type MeteredChain, renderMetrics } from './indexer-metrics.js';

export interface MetricsOptions {
  readonly host: string;
  readonly port: number;
  readonly chains: () => readonly MeteredChain[];
  readonly logger: Logger;
}

/** Serves `GET /metrics` in Prometheus's text format. A port that is taken is logged: chains are followed all the same. */
export function serveMetrics({ host, port, chains, logger }: MetricsOptions): void {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('There is /metrics only.');
    }
    renderMetrics(chains(), Date.now() / 1000).then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      (error: Error) => response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message),
    );
  });
  server.once('error', (error) =>
    logger.error(`Metrics cannot be served at ${host}:${port} (${error.message}); free it, or name another port.`),
  );
  server.listen(port, host, () => logger.info(`Metrics are served at http://${host}:${port}/metrics.`));
}
