import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { LOCAL_CHAINS } from './chains/local-chains.js';
import { priceFeeds, watchedContracts } from './economy/contracts.js';
import type { LocalContracts } from './state.js';

/** Seconds: short, so that money which crossed chains is settled while one watches. */
const INTERVAL_s = 60;
/** Blocks below the head that nothing on a local chain ever changes. */
const FINALITY = 12;
const POLL_ms = 250;

/** Writes the configuration with which everything follows the two local chains. */
export function writeLocalConfig(
  path: string,
  databaseUrl: string,
  chains: readonly { readonly url: string; readonly contracts: LocalContracts }[],
  metricsPort: number,
): void {
  const text = stringify({
    interval: INTERVAL_s,
    database: databaseUrl,
    metrics: { port: metricsPort },
    chains: chains.map(({ url, contracts }) => ({
      id: contracts.chainId,
      name: LOCAL_CHAINS.find(({ chainId }) => chainId === contracts.chainId)?.name ?? `Chain ${contracts.chainId}`,
      rpc: [url],
      finality: FINALITY,
      pollIntervalMs: POLL_ms,
      contracts: [
        ...watchedContracts(contracts).map((address) => ({ adapter: 'reference', address })),
        ...priceFeeds(contracts).map((feed) => ({ adapter: 'chainlink', ...feed })),
      ].map((contract) => ({ ...contract, firstBlock: contracts.firstBlock })),
      prices: [{ token: contracts.tokens.USDC, usd: '1.00' }],
    })),
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `# Written by npm start for its local chains; edits are lost.\n${text}`);
}
