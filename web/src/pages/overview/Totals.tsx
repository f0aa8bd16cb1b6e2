import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '../../components/states.js';
import { PageLink } from '../../components/links.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { useChainNames } from '../../components/chain-names.js';
import { readableCount } from '../../format/amount.js';
import { graphql } from '../../generated/index.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { anomaliesUrl, assetsUrl, contributorsUrl, usagesUrl } from '../../url.js';

const TotalsQuery = graphql(`
  query Totals {
    totals {
      assets
      contributors
      usages
      links
      anomalies
      gross {
        amount
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

const POLL_MS = 5_000;

function Tile({ label, children, span }: { label: ReactNode; children: ReactNode; span?: boolean }) {
  return (
    <div className={span ? 'tile span-2' : 'tile'}>
      <div className="tile-label">{label}</div>
      <div className={span ? 'tile-value small' : 'tile-value'}>{children}</div>
    </div>
  );
}

/** Counts of the whole ledger, and what consumers have paid per token. */
export function Totals() {
  const query = useLiveQuery(TotalsQuery, {}, { poll_ms: POLL_MS });
  const { nameOf } = useChainNames();
  const totals = query.data?.totals;
  if (query.error && !totals) return <ErrorState error={query.error} retry={query.refresh} />;
  const count = (value: string | undefined) =>
    value === undefined ? <Skeleton height={24} width={70} mt={4} /> : readableCount(value);
  return (
    <div className="tiles" data-testid="totals">
      <Tile label={<PageLink to={assetsUrl()}>Assets</PageLink>}>{count(totals?.assets)}</Tile>
      <Tile label={<PageLink to={contributorsUrl()}>Contributors</PageLink>}>{count(totals?.contributors)}</Tile>
      <Tile label={<PageLink to={usagesUrl()}>Usages</PageLink>}>{count(totals?.usages)}</Tile>
      <Tile label="Lineage links">{count(totals?.links)}</Tile>
      <Tile label={<PageLink to={anomaliesUrl()}>Anomalies</PageLink>}>{count(totals?.anomalies)}</Tile>
      <Tile label="Paid for use" span>
        {totals ? null : <Skeleton height={24} width={140} />}
        {totals?.gross.length === 0 ? 'Nothing yet' : null}
        {totals?.gross.map(({ token, amount }) => (
          <span key={token.id}>
            <TokenAmount token={token} amount={amount} maxFraction={2} />{' '}
            <span className="muted">{nameOf(token.chain)}</span>
          </span>
        ))}
      </Tile>
    </div>
  );
}
