import type { TreeBlock } from '../../support/scripted-tree.js';
import type { KeptProcess } from '../kept-process.js';
import { crashPostgres, forkDeeply, makeOld, rebuild } from './incidents.js';
import { judge } from './judge.js';
import { RunningSystem, type SystemSite } from './running-system.js';
import type { Incident, SystemStep, SystemStory } from './story.js';

/** How a run ended. */
export interface SystemOutcome {
  readonly seed: number;
  /** What is wrong, or went wrong; nothing when all is well. */
  readonly problem?: string;
  /** What happened, so that a simulation in which nothing happens is noticed. */
  readonly incidents: readonly string[];
  readonly events: number;
  readonly retractions: number;
  readonly faults: number;
  readonly restarts: number;
  /** Of the API, while it ran. */
  readonly answers: number;
  readonly took_ms: number;
}

/** A step is not waited for longer, whether there are requests or not. */
const STEP_ms = 300;
/** A service lives so long at least before it is killed: the time in which it starts and folds. */
const LIFE_ms = 2_000;

/** Lives a story with real processes, then holds what came out against the chains. */
export async function runSystem(story: SystemStory, site: SystemSite): Promise<SystemOutcome> {
  const started_ms = performance.now();
  const system = await RunningSystem.open(story, site);
  const run = new Run(story, system);
  try {
    const problem = await run.play().catch((error: unknown) => (error as Error).message);
    const counts = await countsOf(system).catch(() => ({ events: 0, retractions: 0 }));
    return {
      seed: story.seed,
      ...(problem === undefined ? {} : { problem }),
      incidents: story.steps.flatMap(({ incidents }) => incidents.map(({ kind }) => kind)),
      ...counts,
      faults: system.everyChain.reduce((sum, { faults }) => sum + faults, 0),
      restarts: system.processes.reduce((sum, { starts }) => sum + Math.max(0, starts - 1), 0),
      answers: system.watch.answers,
      took_ms: performance.now() - started_ms,
    };
  } finally {
    await system.close();
  }
}

async function countsOf(system: RunningSystem): Promise<{ events: number; retractions: number }> {
  const [counts] = await system.query<{ events: number; retractions: number }>(
    `SELECT (SELECT count(*)::int FROM log.event) AS events,
       (SELECT count(*)::int FROM log.batch WHERE kind = 'retract') AS retractions`,
  );
  return counts!;
}

class Run {
  /** Steps at which something comes back. */
  private readonly due: { step: number; comeBack: () => void }[] = [];
  private readonly rebuilds: Promise<string | undefined>[] = [];
  private heads: readonly TreeBlock[];

  constructor(
    private readonly story: SystemStory,
    private readonly system: RunningSystem,
  ) {
    this.heads = story.chains.map(({ start }) => start);
  }

  /** @returns what is wrong in the end */
  async play(): Promise<string | undefined> {
    const { story, system } = this;
    system.start();
    for (const [index, step] of story.steps.entries()) {
      this.comeBack(index === story.steps.length - 1 ? Infinity : index);
      await this.take(step, index);
    }
    const failures = (await Promise.all(this.rebuilds)).flatMap((failure) => failure ?? []);
    for (const chain of system.chains) await system.untilFolded(chain);
    await system.untilSettled(story.mark_s);
    for (const chain of system.everyChain) chain.isHonest = true;
    const problems = [...failures, ...(await judge(story, system)), ...system.watch.problems];
    return problems.length > 0 ? problems.slice(0, 10).join('\n') : undefined;
  }

  private comeBack(step: number): void {
    for (const each of this.due.splice(0)) {
      if (each.step <= step) each.comeBack();
      else this.due.push(each);
    }
  }

  private async take(step: SystemStep, index: number): Promise<void> {
    for (const incident of step.incidents) if (incident.kind === 'deep fork') await this.forkDeeply(incident);
    this.show(step);
    for (const incident of step.incidents) if (incident.kind !== 'deep fork') await this.happen(incident, index);
    await this.waitFor(step);
  }

  private async forkDeeply({ chain, head }: Extract<Incident, { kind: 'deep fork' }>): Promise<void> {
    const { system } = this;
    await forkDeeply(system, system.everyChain[chain]!, this.heads[chain]!, head);
    this.heads = this.heads.with(chain, head);
  }

  private show({ heads, awaited }: SystemStep): void {
    this.system.everyChain.forEach((chain, at) => chain.show(heads[at]!, this.heads[at]!, awaited !== 'nothing'));
    this.heads = heads;
  }

  private async happen(incident: Exclude<Incident, { kind: 'deep fork' }>, index: number): Promise<void> {
    const { system, due } = this;
    const back = (steps: number, comeBack: () => void): void => void due.push({ step: index + 1 + steps, comeBack });
    switch (incident.kind) {
      case 'Postgres crashes':
        return crashPostgres(system);
      case 'rebuild':
        return void this.rebuilds.push(rebuild(system, system.everyChain[incident.chain]!));
      case 'chain added':
        return this.add(incident.chain);
      case 'state of another version':
        return this.startNewer(incident.chain);
      case 'chain away': {
        const chain = system.everyChain[incident.chain]!;
        chain.isAway = true;
        return back(incident.steps, () => (chain.isAway = false));
      }
      case 'indexer killed': {
        const { indexer } = system.everyChain[incident.chain]!;
        await indexer.kill();
        return back(incident.steps, () => indexer.start());
      }
      case 'service killed':
      case 'service stopped': {
        const { process } = system.services[incident.service % system.services.length]!;
        await this.letLive(process);
        await (incident.kind === 'service killed' ? process.kill() : process.stop());
        return back(incident.steps, () => process.start());
      }
    }
  }

  /** Something has been folded, or is just being folded, or the service is only starting. */
  private async letLive(process: KeptProcess): Promise<void> {
    const deadline_ms = performance.now() + LIFE_ms;
    const before = this.system.watch.answers;
    while (process.isRunning && performance.now() < deadline_ms && this.system.watch.answers === before)
      await pause(20);
  }

  /** Whoever is to know of the new chain is started again. */
  private async add(at: number): Promise<void> {
    const chain = this.system.everyChain[at]!;
    this.system.join(chain);
    chain.indexer.start();
    for (const { process } of this.system.services) {
      if (!process.isRunning) continue;
      await process.stop();
      process.start();
    }
  }

  private async startNewer(at: number): Promise<void> {
    const running = this.system.services.filter(({ process }) => process.isRunning);
    await Promise.all(running.map(({ process }) => process.kill()));
    await makeOld(this.system, this.system.everyChain[at]!);
    for (const { process } of running) process.start();
  }

  private async waitFor({ awaited, requests, heads }: SystemStep): Promise<void> {
    if (awaited === 'nothing') return this.awaitRequests(requests);
    const { system } = this;
    for (const chain of system.chains) {
      if (chain.isAway || !chain.indexer.isRunning) continue;
      await system.untilLogged(chain, heads[system.everyChain.indexOf(chain)]!);
    }
    if (awaited === 'logs' || !system.services.some(({ process }) => process.isRunning)) return;
    for (const chain of system.chains) await system.untilFolded(chain);
  }

  private async awaitRequests(requests: number): Promise<void> {
    const served = (): number => this.system.everyChain.reduce((sum, chain) => sum + chain.requests, 0);
    const enough = served() + requests;
    const deadline_ms = performance.now() + STEP_ms;
    while (served() < enough && performance.now() < deadline_ms) await pause(10);
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
