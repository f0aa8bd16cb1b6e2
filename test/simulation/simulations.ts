import type { Outcome } from './indexer/run-story.js';
import { simulate } from './indexer/simulate.js';
import type { SystemOutcome } from './system/run-system.js';
import { simulateSystem } from './system/simulate.js';

export interface SimulationOptions<O> {
  /** Seeds at once. */
  readonly atOnce?: number | undefined;
  readonly onOutcome: (outcome: O) => void;
  /** Once it is aborted no further seed is begun. */
  readonly signal?: AbortSignal;
}

/** Something that is run by seed. */
export interface Simulation<O> {
  run(seeds: readonly number[], options: SimulationOptions<O>): Promise<void>;
  /** How to ask for it on the command line. */
  readonly options: string;
  /** What to say when nothing failed. */
  readonly well: string;
  /** What happened, in numbers. */
  summary(outcomes: readonly O[]): string;
}

export const INDEXER_SIMULATION: Simulation<Outcome> = {
  run: simulate,
  options: '',
  well: 'Every log is the chain.',
  summary(outcomes) {
    const total = totals(outcomes);
    return (
      `${total('events')} events, ${total('retractions')} retractions, ${total('kills')} kills, ` +
      `${total('endings')} other restarts, ${total('faults')} wrong answers`
    );
  },
};

export const SYSTEM_SIMULATION: Simulation<SystemOutcome> = {
  run: simulateSystem,
  options: '--system ',
  well: 'Every log is its chain, every state that of a straight run, and the audit agrees.',
  summary(outcomes) {
    const total = totals(outcomes);
    const happened = new Map<string, number>();
    for (const kind of outcomes.flatMap(({ incidents }) => incidents)) {
      happened.set(kind, (happened.get(kind) ?? 0) + 1);
    }
    const incidents = [...happened].sort().map(([kind, count]) => `${kind} ${count}`);
    return (
      `${total('events')} events, ${total('retractions')} retractions, ${total('faults')} wrong answers, ` +
      `${total('restarts')} restarts, ${total('answers')} answers of the API looked at; ${incidents.join(', ')}`
    );
  },
};

/** Adds up a field that is a number. */
function totals<O>(outcomes: readonly O[]): (field: NumericField<O>) => string {
  return (field) => outcomes.reduce((sum, outcome) => sum + (outcome[field] as number), 0).toLocaleString('en');
}

type NumericField<O> = { [K in keyof O]: O[K] extends number ? K : never }[keyof O];
