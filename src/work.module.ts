import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { map, mergeMap, type Observable } from 'rxjs';
import type { TributaryConfig } from '../config/tributary-config.js';
import type { FoldsConfig } from './folds-config.js';
import { Folds } from './folds.js';
import { configurationDigest, type PayoutConfiguration } from './payouts/configuration-digest.js';
import { PayoutWork } from './payouts/payout-work.js';
import { RankingWork } from './rankings/ranking-work.js';

export type WorkConfig = FoldsConfig & PayoutConfiguration & Pick<TributaryConfig, 'database'>;

/** Folds, settles, checks payout roots and ranks contributors in this process, between its start and its end. */
@Injectable()
export class Work implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('fold');
  private readonly folds: Folds;
  private readonly payouts: PayoutWork;
  private readonly rankings: RankingWork;

  constructor(config: WorkConfig) {
    this.folds = new Folds(config, config.database);
    const { announced } = this.folds;
    this.payouts = new PayoutWork({
      url: config.database,
      interval_s: config.interval,
      configurationDigest: configurationDigest(config),
      announced,
    });
    this.rankings = new RankingWork({ url: config.database });
  }

  onApplicationBootstrap(): void {
    this.report(
      this.folds.status.pipe(
        mergeMap((all) =>
          all.map(({ chain, state, error, hasOtherInputs }) => ({
            what: `fold of eip155:${chain}`,
            state,
            error: error ?? (hasOtherInputs ? otherPrices(chain) : undefined),
          })),
        ),
      ),
    );
    this.report(this.folds.settlementStatus.pipe(map((status) => ({ what: 'settlement', ...status }))));
    this.report(this.payouts.status.pipe(map((status) => ({ what: 'payouts', ...status }))));
    this.report(this.rankings.status.pipe(map((status) => ({ what: 'rankings', ...status }))));
    this.payouts.findings.subscribe(({ vault, epoch, agrees, detail }) => {
      const words = `payout root of epoch ${epoch} of eip155:${vault.chain} ${vault.address}: ${detail}`;
      if (agrees) this.logger.log(words);
      else this.logger.error(words);
    });
    this.folds.start();
    this.payouts.start();
    this.rankings.start();
  }

  /** Ends within the step at hand; another process goes on from there. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.folds.stop(), this.payouts.stop(), this.rankings.stop()]);
  }

  /** Logs what each of them does when that changes. */
  private report(statuses: Observable<{ what: string; state: string; error?: string }>): void {
    const last = new Map<string, string>();
    statuses.subscribe(({ what, state, error }) => {
      const words = `${what}: ${state}${error ? ` (${error})` : ''}`;
      if (last.get(what) === words) return;
      last.set(what, words);
      if (state === 'FAILED') this.logger.error(words);
      else this.logger.log(words);
    });
  }
}

const otherPrices = (chain: number): string =>
  `by the prices recorded with it, not those of the configuration: npx tributary reprice eip155:${chain} takes these over`;

/** The writing half of the service; a process without it only serves. */
@Module({})
export class WorkModule {
  static forRoot(config: WorkConfig): DynamicModule {
    return { module: WorkModule, providers: [{ provide: Work, useFactory: () => new Work(config) }] };
  }
}
