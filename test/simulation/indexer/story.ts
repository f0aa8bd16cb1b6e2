import type { Fault } from '../../support/endpoint-faults.js';
import { FAULTS } from '../../support/endpoint-faults.js';
import type { FaultRule } from '../../support/fault-decisions.js';
import { METER, REGISTRY } from '../../support/sample-logs.js';
import type { TreeBlock } from '../../support/scripted-tree.js';
import { Chance } from '../chance.js';
import { type ChainMove, ChainStory } from './chain-story.js';

/** How an endpoint behaves during a run. */
export interface EndpointPlan {
  readonly past: FaultRule<Fault>;
  readonly hot: FaultRule<Fault>;
  readonly slow: { readonly share: number; readonly most_ms: number };
  readonly mostBlocks: number | undefined;
  readonly mostLogs: number | undefined;
  readonly refusesBatches: boolean;
  /** It hears of each move one move late. */
  readonly isLate: boolean;
}

export interface Step extends ChainMove {
  /** The log must come to this head before the next step. */
  readonly isAwaited: boolean;
  /** Else the endpoints answer so many requests before it. */
  readonly requests: number;
  /** The indexer is killed after so many requests, and is gone for so many steps. */
  readonly kill?: { readonly requests: number; readonly steps: number };
}

/** Everything that a seed decides about a run. */
export interface Story {
  readonly seed: number;
  readonly chain: number;
  readonly finality: number;
  readonly history: 'gateway' | 'rpc';
  readonly contracts: readonly { readonly adapter: string; readonly address: string; readonly firstBlock: number }[];
  readonly endpoints: readonly EndpointPlan[];
  /** Where the chain is when the indexer starts. */
  readonly start: TreeBlock;
  readonly steps: readonly Step[];
}

const FIRST_CHAIN = 600_000;
/** What answers about the past must be refused for. */
const PAST_FAULTS = Object.keys(FAULTS) as Fault[];
/** Of the head an endpoint may also know less than it did, and a log that is left out is missed. */
const HOT_FAULTS: readonly Fault[] = [...PAST_FAULTS, 'fallen-head', 'missing-log'];

/** What a seed means; the same for the same seed. */
export function storyOf(seed: number): Story {
  const chance = new Chance(seed * 2_654_435_761);
  const finality = 4 + chance.below(14);
  const history = chance.happens(60) ? 'gateway' : 'rpc';
  const chain = new ChainStory(seed, chance, finality);
  const start = chain.grow(20 + chance.below(chance.happens(30) ? 300 : 100)).head;
  const contracts = [
    { adapter: 'reference', address: REGISTRY, firstBlock: 0 },
    { adapter: 'reference', address: METER, firstBlock: chance.below(40) },
  ];
  const endpoints = Array.from({ length: 2 + chance.below(2) }, () => endpointPlan(chance));
  const steps = Array.from({ length: 6 + chance.below(10) }, () => stepsOf(chain, chance)).flat();
  const last = lastStep(chain, chance);
  return {
    seed,
    chain: FIRST_CHAIN + seed,
    finality,
    history,
    contracts,
    endpoints,
    start,
    steps: [...withKills(steps, chance), last],
  };
}

/** A move, and often the log's coming to it: only what was believed can be taken back. */
function stepsOf(chain: ChainStory, chance: Chance): Step[] {
  const move = chain.move();
  if (move.kind !== 'fall' && chance.happens(60)) return [{ ...move, isAwaited: true, requests: 0 }];
  const step = { ...move, isAwaited: false, requests: chance.below(12) };
  return chance.happens(40) ? [step, { ...chain.rise(), isAwaited: true, requests: 0 }] : [step];
}

/** The log comes to wherever the chain ends, were it at a lesser height; only a head that fell may come back. */
function lastStep(chain: ChainStory, chance: Chance): Step {
  const move = chance.happens(50) ? chain.move() : chain.rise();
  return { ...(move.kind === 'fall' ? chain.rise() : move), isAwaited: true, requests: 0 };
}

function withKills(steps: readonly Step[], chance: Chance): Step[] {
  const killed = new Set(Array.from({ length: chance.below(3) }, () => chance.below(steps.length)));
  return steps.map((each, index) => {
    if (!killed.has(index)) return each;
    return { ...each, isAwaited: false, kill: { requests: chance.below(40), steps: chance.below(3) } };
  });
}

/** An endpoint by chance. */
export function endpointPlan(chance: Chance): EndpointPlan {
  const share = chance.pick([0, 0.1, 0.3, 0.6]);
  return {
    past: { share, faults: PAST_FAULTS },
    hot: { share: share / 3, faults: HOT_FAULTS },
    slow: { share: chance.pick([0, 0.1]), most_ms: 60 },
    mostBlocks: chance.happens(40) ? 10 + chance.below(80) : undefined,
    mostLogs: chance.happens(30) ? 15 + chance.below(60) : undefined,
    refusesBatches: chance.happens(15),
    isLate: chance.happens(20),
  };
}
