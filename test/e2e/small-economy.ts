import type { EconomySize } from '../../local/economy/plan.js';
import { type Economy, startEconomy } from '../support/economy.js';
import { type AssetRef, ReferenceChain } from '../support/reference-chain.js';

/** Enough to have lineage and money on both chains, and quickly sent. */
const HANDFUL: EconomySize = { duration_s: 3_600, births: 28, changes: 40, usages: 80, scenes: 0 };

/** An economy that goes on: a model on each chain that is used again and again, the second one's parent on the first. */
export interface SmallEconomy {
  readonly economy: Economy;
  readonly one: ReferenceChain;
  readonly two: ReferenceChain;
  readonly home: AssetRef;
  readonly away: AssetRef;
}

export async function startSmallEconomy(seed: string, ids: readonly [number, number]): Promise<SmallEconomy> {
  const economy = await startEconomy({ seed, ids, size: HANDFUL });
  const [one, two] = await Promise.all(
    economy.chains.map(({ anvil, contracts }) => {
      return ReferenceChain.attach(anvil, { ...contracts, token: contracts.tokens.USDC });
    }) as [Promise<ReferenceChain>, Promise<ReferenceChain>],
  );
  const [, alice, bob, carol] = one.people as [never, never, never, never];
  const home = await one.register(alice);
  await one.split(alice, home, { ANNOTATOR: 600_000 });
  await one.shares(alice, home, 'ANNOTATOR', { [bob]: 1n, [carol]: 2n });
  const away = await two.register(bob, 1);
  await two.split(bob, away, { COMPUTE_PROVIDER: 200_000, OPTIMIZER: 300_000 });
  await two.shares(bob, away, 'OPTIMIZER', { [carol]: 5n });
  await two.link(bob, away, home, { royaltyPpm: 150_000 });
  return { economy, one, two, home, away };
}
