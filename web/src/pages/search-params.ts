import { KIND_WORDS, OPERATION_WORDS } from '../format/words.js';
import type { AssetKind, AssetOrder, Bucket, Operation } from '../generated/graphql.js';

/** What stands after the `?` of the pages' URLs. Whatever is not understood is left away, never an error. */

type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined => {
  const read = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return read || undefined;
};

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

export const ASSET_ORDERS = ['MOST_USED', 'NEWEST', 'OLDEST', 'NAME'] as const satisfies readonly AssetOrder[];
export const LINEAGE_VIEWS = ['both', 'up', 'down'] as const;
export const BUCKETS = ['HOUR', 'DAY', 'MONTH'] as const satisfies readonly Bucket[];
export const MAX_DEPTH = 10;

export interface AssetsSearch {
  kind?: AssetKind;
  chain?: string;
  search?: string;
  order?: AssetOrder;
}

export function readAssetsSearch(raw: Raw): AssetsSearch {
  return {
    kind: oneOf(raw.kind, Object.keys(KIND_WORDS) as AssetKind[]),
    chain: text(raw.chain),
    search: text(raw.search),
    order: oneOf(raw.order, ASSET_ORDERS),
  };
}

export interface LineageSearch {
  lineage?: (typeof LINEAGE_VIEWS)[number];
  depth?: number;
}

export function readLineageSearch(raw: Raw): LineageSearch {
  const depth = Number(raw.depth);
  return {
    lineage: oneOf(raw.lineage, LINEAGE_VIEWS),
    depth: Number.isInteger(depth) && depth >= 1 && depth <= MAX_DEPTH ? depth : undefined,
  };
}

export interface ContributorSearch {
  bucket?: Bucket;
}

export function readContributorSearch(raw: Raw): ContributorSearch {
  return { bucket: oneOf(raw.bucket, BUCKETS) };
}

export interface UsagesSearch {
  chain?: string;
  operation?: Operation;
}

export function readUsagesSearch(raw: Raw): UsagesSearch {
  return {
    chain: text(raw.chain),
    operation: oneOf(raw.operation, Object.keys(OPERATION_WORDS) as Operation[]),
  };
}
