import { Button, SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { BarChart } from '../../charts/BarChart.js';
import { barsByToken } from '../../charts/by-token.js';
import { hue } from '../../charts/palette.js';
import { useChainNames } from '../../components/chain-names.js';
import { Section } from '../../components/layout.js';
import { Empty, Loaded } from '../../components/states.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { tokenName } from '../../format/token.js';
import { sumAmounts } from '../../format/amount.js';
import { nextBucket } from '../../format/time.js';
import { graphql } from '../../generated/index.js';
import { type Bucket, type EarningsQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { BUCKET_CHOICES, chartPeriod, type Period } from '../chart-period.js';
import type { ExplainRequest } from './ExplainDrawer.js';

const EarningsQuery = graphql(`
  query Earnings($address: String!, $bucket: Bucket!, $from: DateTime!) {
    contributor(address: $address) {
      id
      earnings(bucket: $bucket, from: $from) {
        start
        end
        amount
        opening
        closing
        provisional
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

type Point = NonNullable<Data['contributor']>['earnings'][number];

const POLL_MS = 15_000;

interface Props {
  address: string;
  bucket: Bucket;
  onBucket: (bucket: Bucket) => void;
  onExplain: (request: ExplainRequest) => void;
}

/** Earnings over time, one panel per token above the next: unlike tokens share no axis. */
export function Earnings({ address, bucket, onBucket, onExplain }: Props) {
  const hour = Math.floor(Date.now() / 3_600_000);
  const period = useMemo(() => chartPeriod(bucket, new Date(hour * 3_600_000)), [bucket, hour]);
  const query = useLiveQuery(EarningsQuery, { address, bucket, from: period.from.toISOString() }, { poll_ms: POLL_MS });
  const points = query.data?.contributor?.earnings;
  const panels = useMemo(() => barsByToken(points ?? [], period, bucket, hue), [points, period, bucket]);
  return (
    <Section
      title="Earnings"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Period of a bar"
          value={bucket}
          onChange={(value) => onBucket(value as Bucket)}
          data={BUCKET_CHOICES}
        />
      }
    >
      <Loaded query={query} what="earnings" lines={8}>
        {() =>
          panels.length === 0 ? (
            <Empty>Nothing was earned in this period.</Empty>
          ) : (
            <div className="panels wide" data-testid="earnings">
              {panels.map(({ token, data, starts }) => (
                <div key={token.id}>
                  <PanelHead
                    points={(points ?? []).filter((point) => point.token.id === token.id)}
                    period={period}
                    onExplain={onExplain}
                  />
                  <BarChart
                    data={data}
                    what={`Earned in ${tokenName(token)}`}
                    height={140}
                    onBucket={(at) => {
                      const from = starts[at];
                      if (!from) return;
                      const to = nextBucket(new Date(from), bucket).toISOString();
                      const figure = data.series[0]?.amounts[at] ?? '0';
                      onExplain({ token, vault: null, assetId: null, from, to, figure });
                    }}
                  />
                </div>
              ))}
              <p className="note whole-row">
                Choose a bar to see what it is made of. Paler bars are provisional: money from other chains is still
                being settled for them.
              </p>
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

/** Opening, earned and closing of one token over the whole period of the chart. */
function PanelHead(props: { points: readonly Point[]; period: Period; onExplain: (request: ExplainRequest) => void }) {
  const { nameOf } = useChainNames();
  const points = [...props.points].sort((a, b) => a.start.localeCompare(b.start));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const { token } = first;
  const earned = sumAmounts(points.map((point) => point.amount)).toString();
  return (
    <div className="panel-head">
      <h3 className="panel-title">
        {tokenName(token)} on {nameOf(token.chain)}
      </h3>
      <span className="panel-figures">
        <span>
          <span className="muted">before</span> <TokenAmount token={token} amount={first.opening} bare />
        </span>
        <span>
          <span className="muted">earned</span>{' '}
          <strong>
            <TokenAmount token={token} amount={earned} bare />
          </strong>
        </span>
        <span>
          <span className="muted">after</span> <TokenAmount token={token} amount={last.closing} bare />
        </span>
        <Button
          size="compact-xs"
          variant="light"
          aria-label={`Explain what was earned in ${tokenName(token)} in this period`}
          onClick={() =>
            props.onExplain({
              token,
              vault: null,
              assetId: null,
              from: props.period.from.toISOString(),
              to: props.period.to.toISOString(),
              figure: earned,
            })
          }
        >
          Explain
        </Button>
      </span>
    </div>
  );
}
