import { keccak256, stringToHex } from 'viem';
import type { Hex } from '../domain/ids.js';

/** What of a configuration decides where money goes. */
export interface PayoutConfiguration {
  /** Length of an interval, in seconds. */
  readonly interval: number;
  readonly chains: readonly {
    readonly id: number;
    readonly settles?: { readonly from_s?: number | undefined; readonly until_s?: number | undefined };
    readonly contracts: readonly { readonly adapter: string; readonly address: string; readonly firstBlock: number }[];
  }[];
}

/**
 * The digest that a published root names its configuration by: keccak-256 of this JSON, in UTF-8 and without
 * spaces, chains by their number and contracts by their address, all in lower case:
 *
 *     {"interval_s":60,"chains":[{"chain":"eip155:1","contracts":[["0x…",firstBlock,"adapter"]]}]}
 *
 * A chain that settles from or until some mark has `from_s` and `until_s`, seconds since the Unix epoch, before its
 * contracts. Price feeds are left out: what things are worth decides nothing. The adapter is its name, which for a mapping is that of its file without folder: where it lies is nobody's
 * business.
 */
export function configurationDigest({ interval, chains }: PayoutConfiguration): Hex {
  const described = {
    interval_s: interval,
    chains: [...chains]
      .sort((a, b) => a.id - b.id)
      .map(({ id, settles = {}, contracts }) => ({
        chain: `eip155:${id}`,
        from_s: settles.from_s,
        until_s: settles.until_s,
        contracts: contracts
          .filter(({ adapter }) => adapter !== 'chainlink')
          .map(({ address, firstBlock, adapter }): [string, number, string] => {
            return [address.toLowerCase(), firstBlock, adapter.split('/').at(-1)!];
          })
          .sort((a, b) => (a.join() < b.join() ? -1 : 1)),
      })),
  };
  return keccak256(stringToHex(JSON.stringify(described))) as Hex;
}
