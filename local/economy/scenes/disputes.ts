import type { Action, Side } from '../actions.js';
import type { Scene } from '../births.js';
import { type Later, NOTHING, once, type Step } from '../steps.js';

const REASONS = ['copied from ours', 'made of licensed data', 'the contributors were never asked', 'not what it says'];

/** Disputes about one asset, raised together and decided one after the other: for the claimant where `true`. */
export function disputeScene(side: Side, scene: Scene, ...upheld: readonly boolean[]): Step {
  const { random, people, world } = scene;
  const here = world.ranked.filter(({ ref, openDisputes }) => ref.side === side && openDisputes === 0);
  if (here.length === 0) return NOTHING;
  const asset = random.zipf(here);
  const first = world.disputes[side] + 1;
  const claimants = random.some(
    people.labs.filter((lab) => lab !== asset.owner),
    upheld.length,
  );
  const base = { side, from: null, asset: asset.ref };
  const raised = claimants.map((claimant): Action => ({
    ...base,
    do: 'raiseDispute',
    claimant,
    reason: random.pick(REASONS),
  }));
  const decided = claimants.map((claimant, index): Later => {
    const upheldFor = upheld[index] ? claimant : null;
    const deed: Action = { ...base, do: 'decideDispute', dispute: first + index, upheldFor };
    return { in_s: 300 * (index + 1) + random.between(0, 250), happen: () => once(deed) };
  });
  return { actions: raised, later: decided };
}
