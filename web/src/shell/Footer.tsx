import { ChainBadge, ChainStatusBadge } from '../components/badges.js';
import { TimeAgo } from '../components/TimeAgo.js';
import { readableCount } from '../format/amount.js';
import { graphql } from '../generated/index.js';
import { useLiveQuery } from '../graphql/use-live-query.js';
import { graphiqlUrl } from '../url.js';

const AsOfQuery = graphql(`
  query AsOf {
    asOf {
      chains {
        chain
        position
        blockNumber
        time
        finalizedBlock
        status
        settledTo
      }
    }
  }
`);

const POLL_MS = 5_000;

/** Per chain, the moment the page's figures are true at. */
export function Footer() {
  const { data, error } = useLiveQuery(AsOfQuery, {}, { poll_ms: POLL_MS });
  return (
    <footer className="footer">
      <div className="footer-row" data-testid="as-of">
        {error ? (
          <span role="status">
            The service does not answer. Figures are those of its last answer; the page keeps asking.
          </span>
        ) : null}
        {data?.asOf.chains.map((moment) => (
          <span key={moment.chain} className="as-of">
            <ChainBadge chain={moment.chain} />
            {moment.status === 'FOLLOWING' ? null : <ChainStatusBadge status={moment.status} />}
            <span>
              as of block{' '}
              <span className="figure">{moment.blockNumber == null ? '—' : readableCount(moment.blockNumber)}</span>,{' '}
              <TimeAgo time={moment.time} />
              {moment.finalizedBlock == null ? null : (
                <>
                  {' '}
                  · final to <span className="figure">{readableCount(moment.finalizedBlock)}</span>
                </>
              )}
            </span>
          </span>
        ))}
        <span className="spacer" />
        <a className="link" href={graphiqlUrl()}>
          GraphQL
        </a>
      </div>
    </footer>
  );
}
