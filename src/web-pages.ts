import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';

/** Addresses that programs ask; every other one may be a page of the explorer. */
const API = /^\/(graphql|health|metrics)(\/|$)|^\/lineage\/.+\.(csv|graphml)$|^\/statements\/.+\.(csv|ndjson)$/;

type Page = IncomingMessage & { path: string };
type Sender = ServerResponse & { sendFile(path: string, options: object): void };

/**
 * Serves the explorer at / and GraphiQL at /graphiql from a folder of built files, and sets the headers
 * that keep browsers from doing anything else than these pages need.
 */
export function servePages(app: NestExpressApplication, folder: string): void {
  app.use(helmet(SECURITY));
  app.useStaticAssets(folder, {
    index: false,
    redirect: false,
    setHeaders: (response, path) => response.setHeader('Cache-Control', cachingOf(path)),
  });
  app.use((request: Page, response: Sender, next: () => void) => {
    const page = pageFor(request, folder);
    if (page === undefined) return next();
    response.sendFile(page, { headers: { 'Cache-Control': 'no-cache' }, cacheControl: false });
  });
}

/** The page that a browser gets at an address: routes of the explorer are known to the explorer only. */
function pageFor(request: Page, folder: string): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (API.test(request.path) || !wantsPage(request)) return undefined;
  const page = /^\/graphiql(\/|$)/.test(request.path)
    ? join(folder, 'graphiql', 'index.html')
    : join(folder, 'index.html');
  return existsSync(page) ? page : undefined;
}

/** A program that takes anything gets the two front pages; elsewhere it asked for a file that is not there. */
function wantsPage({ path, headers: { accept = '*/*' } }: Page): boolean {
  return accept.includes('text/html') || (/^\/(graphiql\/?)?$/.test(path) && accept.includes('*/*'));
}

/** Names of built files hold a digest of what is in them, so they never change; pages name the newest. */
function cachingOf(path: string): string {
  return path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

const SECURITY: Parameters<typeof helmet>[0] = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'self'"],
      // The subscription socket: 'self' does not stand for ws: in every browser.
      connectSrc: ["'self'", (request) => `ws://${request.headers.host}`, (request) => `wss://${request.headers.host}`],
      fontSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Component kits and editors set styles on elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", 'blob:'],
    },
  },
  // Spoken to over plain HTTP on this machine; who puts TLS before it sets this there.
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
};
