import type { Side } from '../actions.js';
import type { Scene } from '../births.js';
import type { Step } from '../steps.js';
import { disputeScene } from './disputes.js';
import { batchScene, heldScene, licenseScene } from './payments.js';
import { taskScene } from './tasks.js';

/** What takes more than one step: how each begins. */
const BEGINNINGS = {
  task: (side, scene) => taskScene(side, scene, false),
  heldAccepted: (side, scene) => heldScene(side, scene, 'ACCEPTED'),
  batch: batchScene,
  license: licenseScene,
  heldReturned: (side, scene) => heldScene(side, scene, 'RETURNED'),
  disputeUpheld: (side, scene) => disputeScene(side, scene, true),
  lockingTask: (side, scene) => taskScene(side, scene, true),
  disputeDismissed: (side, scene) => disputeScene(side, scene, false),
  heldLapsed: (side, scene) => heldScene(side, scene, 'LAPSED'),
  twoDisputes: (side, scene) => disputeScene(side, scene, false, true),
} satisfies Record<string, (side: Side, scene: Scene) => Step>;

export type SceneKind = keyof typeof BEGINNINGS;
export const SCENES = Object.keys(BEGINNINGS) as SceneKind[];

/** How likely each is, once all have had their turn. */
export const SCENE_WEIGHTS: Readonly<Record<SceneKind, number>> = {
  task: 24,
  heldAccepted: 12,
  batch: 24,
  license: 12,
  heldReturned: 7,
  disputeUpheld: 3,
  lockingTask: 6,
  disputeDismissed: 4,
  heldLapsed: 6,
  twoDisputes: 2,
};

/** The longest that a scene goes on. */
export const LONGEST_SCENE_s = 1_300;

/** The first step of a scene; nothing where the world has no place for it. */
export function begin(kind: SceneKind, side: Side, scene: Scene): Step {
  return BEGINNINGS[kind](side, scene);
}
