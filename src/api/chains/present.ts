import { type ChainView, conditionOf, type LogSize } from '../../read-models/chains/queries.js';
import type { RequestContext } from '../request/request-context.js';
import { AsOf, ChainMoment } from './as-of.type.js';
import { Chain } from './chain.type.js';

/** Seconds since 1970 by this machine's clock. */
export function now_s(): number {
  return Date.now() / 1000;
}

/** A chain as the schema shows it. */
export function presentChain(view: ChainView, size: LogSize | undefined): Chain {
  const condition = conditionOf(view, now_s());
  const caip2 = `eip155:${view.chainId}`;
  return Object.assign(new Chain(), {
    id: caip2,
    caip2,
    chainId: view.chainId,
    name: view.name,
    status: condition.status,
    statusReason: condition.reason,
    headBlock: view.headBlock,
    headTime: view.headTime_s,
    finalizedBlock: view.finalizedBlock,
    finalizedTime: view.finalizedTime_s,
    foldedBlock: view.foldedBlock,
    events: size?.events ?? 0n,
    batches: view.batches,
    retractions: size?.retractions ?? 0,
    rawDigest: view.rawDigest,
    canonicalDigest: view.canonicalDigest,
    settledTo: view.settledTo_s,
  });
}

/** The moment that everything in this request is true at. */
export async function asOf(context: RequestContext): Promise<AsOf> {
  const chains = await context.loaders.chains();
  return Object.assign(new AsOf(), { chains: chains.map(presentMoment) });
}

function presentMoment(view: ChainView): ChainMoment {
  return Object.assign(new ChainMoment(), {
    chain: `eip155:${view.chainId}`,
    position: view.position,
    blockNumber: view.foldedBlock,
    blockHash: view.foldedHash,
    time: view.time_s,
    finalizedBlock: view.finalizedBlock,
    status: conditionOf(view, now_s()).status,
    settledTo: view.settledTo_s,
  });
}
