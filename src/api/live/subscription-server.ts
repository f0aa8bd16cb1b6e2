import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { DataSource } from 'typeorm';
import { WebSocketServer } from 'ws';
import { subscriptionOptions } from './subscription-options.js';

/** Bytes of one message from a client. */
const MAX_MESSAGE = 64 * 1024;
/** Clients at once, per process. */
const MAX_CLIENTS = 2_000;
const PATH = '/graphql';

/** Answers subscriptions over WebSocket at the same address as queries. */
@Injectable()
export class SubscriptionServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  private disposable: ReturnType<typeof useServer> | undefined;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly source: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.disposable = useServer(subscriptionOptions(this.schemaHost.schema, this.source), this.sockets);
    // graphql-ws prints a stack for every message that breaks the protocol; ws has closed the connection by then.
    this.sockets.on('connection', (client) => client.removeAllListeners('error').on('error', () => undefined));
    const http = this.adapter.httpAdapter.getHttpServer() as Server;
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Tells clients to come back later; they resume from their last position. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.disposable?.dispose();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) return refuse(socket, '404 Not Found');
    if (!isSameSite(request)) return refuse(socket, '403 Forbidden');
    if (this.sockets.clients.size >= MAX_CLIENTS) return refuse(socket, '503 Service Unavailable');
    this.sockets.handleUpgrade(request, socket, head, (client) => this.sockets.emit('connection', client, request));
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Browsers name the page a socket is opened from: one of another site must not read with the visitor's
 * network access. Programs name none. Pages from this machine may, for development.
 */
function isSameSite({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  const from = URL.canParse(origin) ? new URL(origin) : undefined;
  return from !== undefined && (from.host === host || ['localhost', '127.0.0.1', '[::1]'].includes(from.hostname));
}
