import { setTimeout } from 'node:timers/promises';
import type { Action } from './actions.js';
import type { Scene } from './births.js';
import type { BothSides } from './contracts.js';
import { encodeAction } from './encode.js';
import { nextStep } from './plan.js';
import { type BothNodes, describe, sendAll } from './send.js';
import { keepPosting } from './prices.js';
import { type Later, once, type Step } from './steps.js';

/** Between two moments of the economy, in milliseconds: about three transactions a second with agents' calls. */
const LEAST_PAUSE_ms = 150;
const MOST_PAUSE_ms = 750;
const RECEIPT_LIMIT_ms = 30_000;

export interface LiveEconomy {
  /** Ends it; what has been sent is mined all the same. */
  stop(): Promise<void>;
}

/**
 * Lets an economy go on by the wall clock, on nodes that mine by themselves. A node that is away for a
 * while is waited for; what a contract refuses is told to `onProblem` and has not happened.
 */
export function startLiveEconomy(
  scene: Scene,
  sides: BothSides,
  nodes: BothNodes,
  onProblem: (sentence: string) => void,
): LiveEconomy {
  const stopping = new AbortController();
  const waiting = [...leftOpen(scene), { in_s: 0, happen: keepPosting }].map(({ in_s, happen }) => ({
    due_ms: Date.now() + 1_000 * in_s,
    happen,
  }));
  const next = (): Step => {
    const due = waiting.findIndex(({ due_ms }) => due_ms <= Date.now());
    return due === -1 ? nextStep(scene) : waiting.splice(due, 1)[0]!.happen();
  };
  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const { actions, later = [] } = next();
        for (const action of actions) await carryOut(action, scene, sides, nodes);
        waiting.push(...later.map(({ in_s, happen }) => ({ due_ms: Date.now() + 1_000 * in_s, happen })));
      } catch (error) {
        if (stopping.signal.aborted) return;
        onProblem(error instanceof Error ? error.message : String(error));
        await pause(2_000, stopping.signal);
      }
      await pause(scene.random.between(LEAST_PAUSE_ms, MOST_PAUSE_ms), stopping.signal);
    }
  };
  const ended = live();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/**
 * Disputes that the last run left: nobody's money waits for ever. Other things that were under way when it ended
 * stay as they are.
 */
function leftOpen({ random, world }: Scene): Later[] {
  return world.openDisputes.map(({ asset, dispute }) => ({
    in_s: random.between(30, 300),
    happen: () => once({ do: 'decideDispute', side: asset.side, from: null, asset, dispute, upheldFor: null }),
  }));
}

async function carryOut(action: Action, scene: Scene, sides: BothSides, nodes: BothNodes): Promise<void> {
  const node = nodes[action.side];
  const [hash] = await sendAll(node, [await encodeAction(action, sides)]);
  // Usages change nothing that the next action depends on.
  if (action.do === 'use' || action.do === 'postPrice') return;
  const deadline = Date.now() + RECEIPT_LIMIT_ms;
  for (;;) {
    const receipt = await node.ask<{ status: string } | null>('eth_getTransactionReceipt', [hash]);
    if (receipt?.status === '0x1') return scene.world.apply(action);
    if (receipt) throw new Error(`The contracts refused ${describe(action)} (transaction ${hash}).`);
    if (Date.now() > deadline) throw new Error(`No block took ${describe(action)} (transaction ${hash}).`);
    await pause(100);
  }
}

/** Ends early when the signal is aborted. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
