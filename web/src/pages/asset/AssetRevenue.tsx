import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.js';
import { hue } from '../../charts/palette.js';
import { barsByToken } from '../../charts/by-token.js';
import { useChainNames } from '../../components/chain-names.js';
import { Section } from '../../components/layout.js';
import { Empty, Loaded } from '../../components/states.js';
import { tokenName } from '../../format/token.js';
import { graphql } from '../../generated/index.js';
import { type Bucket } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { BUCKET_CHOICES, chartPeriod } from '../chart-period.js';

const AssetRevenueQuery = graphql(`
  query AssetRevenue($id: ID!, $bucket: Bucket!, $from: DateTime!) {
    asset(id: $id) {
      id
      revenue(bucket: $bucket, from: $from) {
        start
        usages
        gross
        token {
          id
          chain
          address
          symbol
          decimals
        }
      }
    }
  }
`);

const POLL_MS = 15_000;

/** What consumers paid for this asset itself, over time; one drawing per token. */
export function AssetRevenue({ assetId }: { assetId: string }) {
  const [bucket, setBucket] = useState<Bucket>('DAY');
  const { nameOf } = useChainNames();
  const hour = Math.floor(Date.now() / 3_600_000);
  const period = useMemo(() => chartPeriod(bucket, new Date(hour * 3_600_000)), [bucket, hour]);
  const query = useLiveQuery(
    AssetRevenueQuery,
    { id: assetId, bucket, from: period.from.toISOString() },
    { poll_ms: POLL_MS },
  );
  const rows = query.data?.asset?.revenue;
  const charts = useMemo(
    () =>
      barsByToken(
        (rows ?? []).map((row) => ({ ...row, amount: row.gross })),
        period,
        bucket,
        (index) => hue(index),
      ),
    [rows, period, bucket],
  );
  const control = (
    <SegmentedControl
      size="xs"
      aria-label="Period of a bar"
      value={bucket}
      onChange={(value) => setBucket(value as Bucket)}
      data={BUCKET_CHOICES}
    />
  );
  return (
    <Section title="Paid for use" aside={control}>
      <Loaded query={query} what="revenue" lines={6}>
        {() =>
          charts.length === 0 ? (
            <Empty>Nobody paid for the use of this asset itself in this period.</Empty>
          ) : (
            <div className="panels" data-testid="asset-revenue">
              {charts.map(({ token, data }) => (
                <div key={token.id}>
                  <h3 className="panel-title">
                    {tokenName(token)} on {nameOf(token.chain)}
                  </h3>
                  <BarChart data={data} what={`Paid for use in ${tokenName(token)}`} height={150} />
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
