import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useSubscription, type CombinedError } from 'urql';
import { graphql } from '../../generated/index.js';
import { type UsageLineFragment } from '../../generated/graphql.js';
import { onSocketState, socketState } from '../../graphql/socket.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';
import { mergeFeed } from './merge-feed.js';

const LatestUsagesQuery = graphql(`
  query LatestUsages {
    usages(first: 15) {
      edges {
        node {
          ...UsageLine
        }
      }
    }
  }
`);

const UsageRecordedSubscription = graphql(`
  subscription UsageRecorded {
    usageRecorded {
      ...UsageLine
    }
  }
`);

/** Lines kept; older ones have a page of their own. */
export const FEED_LENGTH = 15;
const FALLBACK_POLL_MS = 4_000;
/** A burst is shown at this pace, so that the page stays calm while a chain catches up. */
const SHOW_EVERY_MS = 300;

export type FeedState = 'live' | 'connecting' | 'reconnecting' | 'paused';

export interface UsageFeed {
  readonly rows: readonly UsageLineFragment[];
  readonly state: FeedState;
  readonly error: CombinedError | undefined;
  readonly loading: boolean;
  /** True for what came while the page was open. */
  readonly isNew: (row: UsageLineFragment) => boolean;
}

/**
 * The latest usages: asked for once, then pushed over the socket; while the socket is away they are asked
 * for every few seconds, and once more when it is back, so that nothing is missed.
 */
export function useUsageFeed(paused: boolean): UsageFeed {
  const connection = useSyncExternalStore(onSocketState, socketState);
  const connected = connection === 'connected';
  const latest = useLiveQuery(
    LatestUsagesQuery,
    {},
    { poll_ms: connected ? undefined : FALLBACK_POLL_MS, pause: paused },
  );
  const [rows, setRows] = useState<readonly UsageLineFragment[]>([]);
  const arrivals = useRef<UsageLineFragment[]>([]);
  const seenAtStart = useRef<Set<string> | null>(null);

  useSubscription({ query: UsageRecordedSubscription, pause: paused }, (_, data) => {
    arrivals.current.push(data.usageRecorded);
    return data;
  });

  const refresh = useRef(latest.refresh);
  refresh.current = latest.refresh;
  useEffect(() => {
    if (connected && !paused) refresh.current();
  }, [connected, paused]);

  const answered = latest.data?.usages;
  useEffect(() => {
    if (!answered || paused) return;
    const nodes = answered.edges.map((edge) => edge.node);
    seenAtStart.current ??= new Set(nodes.map((node) => node.id));
    setRows(mergeFeed(arrivals.current, nodes, FEED_LENGTH));
  }, [answered, paused]);

  useEffect(() => {
    if (paused) return undefined;
    const timer = setInterval(() => {
      if (arrivals.current.length === 0) return;
      const arrived = arrivals.current;
      arrivals.current = [];
      setRows((known) => mergeFeed(arrived, known, FEED_LENGTH));
    }, SHOW_EVERY_MS);
    return () => clearInterval(timer);
  }, [paused]);

  const state: FeedState = paused
    ? 'paused'
    : connected
      ? 'live'
      : connection === 'reconnecting'
        ? 'reconnecting'
        : 'connecting';
  return {
    rows,
    state,
    error: latest.error,
    loading: latest.loading,
    isNew: (row) => seenAtStart.current !== null && !seenAtStart.current.has(row.id),
  };
}
