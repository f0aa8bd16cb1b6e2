import { Command, InvalidArgumentError } from 'commander';
import { startProgress } from '../../../src/cli/progress.js';
import type { Outcome } from './run-story.js';
import { AT_ONCE, simulate } from './simulate.js';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly jobs: number;
}

const program = new Command('simulate')
  .description('Runs real indexers over chains that fork and endpoints that lie, and compares the log with the chain.')
  .option('--seeds <n>', 'how many seeds to run', readCount, 100)
  .option('--from <seed>', 'the first of them', readCount, 1)
  .option('--jobs <n>', 'how many at once', readCount, AT_ONCE);

async function main(): Promise<void> {
  const { seeds: count, from, jobs } = program.parse().opts<Options>();
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const progress = startProgress('Seeds');
  const outcomes: Outcome[] = [];
  const started = Date.now();
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
  await simulate(seeds, {
    atOnce: jobs,
    signal: interrupted.signal,
    onOutcome(outcome) {
      outcomes.push(outcome);
      if (outcome.problem !== undefined) process.stderr.write(`\n${explain(outcome)}\n`);
      progress.update(outcomes.length, count);
    },
  });
  progress.end();
  const failed = outcomes.filter(({ problem }) => problem !== undefined);
  const total = (field: 'retractions' | 'kills' | 'endings' | 'faults' | 'events'): string =>
    outcomes.reduce((sum, outcome) => sum + outcome[field], 0).toLocaleString('en');
  process.stdout.write(
    `${outcomes.length} of ${count} seeds in ${Math.round((Date.now() - started) / 1000)} s: ${total('events')} events, ${total('retractions')} retractions, ` +
      `${total('kills')} kills, ${total('endings')} other restarts, ${total('faults')} wrong answers. ` +
      (failed.length === 0
        ? 'Every log is the chain.\n'
        : `${failed.length} failed: ${failed.map(({ seed }) => seed).join(', ')}.\n`),
  );
  process.exitCode = failed.length === 0 && outcomes.length === count ? 0 : 1;
}

const explain = ({ seed, problem }: Outcome): string =>
  `Seed ${seed} failed: ${problem}\nRepeat it with: npm run simulate -- --from ${seed} --seeds 1`;

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
