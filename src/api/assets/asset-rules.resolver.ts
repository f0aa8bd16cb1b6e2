import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PPM, ROLES } from '../../domain/vocabulary.js';
import { getSplitHistory, getTermsHistory, getVersions, type TermsView } from '../../read-models/assets/rules.js';
import { countHolders } from '../../read-models/contributors/queries.js';
import { RequestContext } from '../request/request-context.js';
import { Asset } from './asset.type.js';
import { AssetVersion, RoleShare, SplitChange, Terms } from './rules.type.js';

@Resolver(() => Asset)
export class AssetRulesResolver {
  @ResolveField(() => [AssetVersion], { description: 'Versions of its content, oldest first.' })
  async versions(@Parent() asset: Asset, @Context() context: RequestContext): Promise<AssetVersion[]> {
    const versions = await getVersions(context.db, asset.id, asset.moment);
    return versions.map(({ time_s, ...rest }) => ({ ...rest, time: time_s }));
  }

  @ResolveField(() => Terms, {
    nullable: true,
    description: 'What anybody may do with it now. Null where nothing was said.',
  })
  async terms(@Parent() asset: Asset, @Context() context: RequestContext): Promise<Terms | null> {
    const latest = (await getTermsHistory(context.db, asset.id, asset.moment)).at(-1);
    return latest ? presentTerms(latest) : null;
  }

  @ResolveField(() => [Terms], { description: 'Its terms and what they were before, oldest first.' })
  async termsHistory(@Parent() asset: Asset, @Context() context: RequestContext): Promise<Terms[]> {
    return (await getTermsHistory(context.db, asset.id, asset.moment)).map(presentTerms);
  }

  @ResolveField(() => [RoleShare], {
    description:
      'How what it keeps is divided now: the roles that hold shares, and the owner with all the rest. Adds up to 1,000,000.',
  })
  async split(@Parent() asset: Asset, @Context() context: RequestContext): Promise<RoleShare[]> {
    const view = await context.at(asset.moment).assets.load(asset.id);
    if (!view?.registered) return [];
    const holders = await countHolders(context.db, asset.id, asset.moment);
    const held = ROLES.flatMap((role, index): RoleShare[] => {
      const totalShares = view.poolShares[index] ?? 0n;
      if (role === 'OWNER' || totalShares === 0n) return [];
      return [{ role, ppm: view.splitPpm?.[index] ?? 0, totalShares, contributors: holders.get(role) ?? 0 }];
    });
    const ppm = Number(PPM) - held.reduce((sum, share) => sum + share.ppm, 0);
    return [{ role: 'OWNER', ppm, totalShares: 1n, contributors: 1 }, ...held];
  }

  @ResolveField(() => [SplitChange], { description: 'Role splits that were set, oldest first.' })
  async splitHistory(@Parent() asset: Asset, @Context() context: RequestContext): Promise<SplitChange[]> {
    const history = await getSplitHistory(context.db, asset.id, asset.moment);
    return history.map(({ time_s, position, splitPpm }) => ({ since: time_s, position, splitPpm: [...splitPpm] }));
  }
}

function presentTerms({ time_s, ...terms }: TermsView): Terms {
  return { ...terms, since: time_s };
}
