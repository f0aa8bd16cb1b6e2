import { chainId } from '../../../src/domain/ids.js';
import type { SettlingWindow } from '../../../src/domain/settlement/settling-chains.js';
import { branchOf, type TreeBlock } from '../../support/scripted-tree.js';
import { ChainStory } from '../indexer/chain-story.js';
import { endpointPlan, type EndpointPlan } from '../indexer/story.js';
import { Chance } from '../chance.js';
import { contractsOf } from '../random-world.js';
import { ReferenceContent } from './reference-content.js';

/** What goes wrong, or is done, at a step. Chains and services are named by their index. */
export type Incident =
  | { readonly kind: 'indexer killed' | 'chain away'; readonly chain: number; readonly steps: number }
  | { readonly kind: 'service killed' | 'service stopped'; readonly service: number; readonly steps: number }
  | { readonly kind: 'Postgres crashes' }
  | { readonly kind: 'rebuild' | 'state of another version' | 'chain added'; readonly chain: number }
  /** The chain goes to another branch, deeper down than its finality; its log is repaired. */
  | { readonly kind: 'deep fork'; readonly chain: number; readonly head: TreeBlock };

/** Nothing, the logs' coming to the heads of their chains, or the folds' coming to the end of the logs. */
export type Awaited = 'nothing' | 'logs' | 'state';

export interface SystemStep {
  /** Of every chain. */
  readonly heads: readonly TreeBlock[];
  /** What the step waits for in the end, else so many requests. */
  readonly awaited: Awaited;
  readonly requests: number;
  readonly incidents: readonly Incident[];
}

export interface ChainPlan {
  readonly id: number;
  readonly finality: number;
  readonly history: 'gateway' | 'rpc';
  readonly contracts: readonly { readonly adapter: string; readonly address: string; readonly firstBlock: number }[];
  readonly endpoints: readonly EndpointPlan[];
  readonly start: TreeBlock;
  /** It is in the configuration from the start. */
  readonly isThere: boolean;
  /** Marks from and until which it settles what crosses to it. */
  readonly settles?: SettlingWindow;
}

/** Everything that a seed decides about a run of the whole system. */
export interface SystemStory {
  readonly seed: number;
  readonly interval_s: number;
  readonly chains: readonly ChainPlan[];
  /** Processes that fold and serve. */
  readonly services: number;
  /** In the last one every chain comes to rest, long after all that happened. */
  readonly steps: readonly SystemStep[];
  /** All that happened happened before this mark. */
  readonly mark_s: number;
}

const INTERVAL_s = 60;
/** A chain has closed an interval so long after its end. */
const CLOSING_s = 60;
/** Every kind as often as it stands here. Processes are what a run costs most. */
const KINDS = [
  ...Array<'indexer killed'>(4).fill('indexer killed'),
  ...Array<'rebuild'>(4).fill('rebuild'),
  ...Array<'service killed'>(3).fill('service killed'),
  ...Array<'Postgres crashes'>(3).fill('Postgres crashes'),
  ...Array<'chain away'>(3).fill('chain away'),
  ...Array<'deep fork'>(3).fill('deep fork'),
  ...(['service stopped', 'state of another version', 'state of another version'] as const),
];

/** What a seed means; the same for the same seed. */
export function systemStoryOf(seed: number): SystemStory {
  return new Telling(seed).tell();
}

class Telling {
  private readonly chance: Chance;
  private readonly stories: ChainStory[] = [];
  private readonly plans: ChainPlan[] = [];
  /** Chains whose head has fallen last. */
  private readonly fallen: boolean[] = [];
  private readonly steps: SystemStep[] = [];

  constructor(private readonly seed: number) {
    this.chance = new Chance(seed * 2_246_822_519);
    const ids = Array.from({ length: this.chance.happens(35) ? 3 : 2 }, (_, index) => chainId(index + 1));
    const later = this.chance.happens(25) ? ids.length - 1 : undefined;
    for (const [index, id] of ids.entries()) this.plan(id, ids, index !== later);
  }

  tell(): SystemStory {
    const { seed, chance } = this;
    const services = chance.happens(25) ? 2 : 1;
    const count = 5 + chance.below(4);
    const added = this.plans.findIndex(({ isThere }) => !isThere);
    const addedAt = added < 0 ? -1 : 1 + chance.below(count - 1);
    const incidents = new Set(Array.from({ length: 1 + chance.below(3) }, () => 1 + chance.below(count - 1)));
    for (let step = 0; step < count; step++) {
      const joins: Incident[] = step === addedAt ? [{ kind: 'chain added', chain: added }] : [];
      const happens = incidents.has(step) ? [this.incident(step <= addedAt)] : [];
      this.step([...joins, ...happens]);
    }
    const mark_s = this.comeToRest();
    return { seed, interval_s: INTERVAL_s, chains: this.bounded(mark_s), services, steps: this.steps, mark_s };
  }

  /** The chains, some of which settle from or until a mark: of those that join later more than half. */
  private bounded(mark_s: number): ChainPlan[] {
    // Apart from all other chance: the other things that a seed decides stay as they are.
    const chance = new Chance(this.seed * 1_597_334_677 + 1);
    const first_s = Math.min(...this.plans.map(({ start }) => start.time_s));
    const mark = (): number => mark_s - INTERVAL_s * chance.below(Math.ceil((mark_s - first_s) / INTERVAL_s));
    return this.plans.map((plan) => {
      const [from_s, until_s] = [mark(), mark()].sort((a, b) => a - b);
      const [begins, ends] = [chance.happens(plan.isThere ? 10 : 60), chance.happens(10)];
      return { ...plan, settles: { ...(begins && { from_s }), ...(ends && from_s !== until_s && { until_s }) } };
    });
  }

  private plan(id: ReturnType<typeof chainId>, ids: readonly ReturnType<typeof chainId>[], isThere: boolean): void {
    const { chance } = this;
    const finality = 3 + chance.below(5);
    const name = `system ${this.seed} chain ${id}`;
    const story = new ChainStory(name, chance, finality, new ReferenceContent(name, chance, id, ids));
    const contracts = contractsOf(id).map((address) => ({ adapter: 'reference', address, firstBlock: 0 }));
    const { head: start } = story.grow(finality + 8 + chance.below(20));
    const endpoints = Array.from({ length: 2 }, () => endpointPlan(chance));
    const history = chance.happens(60) ? 'gateway' : 'rpc';
    this.stories.push(story);
    this.plans.push({ id, finality, history, contracts, endpoints, start, isThere });
  }

  private get here(): TreeBlock[] {
    return this.stories.map(({ head }) => head);
  }

  /** @param isBeforeJoining the chain that comes later is not there yet when a step begins, where deep forks are */
  private incident(isBeforeJoining: boolean): Incident {
    const { chance } = this;
    const chain = chance.below(this.plans.filter(({ isThere }) => isThere || !isBeforeJoining).length);
    const kind = chance.pick(KINDS);
    const steps = chance.below(3);
    switch (kind) {
      case 'indexer killed':
      case 'chain away':
        return { kind, chain, steps };
      case 'service killed':
      case 'service stopped':
        return { kind, service: chance.below(2), steps };
      case 'rebuild':
      case 'state of another version':
        return { kind, chain };
      case 'deep fork': {
        this.rise();
        const depth = this.plans[chain]!.finality + 1 + chance.below(3);
        const { head } = this.stories[chain]!.forkBy(depth, depth + 1 + chance.below(3));
        return { kind, chain, head };
      }
      default:
        return { kind };
    }
  }

  /** Every chain is higher than ever, and known to be: only what was believed can be taken back. */
  private rise(): void {
    for (const story of this.stories) story.rise();
    this.fallen.length = 0;
    this.steps.push({ heads: this.here, awaited: 'state', requests: 0, incidents: [] });
  }

  private step(incidents: readonly Incident[]): void {
    const { chance } = this;
    const awaited = chance.pick<Awaited>(['nothing', 'nothing', 'logs', 'state', 'state']);
    this.stories.forEach((story, at) => {
      if (chance.happens(85)) this.fallen[at] = story.move().kind === 'fall';
      // A head that fell is not believed as long as it may be an endpoint's mistake.
      if (!this.fallen[at] || awaited === 'nothing') return;
      story.rise();
      this.fallen[at] = false;
    });
    this.steps.push({ heads: this.here, awaited, requests: chance.below(10), incidents });
  }

  /** @returns a mark after all that happened */
  private comeToRest(): number {
    for (const story of this.stories) story.rise();
    const latest_s = Math.max(...this.here.flatMap((head) => branchOf(head).map(({ time_s }) => time_s)));
    const mark_s = (Math.floor(latest_s / INTERVAL_s) + 1) * INTERVAL_s;
    for (const [index, { finality }] of this.plans.entries()) {
      const first_s = mark_s + CLOSING_s + INTERVAL_s;
      this.stories[index]!.rest(Array.from({ length: finality + 2 }, (_, block) => first_s + block));
    }
    this.steps.push({ heads: this.here, awaited: 'state', requests: 0, incidents: [] });
    return mark_s;
  }
}
