import type { Command } from 'commander';
import type { TributaryConfig } from '../../../config/tributary-config.js';
import { ADAPTERS } from '../../../indexer/adapters/adapters.js';
import { WatchList } from '../../../indexer/adapters/watch-list.js';
import { type Address, chainId, type Hex } from '../../domain/ids.js';
import type { Decode } from '../../verify/log-equals-chain.js';
import { allHold, renderReport } from '../../verify/report.js';
import { verify } from '../../verify/verify.js';
import { configOf, withConfig } from '../database.js';
import { CommandFailure } from '../failure.js';
import { type Progress, startProgress } from '../progress.js';

export function addVerify(program: Command): void {
  withConfig(program.command('verify'))
    .description('proves the log against the chains, a rebuild against the live state, and the balance equations')
    .action(async (options: { config?: string }) => {
      const config = configOf(options);
      const progress = new ProgressByTask();
      const results = await verify({
        url: config.database,
        interval_s: config.interval,
        chains: config.chains,
        decode: decoderOf(config),
        progress: (what, done, total) => progress.update(what, done, total),
      }).finally(() => progress.end());
      process.stdout.write(`${renderReport(results)}\n`);
      if (!allHold(results)) throw new CommandFailure('The system does not hold what it should.', true);
    });
}

/** What the configured adapters make of a block's raw logs. */
export function decoderOf({ chains }: Pick<TributaryConfig, 'chains'>): Decode {
  const watched = new Map(chains.map(({ id, contracts }) => [id, new WatchList(contracts, ADAPTERS)]));
  return (chain, logs) => {
    const [first] = logs;
    if (!first) return [];
    const block = {
      chain: chainId(chain),
      number: first.block,
      hash: first.blockHash as Hex,
      time_s: first.blockTime_s,
    };
    const raw = logs.map((log) => ({
      logIndex: log.logIndex,
      txHash: log.txHash as Hex,
      contract: log.contract as Address,
      topics: log.topics as Hex[],
      data: log.data as Hex,
    }));
    return watched.get(chain)?.decode(raw, block) ?? [];
  };
}

/** One bar after the other. */
class ProgressByTask {
  private what = '';
  private progress: Progress | undefined;

  update(what: string, done: number, total: number): void {
    if (what !== this.what) {
      this.end();
      this.what = what;
      this.progress = startProgress(what);
    }
    this.progress?.update(done, total);
  }

  end(): void {
    this.progress?.end();
    this.progress = undefined;
  }
}
