import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Copy } from '../../components/Hex.js';
import { PageHead, usePageTitle } from '../../components/layout.js';
import { Loaded, NotFound } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { addressFault, shortHex } from '../../format/ids.js';
import { graphql } from '../../generated/index.js';
import { type ContributorPageQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { Balances } from './Balances.js';
import { Earnings } from './Earnings.js';
import { EarningsByAsset } from './EarningsByAsset.js';
import { ExplainDrawer, type ExplainRequest } from './ExplainDrawer.js';
import { Holdings } from './Holdings.js';

const ContributorPageQuery = graphql(`
  query ContributorPage($address: String!) {
    contributor(address: $address) {
      id
      address
      firstSeen
      balances {
        chain
        vault
        accrued
        valueNow {
          usd
          missing
          reason
          derived
        }
        settled
        claimable
        claimed
        inTransit
        token {
          id
          chain
          address
          symbol
          decimals
        }
      }
      earningsByAsset(first: 200) {
        role
        chain
        vault
        accrued
        asset {
          id
          name
          kind
        }
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

export type ContributorData = NonNullable<Data['contributor']>;

const POLL_MS = 8_000;

/** One contributor: what they are due, since when, for what. */
export function ContributorPage() {
  const { address } = useParams({ from: '/contributor/$address' });
  const fault = addressFault(address);
  if (fault) return <NotFound title="This is no address" sentence={fault} />;
  return <KnownContributor address={address.toLowerCase()} key={address.toLowerCase()} />;
}

function KnownContributor({ address }: { address: string }) {
  usePageTitle(`Contributor ${shortHex(address)}`);
  const search = useSearch({ from: '/contributor/$address' });
  const navigate = useNavigate();
  const [explained, setExplained] = useState<ExplainRequest | null>(null);
  const query = useLiveQuery(ContributorPageQuery, { address }, { poll_ms: POLL_MS });
  return (
    <Loaded query={query} what="the contributor" lines={12}>
      {({ contributor }) =>
        contributor ? (
          <>
            <PageHead
              title="Contributor"
              lead={
                <>
                  <span className="hex">
                    <span className="mono wrap-anywhere address">{contributor.address}</span>
                    <Copy value={contributor.address} what="address" />
                  </span>
                  <span>
                    first seen <TimeAgo time={contributor.firstSeen} />
                  </span>
                </>
              }
            />
            <Balances contributor={contributor} onExplain={setExplained} />
            <Earnings
              address={contributor.address}
              bucket={search.bucket ?? 'DAY'}
              onBucket={(bucket) => void navigate({ to: '.', search: { bucket }, replace: true, resetScroll: false })}
              onExplain={setExplained}
            />
            <EarningsByAsset contributor={contributor} onExplain={setExplained} />
            <Holdings address={contributor.address} />
            <ExplainDrawer contributor={contributor} request={explained} onClose={() => setExplained(null)} />
          </>
        ) : (
          <NotFound
            title="Nobody known by this address"
            sentence={`${address} owns no asset, holds no shares and has executed nothing on the chains that are followed.`}
          />
        )
      }
    </Loaded>
  );
}
