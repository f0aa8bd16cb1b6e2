import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChainBadge, KindBadge, StatusBadge } from '../../components/badges.js';
import { Copy } from '../../components/Hex.js';
import { PageHead, usePageTitle } from '../../components/layout.js';
import { Loaded, NotFound } from '../../components/states.js';
import { assetIdFault, shortAssetId } from '../../format/ids.js';
import { graphql } from '../../generated/index.js';
import { type AssetPageQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { LineageSection } from '../../lineage/LineageSection.js';
import { AssetFacts } from './AssetFacts.js';
import { AssetMoney } from './AssetMoney.js';
import { AssetRevenue } from './AssetRevenue.js';
import { AssetShares } from './AssetShares.js';
import { AssetUsages } from './AssetUsages.js';
import { Parents, Children } from './Relatives.js';
import { Split } from './Split.js';

const AssetPageQuery = graphql(`
  query AssetPage($id: ID!) {
    asset(id: $id) {
      id
      chain
      registry
      tokenId
      registered
      kind
      name
      owner
      status
      contentHash
      metadataUri
      version
      registeredAt
      registeredIn
      usageCount
      versions {
        version
        contentHash
        uri
        time
        txHash
      }
      terms {
        derivativesAllowed
        minRoyaltyPpm
        royaltyPolicy
        commercialUse
        termsHash
        since
      }
      split {
        role
        ppm
        totalShares
        contributors
      }
      earnings {
        amount
        token {
          id
          chain
          address
          symbol
          decimals
        }
      }
      inTransit {
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

export type AssetData = NonNullable<Data['asset']>;

const POLL_MS = 10_000;

/** One asset: what it is, whom it pays, where it comes from, what it earned. */
export function AssetPage() {
  const typed = useParams({ from: '/asset/$' })._splat ?? '';
  const fault = assetIdFault(typed);
  if (fault) return <NotFound title="This is no asset id" sentence={fault} />;
  return <KnownAsset id={typed.toLowerCase()} key={typed.toLowerCase()} />;
}

function KnownAsset({ id }: { id: string }) {
  const search = useSearch({ from: '/asset/$' });
  const navigate = useNavigate();
  const query = useLiveQuery(AssetPageQuery, { id }, { poll_ms: POLL_MS });
  const name = query.data?.asset?.name?.trim() || shortAssetId(id);
  usePageTitle(name);
  return (
    <Loaded query={query} what="the asset" lines={12}>
      {({ asset }) =>
        asset ? (
          <>
            <PageHead title={name} lead={<Lead asset={asset} />} />
            <AssetMoney asset={asset} />
            <LineageSection
              assetId={asset.id}
              search={search}
              onSearch={(change) =>
                void navigate({ to: '.', search: { ...search, ...change }, replace: true, resetScroll: false })
              }
            />
            <div className="columns main-aside">
              <div className="stack">
                <AssetRevenue assetId={asset.id} />
                <Split asset={asset} />
                <AssetShares asset={asset} />
                <AssetUsages assetId={asset.id} />
              </div>
              <div className="stack">
                <AssetFacts asset={asset} />
                <Parents assetId={asset.id} />
                <Children assetId={asset.id} />
              </div>
            </div>
          </>
        ) : (
          <NotFound
            title="No such asset"
            sentence={`No chain that is followed has registered or named ${id}. It may be too new, or on another chain.`}
          />
        )
      }
    </Loaded>
  );
}

function Lead({ asset }: { asset: AssetData }) {
  return (
    <>
      <KindBadge kind={asset.kind} />
      {asset.registered ? <StatusBadge status={asset.status} /> : null}
      <ChainBadge chain={asset.chain} />
      <span className="hex">
        <span className="mono wrap-anywhere">{asset.id}</span>
        <Copy value={asset.id} what="asset id" />
      </span>
    </>
  );
}
