import { createClient, type Client } from 'graphql-ws';
import { graphqlSocketUrl } from '../url.js';

/** How the page is connected for live data; `idle` until something subscribes. */
export type SocketState = 'idle' | 'connecting' | 'connected' | 'reconnecting';

let state: SocketState = 'idle';
const listeners = new Set<() => void>();

function become(next: SocketState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function socketState(): SocketState {
  return state;
}

/** Calls `listener` after every change; returns how to stop. */
export function onSocketState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const MAX_WAIT_MS = 10_000;
/** Without an answer to a ping for this long, the connection counts as lost. */
const PONG_TIMEOUT_MS = 5_000;

let pongTimer: ReturnType<typeof setTimeout> | undefined;
let closed = false;

/** The one WebSocket of the page: opened by the first subscription, retried for as long as one is wanted. */
export const socket: Client = createClient({
  url: () => graphqlSocketUrl(window.location),
  lazy: true,
  lazyCloseTimeout: 2_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  keepAlive: 10_000,
  retryWait: (retries) => new Promise((done) => setTimeout(done, Math.min(500 * 2 ** retries, MAX_WAIT_MS))),
  on: {
    connecting: (isRetry) => become(isRetry || closed ? 'reconnecting' : 'connecting'),
    connected: () => {
      closed = false;
      become('connected');
    },
    closed: (event) => {
      const wanted = (event as CloseEvent | undefined)?.code !== 1000;
      closed = wanted;
      become(wanted ? 'reconnecting' : 'idle');
    },
    ping: (received) => {
      if (received) return;
      clearTimeout(pongTimer);
      pongTimer = setTimeout(() => socket.terminate(), PONG_TIMEOUT_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(pongTimer);
    },
  },
});
