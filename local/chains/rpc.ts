/** One JSON-RPC call: method and parameters. */
export type RpcCall = readonly [method: string, parameters?: readonly unknown[]];

/** JSON-RPC over HTTP against a node of our own: no retries, since a local node either answers or is gone. */
export class Rpc {
  constructor(readonly url: string) {}

  /** @throws RpcError when the node refuses; Error when it does not answer */
  async ask<T = unknown>(method: string, parameters: readonly unknown[] = []): Promise<T> {
    const [answer] = await this.askAll([[method, parameters]]);
    return answer as T;
  }

  /** Several calls in one request, answered in their order. @throws like {@link ask}, for the first that fails */
  async askAll(calls: readonly RpcCall[]): Promise<unknown[]> {
    if (calls.length === 0) return [];
    const body = calls.map(([method, params = []], id) => ({ jsonrpc: '2.0', id, method, params }));
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const answers = (await response.json()) as { id: number; result?: unknown; error?: { message: string } }[];
    const ordered: unknown[] = [];
    for (const { id, result, error } of answers) {
      if (error) throw new RpcError(calls[id]![0], error.message);
      ordered[id] = result;
    }
    return ordered;
  }
}

/** A node's refusal, in its own words. */
export class RpcError extends Error {
  override name = 'RpcError';
  constructor(
    readonly method: string,
    readonly reason: string,
  ) {
    super(`${method} was refused: ${reason}`);
  }
}
