import type { Address } from 'viem';
import { type AssetRef, ReferenceChain } from '../support/reference-chain.js';
import type { FollowedChain } from '../support/system.js';

const MINUTE_s = 60;
/** Blocks below the head that the deployment takes for final. */
const FINALITY = 6;

/**
 * The smallest world in which everything of the main job happens once: a dataset on one chain, a model on
 * the other that owes it a tenth of what it earns, an executor, and people with shares.
 */
export interface NarrowWorld {
  data: ReferenceChain;
  model: ReferenceChain;
  dataset: AssetRef;
  trained: AssetRef;
  people: { alice: Address; bob: Address; carol: Address; mona: Address; gpu: Address };
  /** The mark that ends the interval of the first usages. */
  mark_s: number;
  followed: FollowedChain[];
  stop(): Promise<void>;
}

/** Starts both chains, registers the assets, and records one usage on each. */
export async function buildNarrowWorld(): Promise<NarrowWorld> {
  const start_s = Math.floor(Date.now() / 3_600_000) * 3_600 - 86_400;
  const [data, model] = await Promise.all(
    [7001, 7002].map((id) => ReferenceChain.start(id, { genesisTime_s: start_s })) as [
      Promise<ReferenceChain>,
      Promise<ReferenceChain>,
    ],
  );
  const [, alice, bob, carol, mona, gpu] = data.people as [Address, Address, Address, Address, Address, Address];

  const dataset = await data.register(alice);
  await data.split(alice, dataset, { ANNOTATOR: 600_000 });
  await data.shares(alice, dataset, 'ANNOTATOR', { [bob]: 1n, [carol]: 2n });

  const trained = await model.register(mona, 1);
  await model.split(mona, trained, { COMPUTE_PROVIDER: 200_000 });
  await model.link(mona, trained, dataset, { royaltyPpm: 100_000 });

  const usage_s = start_s + 10 * MINUTE_s;
  await Promise.all([data.warp(usage_s), model.warp(usage_s)]);
  await data.use(dataset, 500_000n);
  await model.use(trained, 1_000_000n, gpu);

  return {
    data,
    model,
    dataset,
    trained,
    people: { alice, bob, carol, mona, gpu },
    mark_s: usage_s + MINUTE_s,
    followed: [data, model].map((chain) => ({
      id: chain.anvil.chainId,
      rpc: chain.anvil.url,
      contracts: chain.contracts,
      finality: FINALITY,
    })),
    stop: async () => {
      await Promise.all([data.anvil.kill(), model.anvil.kill()]);
    },
  };
}

/** Lets so much time pass on both chains that the interval ending at `mark_s` is closed on both. */
export async function closeInterval({ data, model }: NarrowWorld, mark_s: number): Promise<void> {
  for (const chain of [data, model]) {
    await chain.warp(mark_s + 2 * MINUTE_s);
    await chain.mine(FINALITY + 2);
  }
}
