import { useParams } from '@tanstack/react-router';
import { ChainBadge, CrossChainMark } from '../../components/badges.js';
import { Hex } from '../../components/Hex.js';
import { Fact, Facts, PageHead, Section, usePageTitle } from '../../components/layout.js';
import { AddressLink, AssetLink } from '../../components/links.js';
import { Loaded, NotFound } from '../../components/states.js';
import { ExactTime } from '../../components/TimeAgo.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { UsdValue } from '../../components/UsdValue.js';
import { readableCount } from '../../format/amount.js';
import { OPERATION_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type UsageQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';

const UsageQuery = graphql(`
  query Usage($id: ID!) {
    node(id: $id) {
      ... on Usage {
        ...UsageLine
        application
        fee
        executor
        receiptId
        parentReceiptId
        blockNumber
        txHash
        usageContract
        vault
      }
    }
  }
`);

type Usage = NonNullable<Extract<Data['node'], { txHash: string }>>;

const isUsage = (node: Data['node']): node is Usage => node != null && 'txHash' in node;

function UsageFacts({ usage }: { usage: Usage }) {
  const { token } = usage;
  return (
    <>
      <Section title="What was used, and by whom">
        <Facts>
          <Fact label="Asset">
            <AssetLink asset={usage.asset} />
          </Fact>
          <Fact label="Consumer">
            <AddressLink address={usage.consumer} />
          </Fact>
          <Fact label="Application">{usage.application ? <AddressLink address={usage.application} /> : '—'}</Fact>
          <Fact label="Executed by">{usage.executor ? <AddressLink address={usage.executor} /> : '—'}</Fact>
          <Fact label="Units">{readableCount(usage.units)}</Fact>
        </Facts>
      </Section>
      <Section title="What was paid">
        <Facts>
          <Fact label="Paid">
            <TokenAmount token={token} amount={usage.amount} maxFraction={18} />
          </Fact>
          <Fact label="Worth at that moment">
            <UsdValue value={usage.value} />
          </Fact>
          <Fact label="Protocol fee">
            <TokenAmount token={token} amount={usage.fee} maxFraction={18} />
          </Fact>
          <Fact label="For the people behind the asset">
            <TokenAmount
              token={token}
              amount={(BigInt(usage.amount) - BigInt(usage.fee)).toString()}
              maxFraction={18}
            />
          </Fact>
          <Fact label="Vault">
            <Hex value={usage.vault} what="vault" />
          </Fact>
        </Facts>
      </Section>
      <Section title="Where it is recorded">
        <Facts>
          <Fact label="Chain">
            <ChainBadge chain={usage.chain} />
          </Fact>
          <Fact label="Block">{readableCount(usage.blockNumber)}</Fact>
          <Fact label="Transaction">
            <Hex value={usage.txHash} what="transaction" />
          </Fact>
          <Fact label="Receipt">
            <Hex value={usage.receiptId} what="receipt id" />
          </Fact>
          <Fact label="Parent receipt">
            {usage.parentReceiptId ? <Hex value={usage.parentReceiptId} what="parent receipt id" /> : '—'}
          </Fact>
          <Fact label="Contract">
            <Hex value={usage.usageContract} what="contract" />
          </Fact>
        </Facts>
      </Section>
    </>
  );
}

/** One usage: the receipt of somebody paying for an asset. */
export function UsagePage() {
  const { id } = useParams({ from: '/usage/$id' });
  usePageTitle('Usage');
  const query = useLiveQuery(UsageQuery, { id });
  return (
    <Loaded query={query} what="the usage" lines={10}>
      {({ node }) => {
        if (!isUsage(node)) {
          return <NotFound title="No such usage" sentence="No usage has this id. A fork may have taken it back." />;
        }
        return (
          <>
            <PageHead
              title={`${OPERATION_WORDS[node.operation]} of ${node.asset.name || 'an asset'}`}
              lead={
                <>
                  <ExactTime time={node.time} />
                  <span>{node.status.charAt(0) + node.status.slice(1).toLowerCase()}</span>
                  {node.crossesChains ? (
                    <span>
                      <CrossChainMark /> Paid on another chain than the asset's own
                    </span>
                  ) : null}
                </>
              }
            />
            <UsageFacts usage={node} />
          </>
        );
      }}
    </Loaded>
  );
}
