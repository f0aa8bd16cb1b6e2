import { dirname, resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { readMappingFile } from './mapping-file.js';

/** A contract as the configuration names it. */
interface NamedContract {
  readonly adapter: string;
  readonly address?: string | undefined;
  readonly firstBlock: number;
  readonly token?: string | undefined;
  readonly decimals?: number | undefined;
}

interface WatchedContract {
  readonly adapter: string;
  readonly address: string;
  readonly firstBlock: number;
  readonly feed?: { readonly token: string; readonly decimals: number };
}

/** Whether an adapter is a mapping's file instead of code of this program. */
export function isMapping(adapter: string): boolean {
  return /\.ya?ml$/.test(adapter);
}

/**
 * The contracts of a chain with addresses: those that are left to a mapping are taken from its file, whose
 * path counts from the configuration's folder and is given as a whole.
 * @throws ConfigError
 */
export function contractsOf(
  chain: { readonly id: number; readonly contracts: readonly NamedContract[] },
  place: { readonly file: string; readonly key: string },
): WatchedContract[] {
  return chain.contracts.flatMap(({ adapter: name, address, firstBlock, token, decimals }, at) => {
    const adapter = isMapping(name) ? resolve(dirname(place.file), name) : name;
    const feed = token !== undefined && decimals !== undefined ? { feed: { token, decimals } } : {};
    if (address !== undefined) return [{ adapter, address, firstBlock, ...feed }];
    const listed = readMappingFile(adapter).contracts.filter((contract) => contract.chain === chain.id);
    if (listed.length === 0) {
      throw new ConfigError(
        `${place.file}: ${place.key}.${at}.address: expected an address, here or in ${adapter}, whose contracts name none on chain ${chain.id}.`,
      );
    }
    return listed.map((contract) => ({ adapter, address: contract.address, firstBlock: contract.firstBlock }));
  });
}
