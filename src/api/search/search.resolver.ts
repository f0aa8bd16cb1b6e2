import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type AssetId, InvalidIdError, normalizeAssetId } from '../../domain/ids.js';
import { searchAssetNames, searchContributors } from '../../read-models/search/queries.js';
import { getUsagesByReceipt } from '../../read-models/usages/queries.js';
import type { Asset } from '../assets/asset.type.js';
import { findAsset, presentAsset } from '../assets/present.js';
import { pageSize } from '../paging/page.js';
import { FIRST, searchText } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { presentUsage } from '../usages/present.js';
import { SearchHit } from './search-hit.type.js';

const HASH = /^0x[0-9a-f]{64}$/;
/** Fewer digits than this would find everybody. */
const ADDRESS_START = /^0x[0-9a-f]{3,40}$/;

@Resolver(() => SearchHit)
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      'Finds assets by id or part of the name, contributors by the start of their address, usages by receipt id.',
  })
  async search(
    @Args({ name: 'text', type: () => String, description: 'What to look for, 1 to 200 characters.' }) text: string,
    @Args(FIRST(10)) first: number | null,
    @Context() context: RequestContext,
  ): Promise<SearchHit[]> {
    const size = pageSize(first, 10);
    const wanted = searchText('text', text);
    const lower = wanted.toLowerCase();
    const id = assetIdIn(wanted);
    if (id) {
      const asset = await findAsset(context, id);
      return asset ? [assetHit(asset)] : [];
    }
    if (HASH.test(lower)) return this.byReceipt(context, lower, size);
    const people = ADDRESS_START.test(lower) ? await searchContributors(context.db, lower, size) : [];
    const assets = await searchAssetNames(context.db, wanted, size);
    return [...people.map(contributorHit), ...assets.map((view) => assetHit(presentAsset(view)))].slice(0, size);
  }

  private async byReceipt(context: RequestContext, receiptId: string, size: number): Promise<SearchHit[]> {
    const usages = await getUsagesByReceipt(context.db, receiptId, size);
    return Promise.all(
      usages.map(async (view) =>
        hit({ label: `Usage ${receiptId}`, kind: 'USAGE', usage: await presentUsage(context, view) }),
      ),
    );
  }
}

function assetIdIn(text: string): AssetId | null {
  try {
    return normalizeAssetId(text);
  } catch (error) {
    if (error instanceof InvalidIdError) return null;
    throw error;
  }
}

const assetHit = (asset: Asset): SearchHit => hit({ label: asset.name ?? asset.id, kind: 'ASSET', asset });
const contributorHit = (address: string): SearchHit =>
  hit({ label: address, kind: 'CONTRIBUTOR', contributor: address });

function hit(found: Partial<SearchHit> & Pick<SearchHit, 'label' | 'kind'>): SearchHit {
  return Object.assign(new SearchHit(), { asset: null, contributor: null, usage: null }, found);
}
