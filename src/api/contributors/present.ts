import type { ContributorView } from '../../read-models/contributors/queries.js';
import type { RequestContext } from '../request/request-context.js';
import { Contributor } from './contributor.type.js';

/** A contributor as the schema shows it. */
export function presentContributor(view: ContributorView): Contributor {
  return Object.assign(new Contributor(), {
    id: view.address,
    address: view.address,
    firstSeen: view.firstSeen_s,
  });
}

/** The contributor at an address, or null. */
export async function findContributor(context: RequestContext, address: string): Promise<Contributor | null> {
  const view = await context.loaders.contributors.load(address);
  return view && presentContributor(view);
}
