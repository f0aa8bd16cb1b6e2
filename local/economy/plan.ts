import type { Action, PlannedBlock, Side } from './actions.js';
import { type Birth, type Scene, give } from './births.js';
import { CHANGES, type Change, changeStep } from './changes.js';
import { type People, peopleOf } from './people.js';
import { Random } from './random.js';
import { postPrices } from './prices.js';
import { begin, LONGEST_SCENE_s, SCENES, SCENE_WEIGHTS } from './scenes/scenes.js';
import { once, type Step } from './steps.js';
import { use } from './usages.js';
import { World } from './world.js';

/** How much happens in a plan. */
export interface EconomySize {
  /** From the first to the last block. */
  readonly duration_s: number;
  readonly births: number;
  readonly changes: number;
  /** Uses by consumers; what agents call comes on top. */
  readonly usages: number;
  /** Tasks, held usages, batches of receipts, licences and disputes: each goes on for some minutes. */
  readonly scenes: number;
}

/** Three days that make a few thousand events. */
export const HISTORY: EconomySize = { duration_s: 3 * 86_400, births: 84, changes: 260, usages: 2_100, scenes: 48 };
/** Enough for every kind of thing to occur, for tests. */
export const SMALL: EconomySize = { duration_s: 2 * 3_600, births: 44, changes: 90, usages: 260, scenes: 20 };

export interface EconomyPlan {
  readonly seed: string;
  readonly people: People;
  /** In order of time; times of one side's blocks strictly increase. */
  readonly blocks: readonly PlannedBlock[];
  /** How the world stands when the plan has been carried out. */
  readonly world: World;
}

/** Comes first, in this order, so that everything later has something to build on. */
const FOUNDING: readonly Birth[] = [
  'dataset',
  'dataset',
  'dataset',
  'compute',
  'other',
  'base',
  'base',
  'dataset',
  'dataset',
  'compute',
  'base',
  'finetune',
  'finetune',
  'other',
  'distilled',
  'quantized',
  'merged',
  'agent',
  'agent',
  'deployment',
  'mirror',
  'finetune',
  'deployment',
  'mirror',
];

/** How often the feeds tell a price in a history. */
const PRICES = 48;

/** How likely each birth is later. */
const LATER: Readonly<Record<Birth, number>> = {
  dataset: 18,
  compute: 2,
  other: 2,
  base: 7,
  finetune: 24,
  distilled: 7,
  quantized: 10,
  merged: 6,
  agent: 12,
  deployment: 6,
  mirror: 4,
};

const CHANGE_WEIGHTS: Readonly<Record<Change, number>> = {
  shares: 52,
  split: 10,
  version: 14,
  terms: 7,
  relink: 8,
  transfer: 5,
  retire: 3,
  fee: 1,
};

/**
 * Everything that happens in an economy's history, from a seed alone: the same seed and size give the
 * same plan everywhere. Every kind of birth and change occurs at least once in every size here.
 */
export function buildEconomyPlan(seed: string, size: EconomySize = HISTORY): EconomyPlan {
  const people = peopleOf(seed);
  const scene: Scene = { random: new Random(seed), people, world: new World() };
  const last: [number, number] = [0, 0];
  const blocks: PlannedBlock[] = [];
  const queue = schedule(size, scene);
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { actions, later = [] } = next.happen();
    let moment_s = next.at_s;
    for (const [side, own] of bySide(actions)) {
      own.forEach((action) => scene.world.apply(action));
      moment_s = last[side] = Math.max(next.at_s, last[side] + 1);
      blocks.push({ side, after_s: last[side], actions: own });
    }
    for (const { in_s, happen } of later) insert(queue, { at_s: moment_s + in_s, happen });
  }
  return { seed, people, blocks, world: scene.world };
}

/** What happens next in an economy that is under way: mostly somebody uses something. */
export function nextStep(scene: Scene): Step {
  const { random, world } = scene;
  const crowded = world.assets.length > 400;
  const what = random.weighted({ use: 943, change: 38, birth: crowded ? 0.2 : 7, scene: 12 });
  if (what === 'use') return once(...use(scene));
  const side: Side = random.chance(0.5) ? 1 : 0;
  if (what === 'birth') return once(give(random.weighted(LATER), side, scene));
  if (what === 'scene') return begin(random.weighted(SCENE_WEIGHTS), side, scene);
  return changeStep(random.weighted(CHANGE_WEIGHTS), side, scene);
}

interface Happening {
  readonly at_s: number;
  readonly happen: () => Step;
}

/** After what happens at the same time already. */
function insert(queue: Happening[], happening: Happening): void {
  const at = queue.findIndex(({ at_s }) => at_s > happening.at_s);
  if (at === -1) queue.push(happening);
  else queue.splice(at, 0, happening);
}

function schedule(size: EconomySize, scene: Scene): Happening[] {
  const { random } = scene;
  const founding_s = size.duration_s * 0.08;
  const births = Array.from({ length: size.births }, (_, index): Happening => {
    const founder = FOUNDING[index];
    const at_s = founder
      ? (founding_s * (index + 1)) / FOUNDING.length
      : founding_s + random.next() * 0.9 * (size.duration_s - founding_s);
    const side: Side = index % 5 < 3 ? 0 : 1;
    return { at_s: Math.floor(at_s), happen: () => once(give(founder ?? random.weighted(LATER), side, scene)) };
  });
  const changes = Array.from({ length: size.changes }, (_, index): Happening => {
    const at_s = founding_s * 1.2 + random.next() * (size.duration_s - founding_s * 1.2);
    const side: Side = random.chance(0.4) ? 1 : 0;
    // Each kind has its turn on both sides before chance decides. Retirement's turn comes again.
    const what = CHANGES[Math.floor(index / 2)];
    return {
      at_s: Math.floor(at_s),
      happen: () => changeStep(what ?? random.weighted(CHANGE_WEIGHTS), what ? (index % 2 === 0 ? 0 : 1) : side, scene),
    };
  });
  const usages = Array.from({ length: size.usages }, (): Happening => {
    return { at_s: Math.floor(busyMoment(random, founding_s, size.duration_s)), happen: () => once(...use(scene)) };
  });
  const prices = Array.from({ length: PRICES }, (_, index): Happening => {
    const at_s = Math.floor((size.duration_s * index) / PRICES);
    return { at_s, happen: () => postPrices(at_s) };
  });
  return [...births, ...changes, ...usages, ...prices, ...scenesOf(size, scene)].sort((a, b) => a.at_s - b.at_s);
}

/** Spread evenly, and begun early enough to end in time. Each kind has its turn on both sides before chance decides. */
function scenesOf(size: EconomySize, scene: Scene): Happening[] {
  const { random } = scene;
  const first_s = size.duration_s * 0.15;
  const span_s = Math.max(0, size.duration_s - first_s - LONGEST_SCENE_s);
  return Array.from({ length: size.scenes }, (_, index): Happening => {
    const kind = SCENES[Math.floor(index / 2)] ?? random.weighted(SCENE_WEIGHTS);
    const side: Side = index % 2 === 0 ? 0 : 1;
    const at_s = Math.floor(first_s + (span_s * index) / size.scenes);
    return { at_s, happen: () => begin(kind, side, scene) };
  });
}

/** Days are busier than nights, and every day is busier than the one before. */
function busyMoment(random: Random, from_s: number, to_s: number): number {
  for (;;) {
    const at_s = from_s + Math.sqrt(random.next()) * (to_s - from_s);
    const ofDay = Math.sin((2 * Math.PI * at_s) / 86_400);
    if (random.next() < 0.6 + 0.4 * ofDay) return at_s;
  }
}

function bySide(actions: readonly Action[]): [Side, Action[]][] {
  const sides: Side[] = [0, 1];
  return sides
    .map((side): [Side, Action[]] => [side, actions.filter((action) => action.side === side)])
    .filter(([, own]) => own.length > 0);
}
