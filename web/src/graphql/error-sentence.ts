import type { CombinedError } from 'urql';

/** One sentence for people: what the service said, or that it did not answer. */
export function errorSentence(error: Pick<CombinedError, 'graphQLErrors' | 'networkError'>): string {
  const said = error.graphQLErrors.map((each) => each.message).filter(Boolean);
  if (said.length > 0) return [...new Set(said)].join(' ');
  return 'The service does not answer. The page asks again by itself; reload it if this stays.';
}
