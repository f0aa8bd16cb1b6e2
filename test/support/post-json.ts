import { post } from '../../indexer/endpoints/http-post.js';

export interface JsonAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/**
 * Posts JSON and reads the JSON that is answered. Each time over a connection of its own: one that was kept may be
 * closed at the moment in which it is used again.
 */
export async function postJson<T>(url: string, what: unknown): Promise<JsonAnswer<T>> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const { status, bytes } = await post(url, {
    ...{ headers, body: JSON.stringify(what) },
    ...{ timeout_ms: 30_000, mostBytes: Infinity },
  });
  return { status, body: JSON.parse(bytes.toString('utf8')) as T };
}
