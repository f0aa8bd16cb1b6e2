import type { ChainConfig, TributaryConfig } from '../../config/tributary-config.js';
import { CommandFailure } from './failure.js';

/** The chains that a command is about: the one named, or all. @throws CommandFailure for one that is not configured */
export function chainsOf({ chains }: TributaryConfig, id: number | undefined): ChainConfig[] {
  const found = chains.filter((chain) => id === undefined || chain.id === id);
  if (found.length > 0) return found;
  throw new CommandFailure(
    `Chain ${id} is not in the configuration; its chains are ${chains.map((chain) => chain.id).join(', ')}.`,
  );
}

/** The first endpoint of a chain that takes requests over HTTP. @throws CommandFailure where there is none */
export function httpEndpointOf({ id, rpc }: ChainConfig): string {
  const found = rpc.find((url) => /^https?:/.test(url));
  if (found) return found;
  throw new CommandFailure(`Chain ${id} has no endpoint over http in the configuration; name one with --rpc.`);
}
