import { request } from 'node:http';
import { json } from 'node:stream/consumers';

export interface JsonAnswer<T> {
  readonly status: number;
  readonly body: T;
}

const PATIENCE_ms = 30_000;

/**
 * Posts JSON and reads the JSON that is answered. Tests ask a lot, and `fetch` takes several times as long for so
 * little. Each has a connection of its own: one that was kept may be closed at the moment in which it is used again.
 */
export function postJson<T>(url: string, what: unknown): Promise<JsonAnswer<T>> {
  return new Promise((done, fail) => {
    const body = JSON.stringify(what);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method: 'POST', agent: false, headers, signal: AbortSignal.timeout(PATIENCE_ms) });
    asked.once('error', fail);
    asked.once('response', (response) => {
      json(response).then((answer) => done({ status: response.statusCode!, body: answer as T }), fail);
    });
    asked.end(body);
  });
}
