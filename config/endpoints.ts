import { z } from 'zod';

/** A JSON-RPC endpoint, and how many calls a second it may get; without that it is slowed down when it says so. */
export interface EndpointConfig {
  readonly url: string;
  readonly callsPerSecond?: number | undefined;
}

const URL_EXPECTED = 'expected a URL that starts with http://, https://, ws:// or wss://';

/** The URL of an endpoint. */
export const url = z.string(URL_EXPECTED).regex(/^(https?|wss?):\/\/\S+$/, URL_EXPECTED);

/** How many calls a second an endpoint may get. */
export const callsPerSecond = z.int('expected a number of calls').positive('expected a number of calls').optional();

/** Endpoints of a chain: each its URL, or that with a bound of its own. */
export const rpc = z
  .array(
    z.union([url, z.strictObject({ url, callsPerSecond })], {
      error: `${URL_EXPECTED}, or { url, callsPerSecond }`,
    }),
  )
  .min(1, 'expected at least one RPC endpoint');

/** Endpoints with their bounds; one that has none of its own takes that of the chain. */
export function endpointsOf(chain: {
  readonly rpc: z.infer<typeof rpc>;
  readonly callsPerSecond?: number | undefined;
}): EndpointConfig[] {
  return chain.rpc.map((given) => ({
    callsPerSecond: chain.callsPerSecond,
    ...(typeof given === 'string' ? { url: given } : given),
  }));
}
