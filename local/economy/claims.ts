import { setTimeout } from 'node:timers/promises';
import { encodeFunctionData } from 'viem';
import { payoutVaultAbi } from '../../contracts/generated/abis.js';
import type { Rpc } from '../chains/rpc.js';
import type { Account } from './actions.js';
import { GAS } from './contracts.js';
import type { People } from './people.js';
import type { Random } from './random.js';

/** What a contributor can claim from a vault, as the service proves it. Amounts are base units. */
export interface ClaimProof {
  readonly chainId: number;
  readonly vault: Account;
  readonly token: Account;
  readonly cumulative: bigint;
  readonly claimable: bigint;
  readonly proof: readonly Account[];
}

export interface ClaimsOptions {
  readonly random: Random;
  readonly people: People;
  /** By chain id. They send for anybody. */
  readonly nodes: ReadonlyMap<number, Rpc>;
  /** Nothing where the service does not answer. */
  readonly proofsOf: (contributor: Account) => Promise<readonly ClaimProof[]>;
}

export interface Claiming {
  stop(): Promise<void>;
}

const LEAST_PAUSE_ms = 1_000;
const MOST_PAUSE_ms = 4_000;

/**
 * Lets contributors claim what payout roots grant them, one every few seconds. A third of them never does, and
 * leaves its money in the vault. What a vault does not pay is left for another time.
 */
export function startClaims(options: ClaimsOptions): Claiming {
  const { random } = options;
  const claimants = claimantsOf(options.people);
  const stopping = new AbortController();
  const claim = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await claimAll(random.pick(claimants), options).catch(() => undefined);
      const pause_ms = random.between(LEAST_PAUSE_ms, MOST_PAUSE_ms);
      await setTimeout(pause_ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = claim();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Those of the contributors who send transactions and claim: two of three, the busiest of every kind among them. */
export function claimantsOf({ annotators, validators, dataContributors, labs }: People): readonly Account[] {
  return [annotators, validators, dataContributors, labs].flatMap((group) => group.filter((_, index) => index % 3 < 2));
}

async function claimAll(contributor: Account, { nodes, proofsOf }: ClaimsOptions): Promise<void> {
  for (const { chainId, vault, token, cumulative, claimable, proof } of await proofsOf(contributor)) {
    if (claimable === 0n) continue;
    const args = [contributor, token, cumulative, proof] as const;
    const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'claim', args });
    await nodes.get(chainId)?.ask('eth_sendTransaction', [{ from: contributor, to: vault, data, gas: GAS }]);
  }
}
