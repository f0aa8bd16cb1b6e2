import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportFault } from './api/errors/report.js';

/** Every error that nobody else answers: over HTTP as JSON with one sentence, in GraphQL handed on. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL has words of its own for errors, and a place where they are found.
    if (host.getType<string>() === 'graphql') return error;
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage & { originalUrl?: string }>();
    answer(http.getResponse<ServerResponse>(), ...wordsFor(error, request));
    return undefined;
  }
}

type Words = [status: number, message: string];

function wordsFor(error: unknown, request: IncomingMessage & { originalUrl?: string }): Words {
  const status = statusOf(error);
  const path = (request.originalUrl ?? request.url ?? '/').split('?')[0]!.slice(0, 200);
  if (status === 404 && error instanceof HttpException && error.message.startsWith('Cannot ')) {
    return [
      404,
      `Nothing answers ${request.method} ${path}: the API is at /graphql, exports at /lineage/<asset id>.csv or .graphml and at /statements/<address>.csv or .ndjson.`,
    ];
  }
  if (status === 413) return [413, 'The request is too large: send at most 100 kB.'];
  // Before GraphQL looks at a request, only the parser of its body has.
  if (status === 400 && path.startsWith('/graphql')) return [400, 'The body of the request is not valid JSON.'];
  if (status === 400 && (error as Error).message.startsWith('Failed to decode')) {
    return [400, 'The address is not URL-encoded: write % as %25, / as %2F and : as %3A.'];
  }
  if (status < 500 || error instanceof HttpException) return [status, (error as Error).message];
  reportFault(error);
  return [500, 'Something went wrong on our side; the log of the service says what.'];
}

/** The body parser's errors carry a status without being exceptions of NestJS. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function answer(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify({ error: message }));
}
