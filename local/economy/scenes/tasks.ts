import { ROLES, type Role } from '../../../src/domain/vocabulary.js';
import type { Account, Action, PlannedReward, Side, Submission } from '../actions.js';
import { crowdOf, type Scene } from '../births.js';
import type { Random } from '../random.js';
import { type Later, NOTHING, once, type Step } from '../steps.js';
import type { WorldAsset } from '../world.js';

/** Whose work for datasets is wanted. */
const WORKERS: readonly Role[] = ['ANNOTATOR', 'DATA_CONTRIBUTOR', 'VALIDATOR'];
const TAGS = ['english', 'japanese', 'code', 'medical', 'street', 'night', 'speech', 'rare'];
const DAILY_UNITS = 400n;
/** Everything is reviewed by then. */
const OPEN_s = 1_200;

/**
 * A task for a dataset from its opening to its end: work comes in, is reviewed and paid. With `isLocking`, half of
 * the role's part is locked for good.
 */
export function taskScene(side: Side, scene: Scene, isLocking: boolean): Step {
  const { random, people, world } = scene;
  const datasets = world.ranked.filter(
    (asset) => asset.ref.side === side && asset.kind === 'DATASET' && asset.announcedPpm === null && partOf(asset),
  );
  if (datasets.length === 0) return NOTHING;
  const asset = random.zipf(datasets);
  const { role, ppm } = partOf(asset)!;
  const reviewers = random.some(people.validators, 2);
  const crowd = crowdOf(role, people).filter((person) => !reviewers.includes(person));
  const workers = random.some(crowd, random.between(3, 6));
  const task = world.tasks[side].length + 1;
  const sponsor = asset.owner;
  const base = { side, from: sponsor };
  const open: Action = {
    ...base,
    do: 'openTask',
    asset: asset.ref,
    role,
    leastPpm: isLocking ? Math.floor(ppm / 2) : 0,
    dailyUnits: DAILY_UNITS,
    rewards: rewards(random, BigInt(workers.length)),
    reviewers,
    uri: `ipfs://task/${random.hex(16).slice(2)}`,
  };
  const appoint: Action = { ...base, do: 'appointTasks', asset: asset.ref };
  return {
    actions: asset.hasTasks ? [open] : [appoint, open],
    later: [
      ...workers.map((worker) => work(side, task, worker, reviewers, scene)),
      { in_s: OPEN_s, happen: () => once({ ...base, do: 'closeTask', task }) },
    ],
  };
}

/** The first role with people whose work is wanted, and its part of the split. */
function partOf({ splitPpm }: WorldAsset): { role: Role; ppm: number } | undefined {
  return WORKERS.map((role) => ({ role, ppm: splitPpm?.[ROLES.indexOf(role)] ?? 0 })).find(({ ppm }) => ppm > 0);
}

/** Dollars, and for some tasks ether besides: enough for all that can be submitted in a day. */
function rewards(random: Random, workers: bigint): PlannedReward[] {
  const reward = (token: PlannedReward['token'], unit: bigint): PlannedReward => {
    const basePerUnit = unit * BigInt(random.between(2, 9));
    const bonusPerUnit = unit * BigInt(random.between(1, 4));
    return { token, basePerUnit, bonusPerUnit, budget: (basePerUnit + bonusPerUnit) * DAILY_UNITS * workers };
  };
  return [reward('USDC', 10_000n), ...(random.chance(0.4) ? [reward('WETH', 10n ** 12n)] : [])];
}

/** A submission, its review and its pay. */
function work(side: Side, task: number, contributor: Account, reviewers: readonly Account[], { random }: Scene): Later {
  const submission: Submission = { task, contributor, contentHash: random.hex(32) };
  const units = random.between(5, Number(DAILY_UNITS));
  const refused = random.chance(0.1);
  const accepted = refused ? 0 : random.chance(0.75) ? units : random.between(1, units);
  const review: Action = {
    do: 'review',
    side,
    from: random.pick(reviewers),
    submission,
    acceptedUnits: BigInt(accepted),
    scorePpm: refused ? 0 : random.between(60, 100) * 10_000,
  };
  const paid: Later = {
    in_s: random.between(20, 150),
    happen: () => once({ do: 'pay', side, from: contributor, submission }),
  };
  const reviewed: Later = {
    in_s: random.between(30, 250),
    happen: () => ({ actions: [review], later: accepted > 0 ? [paid] : [] }),
  };
  const submit: Action = {
    do: 'submit',
    side,
    from: contributor,
    task,
    contentHash: submission.contentHash,
    units: BigInt(units),
    source: random.chance(0.15) ? 'MACHINE' : 'HUMAN',
    tags: random.some(TAGS, random.between(0, 3)),
  };
  return { in_s: random.between(20, 600), happen: () => ({ actions: [submit], later: [reviewed] }) };
}
