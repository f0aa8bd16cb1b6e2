import type { Address } from 'viem';
import type { Economy } from '../support/economy.js';
import { type AssetRef, ReferenceChain } from '../support/reference-chain.js';

const MINUTE_s = 60;

/** What a sensible economy never does, and a ledger must get right all the same. */
export interface AwkwardCorners {
  readonly one: ReferenceChain;
  readonly two: ReferenceChain;
  /** A second registry on the first chain. */
  readonly second: Address;
  /** Homed on the second chain, with a parent on the first. */
  readonly model: AssetRef;
}

/**
 * Adds, after an economy's history: royalties that ask for more than there is, a parent that is registered
 * late and one that never is, shares and an owner that change between usages and between the settlements
 * of what crossed, a consumer who earns from what it pays.
 */
export async function addAwkwardCorners(economy: Economy): Promise<AwkwardCorners> {
  const [one, two] = await Promise.all(
    economy.chains.map(({ anvil, contracts }) => {
      return ReferenceChain.attach(anvil, { ...contracts, token: contracts.tokens.USDC });
    }) as [Promise<ReferenceChain>, Promise<ReferenceChain>],
  );
  const second = await one.deployRegistry();
  const start_s = economy.start_s + 3 * 3_600;
  await Promise.all([one.warp(start_s), two.warp(start_s)]);
  await askTooMuch(one, second);
  await registerLate(one, second);
  await changeInBetween(one);
  const model = await changeWhileCrossing(one, two, start_s + 5 * MINUTE_s);
  return { one, two, second, model };
}

/** Absolute royalties of 60 % each, one after the other: the second is cut. */
async function askTooMuch(chain: ReferenceChain, registry: Address): Promise<void> {
  const [, alice, bob, carol] = chain.people as [Address, Address, Address, Address];
  const leaf = await chain.register(alice, 1, registry);
  const middle = await chain.register(bob, 1, registry);
  const root = await chain.register(carol, 1, registry);
  await chain.link(bob, middle, root, { royaltyPpm: 600_000, absolute: true });
  await chain.link(alice, leaf, middle, { royaltyPpm: 600_000, absolute: true });
  await chain.use(leaf, 1_000_003n);
}

async function registerLate(chain: ReferenceChain, registry: Address): Promise<void> {
  const [, alice, bob] = chain.people as [Address, Address, Address];
  const child = await chain.register(alice, 1);
  const late = { chainId: chain.anvil.chainId, registry, assetId: 4n };
  const never = { ...late, assetId: 99n };
  await chain.link(alice, child, late, { royaltyPpm: 200_000 });
  await chain.link(alice, child, never, { royaltyPpm: 100_000 });
  await chain.use(child, 500_001n);
  await chain.register(bob, 0, registry);
  await chain.use(child, 500_003n);
}

async function changeInBetween(chain: ReferenceChain): Promise<void> {
  const [, alice, bob, carol, dave] = chain.people as [Address, Address, Address, Address, Address];
  const dataset = await chain.register(alice);
  await chain.split(alice, dataset, { ANNOTATOR: 333_333, VALIDATOR: 250_000, COMPUTE_PROVIDER: 100_000 });
  await chain.shares(alice, dataset, 'ANNOTATOR', { [bob]: 3n, [carol]: 4n });
  await chain.use(dataset, 1_000_007n, dave);
  await chain.shares(alice, dataset, 'ANNOTATOR', { [bob]: 1n, [dave]: 2n ** 96n - 6n, [chain.consumer]: 5n });
  await chain.use(dataset, 999_983n);
  await chain.transfer(alice, dataset, carol);
  await chain.use(dataset, 999_979n, dave);
  await chain.split(carol, dataset, { ANNOTATOR: 1_000_000 });
  await chain.use(dataset, 7n);
}

/** The home chain's rules change between the intervals in which money leaves for it. */
async function changeWhileCrossing(home: ReferenceChain, away: ReferenceChain, start_s: number): Promise<AssetRef> {
  const [, alice, bob, carol, dave] = home.people as [Address, Address, Address, Address, Address];
  const dataset = await home.register(alice);
  const model = await away.register(dave, 1);
  await home.split(alice, dataset, { ANNOTATOR: 500_000, COMPUTE_PROVIDER: 200_000 });
  await home.shares(alice, dataset, 'ANNOTATOR', { [bob]: 1n });
  await away.link(dave, model, dataset, { royaltyPpm: 123_457 });
  await away.warp(start_s);
  await away.use(model, 777_777n);
  await away.use(dataset, 333_333n, carol);
  await home.warp(start_s + MINUTE_s);
  await home.shares(alice, dataset, 'ANNOTATOR', { [bob]: 0n, [carol]: 3n });
  await home.transfer(alice, dataset, bob);
  await away.warp(start_s + 2 * MINUTE_s);
  await away.use(model, 555_555n);
  return model;
}
