import { isMapping } from '../../config/watched-contracts.js';
import { ConfigError } from '../../config/config-error.js';
import type { Adapter } from './adapter.js';
import { chainlinkAdapter, type Feed } from './chainlink/adapter.js';
import { loadMapping } from './mapping/load-mapping.js';
import { referenceAdapter } from './reference/adapter.js';

/** The adapters that are code, by the name that configuration gives them. */
const CODED: Readonly<Record<string, Adapter>> = { [referenceAdapter.name]: referenceAdapter };

interface NamedContract {
  readonly adapter: string;
  readonly address?: string;
  /** Of a price feed. */
  readonly feed?: Feed;
}

/**
 * The adapters that contracts can name: those that are code, and the mappings that the contracts refer to,
 * by the path of their file and, as the log has it, by their name.
 * @throws ConfigError for a mapping that is not valid
 */
export function adaptersOf(contracts: readonly NamedContract[]): Readonly<Record<string, Adapter>> {
  const adapters: Record<string, Adapter> = { ...CODED };
  const feeds = new Map<string, Feed>();
  for (const { address, feed } of contracts) if (address && feed) feeds.set(address, feed);
  if (feeds.size > 0) adapters['chainlink'] = chainlinkAdapter(feeds);
  const paths = new Set(contracts.map(({ adapter }) => adapter).filter(isMapping));
  for (const path of paths) {
    const adapter = loadMapping(path);
    if (adapters[adapter.name]) {
      throw new ConfigError(`${path}: name: expected a name of its own; another adapter is called ${adapter.name}.`);
    }
    adapters[path] = adapters[adapter.name] = adapter;
  }
  return adapters;
}
