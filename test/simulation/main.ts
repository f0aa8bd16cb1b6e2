import { Command, InvalidArgumentError } from 'commander';
import { startProgress } from '../../src/cli/progress.js';
import { INDEXER_SIMULATION, type Simulation, SYSTEM_SIMULATION } from './simulations.js';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly jobs?: number;
  readonly system?: true;
}

const program = new Command('simulate')
  .description(
    'Runs real processes over chains that fork and endpoints that lie, and says of which seeds not all is well.',
  )
  .option('--system', 'the whole system: indexers, service, Postgres and all that is computed; else indexers only')
  .option('--seeds <n>', 'how many seeds to run', readCount, 100)
  .option('--from <seed>', 'the first of them', readCount, 1)
  .option('--jobs <n>', 'how many at once', readCount);

async function main(): Promise<void> {
  const { system, ...options } = program.parse().opts<Options>();
  const all = system ? await run(SYSTEM_SIMULATION, options) : await run(INDEXER_SIMULATION, options);
  process.exitCode = all ? 0 : 1;
}

/** @returns whether all seeds were run, and all was well */
async function run<O extends { readonly seed: number; readonly problem?: string }>(
  simulation: Simulation<O>,
  { seeds: count, from, jobs }: Options,
): Promise<boolean> {
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const progress = startProgress('Seeds');
  const outcomes: O[] = [];
  const started = Date.now();
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
  await simulation.run(seeds, {
    atOnce: jobs,
    signal: interrupted.signal,
    onOutcome(outcome) {
      outcomes.push(outcome);
      if (outcome.problem !== undefined) process.stderr.write(`\n${explain(outcome, simulation.options)}\n`);
      progress.update(outcomes.length, count);
    },
  });
  progress.end();
  const failed = outcomes.filter(({ problem }) => problem !== undefined);
  const took_s = Math.round((Date.now() - started) / 1000);
  const verdict = failed.length === 0 ? simulation.well : `${failed.length} failed: ${seedsOf(failed)}.`;
  process.stdout.write(
    `${outcomes.length} of ${count} seeds in ${took_s} s: ${simulation.summary(outcomes)}. ${verdict}\n`,
  );
  return failed.length === 0 && outcomes.length === count;
}

const seedsOf = (outcomes: readonly { readonly seed: number }[]): string => outcomes.map(({ seed }) => seed).join(', ');

function explain({ seed, problem }: { seed: number; problem?: string }, options: string): string {
  return `Seed ${seed} failed: ${problem}\nRepeat it with: npm run simulate -- ${options}--from ${seed} --seeds 1`;
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
