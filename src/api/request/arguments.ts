import type { ArgsOptions } from '@nestjs/graphql';
import { Int } from '@nestjs/graphql';
import {
  address,
  chainId,
  normalizeAssetId,
  parseCaip2,
  type Address,
  type AssetId,
  type ChainId,
} from '../../domain/ids.js';
import { UserInputError } from '../errors/user-input.js';
import { DEFAULT_FIRST } from '../paging/page.js';
import { Bucket } from '../vocabulary/enums.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

/** `first` of a list. */
export const FIRST = (defaultValue = DEFAULT_FIRST): ArgsOptions => ({
  name: 'first',
  type: () => Int,
  nullable: true,
  defaultValue,
  description: 'Rows on the page, from 1 to 100.',
});

/** `after` of a list. */
export const AFTER: ArgsOptions = {
  name: 'after',
  type: () => String,
  nullable: true,
  description: 'endCursor of the page before. Leave it out for the first page.',
};

/** `bucket` of a series. */
export const BUCKET: ArgsOptions = {
  name: 'bucket',
  type: () => Bucket,
  defaultValue: 'DAY',
  description: 'Length of the pieces of time.',
};

/** `from` of a period. */
export const FROM: ArgsOptions = {
  name: 'from',
  type: () => DateTimeScalar,
  nullable: true,
  description: 'Counts intervals that start at this time or later.',
};

/** `to` of a period. */
export const TO: ArgsOptions = {
  name: 'to',
  type: () => DateTimeScalar,
  nullable: true,
  description: 'Counts intervals that start before this time.',
};

/** A CAIP-2 chain, or null where none is given. @throws InvalidIdError */
export function optionalChain(text: string | null | undefined): ChainId | null {
  return text == null ? null : parseCaip2(text);
}

/** An address, or null where none is given. @throws InvalidIdError */
export function optionalAddress(text: string | null | undefined): Address | null {
  return text == null ? null : address(text);
}

/** A CAIP-19 asset, or null where none is given. @throws InvalidIdError */
export function optionalAsset(text: string | null | undefined): AssetId | null {
  return text == null ? null : normalizeAssetId(text);
}

const TOKEN = /^eip155:([1-9]\d{0,15})\/erc20:(0x[0-9a-f]{40})$/;

/**
 * A token by its CAIP-19 id, or by its address alone where `home` says on which chain.
 * @throws UserInputError
 */
export function parseTokenId(text: string, home?: ChainId): { chainId: ChainId; address: Address } {
  const lower = text.toLowerCase();
  const match = TOKEN.exec(lower);
  if (!match) {
    if (home !== undefined && /^0x[0-9a-f]{40}$/.test(lower)) return { chainId: home, address: address(lower) };
    throw new UserInputError(
      `"${text}" is not a token: expected CAIP-19, for example eip155:8453/erc20:0x${'0'.repeat(39)}1.`,
    );
  }
  return { chainId: chainId(Number(match[1])), address: match[2] as Address };
}

/** @throws UserInputError unless `from` is before `to`, where both are given */
export function checkPeriod(from_s: number | null | undefined, to_s: number | null | undefined): void {
  if (from_s != null && to_s != null && from_s >= to_s) {
    throw new UserInputError('"from" is not before "to": expected a period of time that begins before it ends.');
  }
}

/** Free text for a search: trimmed, and without what Postgres cannot hold. @throws UserInputError */
export function searchText(name: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 200 || trimmed.includes('\0')) {
    throw new UserInputError(`"${name}" has ${trimmed.length} characters: expected 1 to 200, none of them NUL.`);
  }
  return trimmed;
}
