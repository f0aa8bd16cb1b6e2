import { knownChain } from '../../config/known-chains.js';
import type { ProposedFinality } from './finality.js';

/** What a configuration says of one contract's chain. */
export interface ChainEntry {
  readonly chainId: number;
  /** As it stands in tributary.yaml. */
  readonly adapter: string;
  /** Where the adapter doesn't list its contracts itself. */
  readonly contract: { readonly address: string; readonly firstBlock: number } | undefined;
  readonly rpc: string;
  readonly finality: ProposedFinality;
}

/** The variable that an entry takes its endpoint from: endpoints' addresses hold keys. */
export function rpcVariable({ chainId }: Pick<ChainEntry, 'chainId'>): string {
  return `RPC_${chainId}`;
}

/** A whole configuration of one chain, whose entry can be moved into another one. */
export function renderConfiguration(entry: ChainEntry): string {
  const { chainId, adapter, contract, rpc, finality } = entry;
  const isLocal = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/?$/.test(rpc);
  const place = contract ? `, address: '${contract.address}', firstBlock: ${contract.firstBlock}` : '';
  return [
    '# Follows one contract. To follow it with others, move its entry below `chains:` into your tributary.yaml.',
    'interval: 600 # seconds',
    'chains:',
    `  - id: ${chainId}`,
    `    name: ${knownChain(chainId)?.name ?? `Chain ${chainId}`}`,
    `    rpc: ['\${${rpcVariable(entry)}${isLocal ? `:-${rpc}` : ''}}']`,
    '    # Blocks below the head that no fork reaches.',
    `    finality: ${finality.blocks} # ${finality.why}`,
    '    contracts:',
    `      - { adapter: ${adapter}${place} }`,
    '',
  ].join('\n');
}
