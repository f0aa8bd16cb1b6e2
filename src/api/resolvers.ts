import type { Type } from '@nestjs/common';
import { AnomaliesResolver } from './anomalies/anomalies.resolver.js';
import { AssetLinksResolver, LinkResolver } from './assets/asset-links.resolver.js';
import { AssetMoneyResolver } from './assets/asset-money.resolver.js';
import { AssetPeopleResolver, ShareResolver } from './assets/asset-people.resolver.js';
import { AssetRulesResolver } from './assets/asset-rules.resolver.js';
import { AssetsResolver } from './assets/assets.resolver.js';
import { ChainsResolver } from './chains/chains.resolver.js';
import { ContributorsResolver } from './contributors/contributors.resolver.js';
import { AssetEarningResolver, EarningsResolver } from './contributors/earnings.resolver.js';
import { EarnerRankingResolver } from './contributors/ranking.resolver.js';
import { StatementLineResolver, StatementResolver } from './contributors/statement.resolver.js';
import { ExplainPartResolver, ExplainResolver } from './explain/explain.resolver.js';
import { LineageNodeResolver, LineageResolver } from './lineage/lineage.resolver.js';
import { LiveResolver } from './live/live.resolver.js';
import { PayoutsResolver } from './payouts/payouts.resolver.js';
import { PostingsResolver } from './postings/postings.resolver.js';
import { NodeResolver } from './request/node.resolver.js';
import { RankingResolver } from './revenue/ranking.resolver.js';
import { RevenueResolver } from './revenue/revenue.resolver.js';
import { AnnouncementsResolver, DisputesResolver, LicensesResolver } from './rights/rights.resolver.js';
import { SearchResolver } from './search/search.resolver.js';
import { ContributionsResolver, TasksResolver } from './tasks/tasks.resolver.js';
import { TotalsResolver } from './totals/totals.resolver.js';
import { UsagesResolver } from './usages/usages.resolver.js';

/** Everything that answers a field of the schema. The order is that of the printed queries. */
export const RESOLVERS: Type[] = [
  NodeResolver,
  ChainsResolver,
  TotalsResolver,
  AssetsResolver,
  AssetRulesResolver,
  AnnouncementsResolver,
  AssetLinksResolver,
  LinkResolver,
  AssetPeopleResolver,
  ShareResolver,
  AssetMoneyResolver,
  LineageResolver,
  LineageNodeResolver,
  ContributorsResolver,
  EarningsResolver,
  AssetEarningResolver,
  StatementResolver,
  StatementLineResolver,
  EarnerRankingResolver,
  UsagesResolver,
  RankingResolver,
  RevenueResolver,
  ExplainResolver,
  ExplainPartResolver,
  TasksResolver,
  ContributionsResolver,
  LicensesResolver,
  DisputesResolver,
  PayoutsResolver,
  PostingsResolver,
  AnomaliesResolver,
  SearchResolver,
  LiveResolver,
];
