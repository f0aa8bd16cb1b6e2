import { InvalidArgumentError } from 'commander';
import { address, normalizeAssetId, type Address, type AssetId } from '../domain/ids.js';
import { parseTime } from '../domain/time.js';

/** Readers of arguments, for commander: each gives the value or one sentence that says what was expected. */

export function readWhole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** CAIP-2 or the bare number. */
export function readChain(text: string): number {
  const digits = text.replace(/^eip155:/, '');
  if (!/^[1-9]\d{0,14}$/.test(digits)) throw new InvalidArgumentError('Expected a chain, for example eip155:8453.');
  return Number(digits);
}

export function readAddress(text: string): Address {
  return orInvalid(() => address(text));
}

export function readAsset(text: string): AssetId {
  return orInvalid(() => normalizeAssetId(text));
}

/** CAIP-19, or an address alone, whose chain is then left open. */
export function readToken(text: string): { chainId: number | undefined; address: Address } {
  const match = /^(?:eip155:([1-9]\d{0,14})\/erc20:)?(0x[0-9a-fA-F]{40})$/.exec(text);
  if (!match) {
    throw new InvalidArgumentError('Expected a token, for example eip155:8453/erc20:0x... or its address alone.');
  }
  return { chainId: match[1] ? Number(match[1]) : undefined, address: address(match[2]!) };
}

/** A day or a moment, UTC. @returns seconds */
export function readTime(text: string): number {
  const time_s = parseTime(text);
  if (Number.isNaN(time_s)) {
    throw new InvalidArgumentError('Expected a day or a time in UTC, for example 2026-11-23 or 2026-11-23T14:00:00Z.');
  }
  return time_s;
}

/** A mark, as seconds since 1970 or as a time in UTC. @returns seconds */
export function readMark(text: string): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : readTime(text);
}

export function readUrl(text: string): string {
  if (!/^https?:\/\/\S+$/.test(text))
    throw new InvalidArgumentError('Expected a URL that starts with http:// or https://.');
  return text;
}

/** A mapping's name, as files and the log have it. */
export function readName(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(text) || text === 'reference') {
    throw new InvalidArgumentError('Expected a name of lower-case letters, digits and dashes, other than reference.');
  }
  return text;
}

function orInvalid<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
