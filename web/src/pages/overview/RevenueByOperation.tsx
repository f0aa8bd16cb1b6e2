import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.js';
import type { BarData } from '../../charts/bars.js';
import { quietStart } from '../../charts/by-token.js';
import { OPERATION_HUES } from '../../charts/palette.js';
import { useChainNames } from '../../components/chain-names.js';
import { Section } from '../../components/layout.js';
import { Empty, Loaded } from '../../components/states.js';
import { tokenName } from '../../format/token.js';
import { bucketLabel, bucketStart, bucketStarts } from '../../format/time.js';
import { OPERATION_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type Operation, type RevenueByOperationQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';

const RevenueByOperationQuery = graphql(`
  query RevenueByOperation($from: DateTime!) {
    revenue(groupBy: OPERATION, bucket: DAY, from: $from) {
      rows {
        key
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

type Row = Data['revenue']['rows'][number];

const DAYS = 14;
const DAY_MS = 86_400_000;
const POLL_MS = 20_000;

/** The rows of one token as stacked bars over the last two weeks. */
function barsOf(rows: readonly Row[], token: Row['token'], from: Date, to: Date): BarData {
  const starts = bucketStarts(from, to, 'DAY');
  const place = new Map(starts.map((start, index) => [start, index]));
  const operations = Object.keys(OPERATION_HUES) as Operation[];
  const amounts = new Map(operations.map((operation) => [operation, starts.map(() => 0n)]));
  for (const row of rows) {
    const at = place.get(new Date(row.start).toISOString());
    const column = amounts.get(row.key as Operation);
    if (at !== undefined && column) column[at] = column[at]! + BigInt(row.gross);
  }
  const skipped = quietStart([...amounts.values()]);
  return {
    labels: starts.slice(skipped).map((start) => bucketLabel(start, 'DAY')),
    symbol: tokenName(token),
    decimals: token.decimals ?? null,
    series: operations
      .filter((operation) => amounts.get(operation)!.some((amount) => amount > 0n))
      .map((operation) => ({
        key: operation,
        label: OPERATION_WORDS[operation],
        hue: OPERATION_HUES[operation],
        amounts: amounts.get(operation)!.slice(skipped).map(String),
      })),
  };
}

/** The tokens of the rows, the most used first. */
function tokensOf(rows: readonly Row[]): Row['token'][] {
  const uses = new Map<string, { token: Row['token']; count: bigint }>();
  for (const { token, usages } of rows) {
    uses.set(token.id, { token, count: (uses.get(token.id)?.count ?? 0n) + BigInt(usages) });
  }
  return [...uses.values()].sort((a, b) => (a.count < b.count ? 1 : -1)).map(({ token }) => token);
}

/** What consumers paid by day and operation. One token at a time: unlike tokens are never added up. */
export function RevenueByOperation() {
  const today = bucketStart(new Date(), 'DAY').getTime();
  const from = useMemo(() => new Date(today - (DAYS - 1) * DAY_MS), [today]);
  const query = useLiveQuery(RevenueByOperationQuery, { from: from.toISOString() }, { poll_ms: POLL_MS });
  const { nameOf } = useChainNames();
  const [chosen, setChosen] = useState<string>();
  const rows = query.data?.revenue.rows;
  const tokens = useMemo(() => tokensOf(rows ?? []), [rows]);
  const token = tokens.find((each) => each.id === chosen) ?? tokens[0];
  const data = useMemo(
    () =>
      rows && token
        ? barsOf(
            rows.filter((row) => row.token.id === token.id),
            token,
            from,
            new Date(),
          )
        : null,
    [rows, token, from],
  );
  const choice = token ? (
    <NativeSelect
      size="xs"
      aria-label="Token"
      value={token.id}
      onChange={(event) => setChosen(event.currentTarget.value)}
      data={tokens.map((each) => ({ value: each.id, label: `${tokenName(each)} on ${nameOf(each.chain)}` }))}
    />
  ) : null;
  return (
    <Section title="Paid for use, by day" aside={choice}>
      <Loaded query={query} what="revenue" lines={8}>
        {() =>
          data ? (
            <BarChart data={data} what="Paid for use by day" height={250} />
          ) : (
            <Empty>No usages in two weeks.</Empty>
          )
        }
      </Loaded>
    </Section>
  );
}
