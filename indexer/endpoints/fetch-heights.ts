import { CHAIN_ID, requireChain } from './chain-calls.js';
import { readQuantity } from './check-logs.js';
import type { EndpointPool } from './endpoint-pool.js';
import { AnswerError } from './refusal.js';

interface HeightSource {
  readonly chain: number;
  readonly pool: EndpointPool;
  /** Called with the heads that endpoints tell. */
  readonly onHeads?: (heads: readonly number[]) => void;
}

/** The height that each endpoint that answers, and serves the chain, says it has. */
export async function fetchHeights({ pool, chain, onHeads }: HeightSource): Promise<number[]> {
  const heads = await pool.askAll(async ({ rpc }) => {
    const [id, height] = await rpc.batch([CHAIN_ID, { method: 'eth_blockNumber', params: [] }]);
    requireChain(id, chain);
    const number = readQuantity(height);
    if (number === undefined) throw new AnswerError('malformed', 'the answer to eth_blockNumber is not a number');
    return number;
  });
  onHeads?.(heads);
  return heads;
}
