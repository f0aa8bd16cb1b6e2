import { parseAssetId } from '../../domain/ids.js';
import type { AssetView } from '../../read-models/assets/queries.js';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import type { ShareView } from '../../read-models/contributors/queries.js';
import type { LinkView } from '../../read-models/lineage/queries.js';
import type { RequestContext } from '../request/request-context.js';
import { Asset } from './asset.type.js';
import { Link } from './link.type.js';
import { Share } from './share.type.js';

/** An asset as the schema shows it. @param moment that the view is of; all that is asked of the asset is told as of it */
export function presentAsset(view: AssetView, moment?: PastMoment): Asset {
  return Object.assign(unregistered(view.assetId, moment), {
    registered: view.registered,
    kind: view.kind,
    name: view.name,
    owner: view.owner,
    status: view.status,
    contentHash: view.contentHash,
    metadataUri: view.metadataUri,
    version: view.version,
    registeredAt: view.registeredTime_s,
    registeredIn: view.txHash,
  });
}

/** An asset of which only the id is known: its home chain is not followed, or has not announced it. */
function unregistered(assetId: string, moment?: PastMoment): Asset {
  const { chain, registry, tokenId } = parseAssetId(assetId);
  return Object.assign(new Asset(), {
    id: assetId,
    moment,
    chain: `eip155:${chain}`,
    registry,
    tokenId,
    registered: false,
    kind: null,
    name: null,
    owner: null,
    status: 'ACTIVE' as const,
    contentHash: null,
    metadataUri: null,
    version: 0,
    registeredAt: null,
    registeredIn: null,
  });
}

/** The asset that something in the ledger names. */
export async function loadAsset(context: RequestContext, assetId: string, moment?: PastMoment): Promise<Asset> {
  const view = await context.at(moment).assets.load(assetId);
  return view ? presentAsset(view, moment) : unregistered(assetId, moment);
}

/** The asset of an id that somebody typed, or null where nothing in the ledger names it. */
export async function findAsset(context: RequestContext, assetId: string, moment?: PastMoment): Promise<Asset | null> {
  const view = await context.at(moment).assets.load(assetId);
  if (view) return presentAsset(view, moment);
  return (await context.loaders.named.load(assetId)) ? unregistered(assetId, moment) : null;
}

/** A link as the schema shows it. */
export function presentLink(view: LinkView, moment?: PastMoment): Link {
  return Object.assign(new Link(), {
    childId: view.child,
    parentId: view.parent,
    moment,
    relation: view.relation,
    royaltyPpm: view.royaltyPpm,
    policy: view.policy,
    since: view.time_s,
    belowTerms: view.belowTerms,
    crossesChains: parseAssetId(view.child).chain !== parseAssetId(view.parent).chain,
  });
}

/** Shares as the schema shows them. */
export function presentShare(view: ShareView, moment?: PastMoment): Share {
  return Object.assign(new Share(), {
    assetId: view.assetId,
    moment,
    role: view.role,
    contributor: view.contributor,
    shares: view.shares,
    totalShares: view.totalShares,
    since: view.since_s,
  });
}
