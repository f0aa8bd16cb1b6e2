/**
 * Every URL of the explorer, and of what the service offers beside it. Nothing else builds a path.
 * An asset's page is its CAIP-19 id after `/asset/`, so an id can be pasted into the address bar.
 */

export const overviewUrl = (): string => '/';
export const assetsUrl = (filter: { chain?: string; kind?: string; search?: string } = {}): string =>
  withQuery('/assets', filter);
export const assetUrl = (assetId: string): string => `/asset/${assetId}`;
export const contributorsUrl = (): string => '/contributors';
export const contributorUrl = (address: string): string => `/contributor/${address}`;
export const usagesUrl = (filter: { chain?: string; operation?: string } = {}): string => withQuery('/usages', filter);
export const usageUrl = (id: string): string => `/usage/${encodeURIComponent(id)}`;
export const chainsUrl = (): string => '/chains';
export const anomaliesUrl = (): string => '/anomalies';

/** Lineage of an asset as a file for other tools. */
export const lineageFileUrl = (assetId: string, format: 'graphml' | 'csv'): string =>
  `/lineage/${encodeURIComponent(assetId)}.${format}`;

export const graphqlUrl = (): string => '/graphql';
/** The same endpoint over WebSocket, for subscriptions. */
export const graphqlSocketUrl = (location: { protocol: string; host: string }): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
export const graphiqlUrl = (): string => '/graphiql';

function withQuery(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
