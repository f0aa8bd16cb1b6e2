import { PageHead, usePageTitle } from '../../components/layout.js';
import { Chains } from '../chains/Chains.js';
import { LiveFeed } from './LiveFeed.js';
import { NewestAssets, TopAssets } from './AssetTables.js';
import { RevenueByOperation } from './RevenueByOperation.js';
import { Totals } from './Totals.js';

/** What the whole ledger says now. */
export function OverviewPage() {
  usePageTitle('Tributary');
  return (
    <>
      <PageHead
        title="Who earned what, and why"
        lead="Every paid use of a dataset, model or agent, and everybody upstream who made it possible."
      />
      <Totals />
      <Chains compact />
      <div className="columns main-aside">
        <div className="stack">
          <RevenueByOperation />
          <LiveFeed />
        </div>
        <div className="stack">
          <TopAssets />
          <NewestAssets />
        </div>
      </div>
    </>
  );
}
