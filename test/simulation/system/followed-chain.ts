import { formatTime } from '../../../src/domain/time.js';
import { type FaultyNode } from '../../support/faulty-node.js';
import { type TreeBlock, TreeView } from '../../support/scripted-tree.js';
import { POLL_ms, serve } from '../indexer/run-story.js';
import { keptIndexer, type KeptProcess } from '../kept-process.js';
import type { ChainPlan } from './story.js';

/** One chain of a run: its endpoints and the indexer that follows it. */
export class FollowedChain {
  private constructor(
    readonly plan: ChainPlan,
    private readonly views: readonly TreeView[],
    private readonly nodes: readonly FaultyNode[],
    readonly indexer: KeptProcess,
  ) {}

  static async open(plan: ChainPlan, seed: number, configPath: string): Promise<FollowedChain> {
    const { id, endpoints, start, finality } = plan;
    const views = endpoints.map(() => new TreeView(id, start));
    const finalized = (): number => Math.min(...views.map(({ head }) => head)) - finality;
    const nodes = await Promise.all(
      views.map((view, at) => serve(view, endpoints[at]!, `system ${seed}.${id}.${at}`, finalized)),
    );
    return new FollowedChain(plan, views, nodes, keptIndexer(configPath, id));
  }

  get urls(): string[] {
    return this.nodes.map(({ url }) => url);
  }

  /** As the configuration describes it. */
  get configuration() {
    const { id, finality, history, contracts, settles } = this.plan;
    return {
      ...{ id, name: `Chain ${id}`, rpc: this.urls, finality, history, pollIntervalMs: POLL_ms, contracts },
      settles: {
        ...(settles?.from_s !== undefined && { from: formatTime(settles.from_s) }),
        ...(settles?.until_s !== undefined && { until: formatTime(settles.until_s) }),
      },
    };
  }

  /** Requests that its endpoints have got. */
  get requests(): number {
    return this.nodes.reduce((sum, { served }) => sum + served, 0);
  }

  get faults(): number {
    return this.nodes.flatMap(({ injected }) => [...injected.values()]).reduce((sum, count) => sum + count, 0);
  }

  get isAway(): boolean {
    return this.nodes.some(({ isAway }) => isAway);
  }

  set isAway(isAway: boolean) {
    for (const node of this.nodes) node.isAway = isAway;
  }

  set isHonest(isHonest: boolean) {
    for (const node of this.nodes) node.isHonest = isHonest;
  }

  /** Late endpoints show what was `before`, unless it is waited for what they should show. */
  show(head: TreeBlock, before: TreeBlock, isAwaited: boolean): void {
    this.views.forEach((view, at) => view.moveTo(this.plan.endpoints[at]!.isLate && !isAwaited ? before : head));
  }

  async close(): Promise<void> {
    await this.indexer.end();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}
