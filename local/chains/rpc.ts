import { LateAnswer, post } from '../../indexer/endpoints/http-post.js';

const PATIENCE_ms = 60_000;

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
    const answers = JSON.parse(await this.post(JSON.stringify(body))) as {
      id: number;
      result?: unknown;
      error?: { message: string };
    }[];
    const ordered: unknown[] = [];
    for (const { id, result, error } of answers) {
      if (error) throw new RpcError(calls[id]![0], error.message);
      ordered[id] = result;
    }
    return ordered;
  }

  private async post(body: string): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    try {
      const { bytes } = await post(this.url, { headers, body, timeout_ms: PATIENCE_ms, mostBytes: Infinity });
      return bytes.toString('utf8');
    } catch (error) {
      if (!(error instanceof LateAnswer)) throw error;
      throw new Error(`${this.url} has not answered for ${PATIENCE_ms / 1000} s.`);
    }
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

/** Has an anvil mine a block of this time. */
export async function mineAt(node: Rpc, time_s: number): Promise<void> {
  await node.ask('evm_mine', [time_s]);
}
