import type { Command } from 'commander';
import { configurationDigest } from '../../payouts/configuration-digest.js';
import { allHold, renderReport } from '../../verify/report.js';
import { verify } from '../../verify/verify.js';
import { configOf, withConfig } from '../database.js';
import { CommandFailure } from '../failure.js';
import { ProgressByTask } from '../progress.js';
import { watchOf } from '../watch.js';

export function addVerify(program: Command): void {
  withConfig(program.command('verify'))
    .description(
      'proves the log against the chains, a rebuild against the live state, balance equations and payout roots',
    )
    .action(async (options: { config?: string }) => {
      const config = configOf(options);
      const progress = new ProgressByTask();
      const results = await verify({
        url: config.database,
        interval_s: config.interval,
        chains: config.chains,
        configurationDigest: configurationDigest(config),
        watch: (chain) => watchOf(config, chain),
        progress: (what, done, total) => progress.update(what, done, total),
      }).finally(() => progress.end());
      process.stdout.write(`${renderReport(results)}\n`);
      if (!allHold(results)) throw new CommandFailure('The system does not hold what it should.', true);
    });
}
