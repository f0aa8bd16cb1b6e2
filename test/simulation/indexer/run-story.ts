import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { stringify } from 'yaml';
import { FaultyNode } from '../../support/faulty-node.js';
import { readLog } from '../../support/indexer.js';
import { type TreeBlock, TreeView } from '../../support/scripted-tree.js';
import { until } from '../../support/until.js';
import { firstDifference } from './difference.js';
import { expectedLog } from './expected-log.js';
import { keptIndexer, type KeptProcess } from '../kept-process.js';
import type { EndpointPlan, Step, Story } from './story.js';

/** Where stories run: many of them, over one database, with a chain each. */
export interface Site {
  readonly databaseUrl: string;
  /** Connections that all share. */
  readonly client: pg.Pool;
  /** For configuration files. */
  readonly folder: string;
}

/** How a run ended. */
export interface Outcome {
  readonly seed: number;
  /** What is wrong with the log, or with getting there; nothing when all is well. */
  readonly problem?: string;
  /** What happened, so that a simulation in which nothing happens is noticed. */
  readonly retractions: number;
  readonly kills: number;
  readonly endings: number;
  readonly faults: number;
  readonly events: number;
  readonly took_ms: number;
}

/** More restarts than this are no life. */
const MOST_ENDINGS = 40;
const LAST_WORDS = 2_000;
/** Of an indexer. */
export const POLL_ms = 50;
/** A poll that brings nothing costs as much as one that does, and most are such. Some are more than one request. */
const HOLDING = { every_ms: 0.8 * POLL_ms, most_ms: 1_000 };
const PATIENCE_ms = 240_000;
/** A step is not waited for longer, whether there are requests or not: an indexer that is gone makes none. */
const STEP_ms = 400;
/** Nor is a kill: a process may be as slow to start as it likes. */
const LIFE_ms = 4_000;

/** Lives a story with real processes, then compares the log with the chain. */
export async function runStory(story: Story, site: Site): Promise<Outcome> {
  const stage = await Stage.open(story, site);
  let problem: string | undefined;
  try {
    await stage.play();
    problem = await stage.compare();
  } catch (error) {
    problem = (error as Error).message;
  }
  try {
    return await stage.outcome(problem);
  } finally {
    await stage.close();
  }
}

class Stage {
  readonly #started_ms = performance.now();
  #back: number | undefined;

  private constructor(
    private readonly story: Story,
    private readonly site: Site,
    private readonly views: readonly TreeView[],
    private readonly nodes: readonly FaultyNode[],
    private readonly indexer: KeptProcess,
  ) {}

  static async open(story: Story, site: Site): Promise<Stage> {
    const { chain, endpoints, start, finality, history, seed, contracts } = story;
    const views = endpoints.map(() => new TreeView(chain, start));
    const finalized = (): number => Math.min(...views.map(({ head }) => head)) - finality;
    const nodes = await Promise.all(views.map((view, at) => serve(view, endpoints[at]!, `${seed}.${at}`, finalized)));
    const path = join(site.folder, `${chain}.yaml`);
    const rpc = nodes.map(({ url }) => url);
    const config = { id: chain, name: `Chain ${chain}`, rpc, finality, history, pollIntervalMs: POLL_ms, contracts };
    writeFileSync(path, stringify({ interval: 60, database: site.databaseUrl, chains: [config] }));
    return new Stage(story, site, views, nodes, keptIndexer(path, chain));
  }

  async play(): Promise<void> {
    this.indexer.start();
    let before = this.story.start;
    for (const [index, step] of this.story.steps.entries()) {
      if (this.#back === index) this.indexer.start();
      this.#show(step, before);
      if (step.kill) {
        await this.#awaitRequests(step.kill.requests, LIFE_ms);
        await this.indexer.kill();
        this.#back = Math.min(index + 1 + step.kill.steps, this.story.steps.length - 1);
      } else if (step.isAwaited && !(this.#back !== undefined && this.#back > index)) {
        await this.#awaitLog(step.head);
      } else {
        await this.#awaitRequests(step.requests);
      }
      before = step.head;
    }
  }

  /** What differs between the log and the chain, if anything. */
  async compare(): Promise<string | undefined> {
    const { chain, contracts, steps } = this.story;
    const log = await readLog(this.site.databaseUrl, chain);
    const gap = await this.#query(
      `SELECT number FROM (
         SELECT number, row_number() OVER (ORDER BY number) AS place FROM log.batch WHERE chain_id = $1
       ) b WHERE number <> place LIMIT 1`,
    );
    if (gap.length > 0) return `batch ${String(gap[0]!['number'])} does not follow upon the one before it`;
    return firstDifference(log, expectedLog(chain, contracts, steps.at(-1)!.head));
  }

  async outcome(problem: string | undefined): Promise<Outcome> {
    const [counts] = await this.#query(
      `SELECT (SELECT count(*)::int FROM log.batch WHERE chain_id = $1 AND kind = 'retract') AS retractions,
         (SELECT count(*)::int FROM log.event WHERE chain_id = $1) AS events`,
    );
    const injected = this.nodes.flatMap((node) => [...node.injected.values()]);
    return {
      seed: this.story.seed,
      ...(problem === undefined ? {} : { problem }),
      retractions: counts!['retractions'] as number,
      events: counts!['events'] as number,
      kills: this.indexer.kills,
      endings: this.indexer.endings,
      faults: injected.reduce((sum, count) => sum + count, 0),
      took_ms: performance.now() - this.#started_ms,
    };
  }

  async close(): Promise<void> {
    await this.indexer.end();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Late endpoints show what was before, unless the log is awaited. */
  #show({ head, isAwaited }: Step, before: TreeBlock): void {
    this.views.forEach((view, at) => view.moveTo(this.story.endpoints[at]!.isLate && !isAwaited ? before : head));
  }

  async #awaitLog({ number, hash }: TreeBlock): Promise<void> {
    const reached = async (): Promise<boolean> => {
      const [head] = await this.#query(
        `SELECT head_block::int AS height, '0x' || encode(head_hash, 'hex') AS hash
         FROM log.batch WHERE chain_id = $1 ORDER BY number DESC LIMIT 1`,
      );
      return head?.['height'] === number && head['hash'] === hash;
    };
    await until(`the log to reach block ${number} (${hash})`, reached, {
      limit_ms: PATIENCE_ms,
      pause_ms: 30,
      explain: () => this.indexer.lastWords.slice(-LAST_WORDS),
      hopeless: () => this.indexer.endings > MOST_ENDINGS,
    });
  }

  async #awaitRequests(requests: number, most_ms = STEP_ms): Promise<void> {
    const served = (): number => this.nodes.reduce((sum, node) => sum + node.served, 0);
    const enough = served() + requests;
    const deadline = performance.now() + most_ms;
    while (served() < enough && performance.now() < deadline) await pause(10);
  }

  async #query(sql: string): Promise<Record<string, unknown>[]> {
    const { rows } = await this.site.client.query<Record<string, unknown>>(sql, [this.story.chain]);
    return rows;
  }
}

/** An endpoint that behaves as planned. */
export function serve(chain: TreeView, plan: EndpointPlan, seed: string, finalized: () => number): Promise<FaultyNode> {
  const { past, hot, slow, mostBlocks, mostLogs, refusesBatches } = plan;
  const limits = { mostBlocks, mostLogs, refusesBatches };
  return FaultyNode.start({ chain, seed, ...past, faultyUpTo: finalized, hot, slow, holds: HOLDING, ...limits });
}
