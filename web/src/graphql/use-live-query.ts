import { useEffect } from 'react';
import { useQuery, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';

export interface LiveQuery<Data> {
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** Nothing to show yet: neither data nor an error. */
  readonly loading: boolean;
  /** Data of the variables before these is still shown. */
  readonly stale: boolean;
  readonly refresh: () => void;
}

/**
 * A query that asks again every `poll_ms` while the page is visible, and at once when it becomes visible.
 * Without `poll_ms` it asks once. `pause` asks nothing.
 */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { poll_ms?: number; pause?: boolean } = {},
): LiveQuery<Data> {
  const { poll_ms, pause = false } = options;
  const [result, execute] = useQuery<Data, Variables>({ query, variables, pause } as Parameters<
    typeof useQuery<Data, Variables>
  >[0]);

  useEffect(() => {
    if (!poll_ms || pause) return undefined;
    const ask = () => {
      if (document.visibilityState === 'visible') execute({ requestPolicy: 'network-only' });
    };
    const timer = setInterval(ask, poll_ms);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [execute, poll_ms, pause]);

  return {
    data: result.data,
    error: result.error,
    loading: !result.data && !result.error && !pause,
    stale: result.stale,
    refresh: () => execute({ requestPolicy: 'network-only' }),
  };
}
