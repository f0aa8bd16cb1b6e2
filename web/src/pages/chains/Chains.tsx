import { ChainStatusBadge } from '../../components/badges.js';
import { useChainNames } from '../../components/chain-names.js';
import { Hex } from '../../components/Hex.js';
import { Fact, Section } from '../../components/layout.js';
import { Empty, Loaded } from '../../components/states.js';
import { ExactTime, TimeAgo } from '../../components/TimeAgo.js';
import { readableCount } from '../../format/amount.js';
import { graphql } from '../../generated/index.js';
import { type ChainFactsFragment } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';

export const ChainFacts = graphql(`
  fragment ChainFacts on Chain {
    id
    caip2
    name
    status
    statusReason
    headBlock
    headTime
    finalizedBlock
    finalizedTime
    foldedBlock
    events
    batches
    retractions
    rawDigest
    canonicalDigest
    settledTo
  }
`);

const ChainsQuery = graphql(`
  query Chains {
    chains {
      ...ChainFacts
    }
  }
`);

const POLL_MS = 4_000;

const block = (number: number | null | undefined) => (number == null ? '—' : readableCount(number));

function Marks({ chain }: { chain: ChainFactsFragment }) {
  return (
    <>
      <Fact label="Head">
        <span className="figure">{block(chain.headBlock)}</span> <span className="muted">·</span>{' '}
        <TimeAgo time={chain.headTime} />
      </Fact>
      <Fact label="Final">
        <span className="figure">{block(chain.finalizedBlock)}</span> <span className="muted">·</span>{' '}
        <TimeAgo time={chain.finalizedTime} />
      </Fact>
      <Fact label="In the ledger">
        <span className="figure">{block(chain.foldedBlock)}</span>
      </Fact>
      <Fact label="Cross-chain money settled to">
        <TimeAgo time={chain.settledTo} />
      </Fact>
    </>
  );
}

function Record({ chain }: { chain: ChainFactsFragment }) {
  return (
    <>
      <Fact label="Settled mark">
        <ExactTime time={chain.settledTo} />
      </Fact>
      <Fact label="Events in the log">{readableCount(chain.events)}</Fact>
      <Fact label="Batches">{readableCount(chain.batches)}</Fact>
      <Fact label="Retractions after forks">{readableCount(chain.retractions)}</Fact>
      <Fact label="Digest of raw logs">
        {chain.rawDigest ? <Hex value={chain.rawDigest} what="digest of raw logs" /> : '—'}
      </Fact>
      <Fact label="Digest of events">
        {chain.canonicalDigest ? <Hex value={chain.canonicalDigest} what="digest of events" /> : '—'}
      </Fact>
    </>
  );
}

/** Each followed chain: how far it is read, final and settled; with `compact` only that. */
export function Chains({ compact = false }: { compact?: boolean }) {
  const query = useLiveQuery(ChainsQuery, {}, { poll_ms: POLL_MS });
  const { colorOf } = useChainNames();
  return (
    <Loaded query={query} what="chains" lines={3}>
      {({ chains }) =>
        chains.length === 0 ? (
          <Empty>No chains are configured. Add one to tributary.yaml and start again.</Empty>
        ) : (
          <div className="cards">
            {chains.map((chain) => (
              <Section
                key={chain.id}
                title={chain.name}
                aside={
                  <>
                    <span className="muted mono">
                      <span className="dot inline" style={{ background: colorOf(chain.caip2) }} /> {chain.caip2}
                    </span>
                    <ChainStatusBadge status={chain.status} />
                  </>
                }
              >
                {chain.statusReason ? <p className="note wrap-anywhere">{chain.statusReason}</p> : null}
                <dl className="facts tight">
                  <Marks chain={chain} />
                  {compact ? null : <Record chain={chain} />}
                </dl>
              </Section>
            ))}
          </div>
        )
      }
    </Loaded>
  );
}
