import type { Address, AssetId } from '../ids.js';
import { linksOf } from './graph.js';
import { planOf } from './plans.js';
import type { Purse } from './postings.js';
import { Route } from './routes.js';
import type { LedgerState } from './state.js';
import { Till } from './tills.js';

/** Assets that a desk remembers before it forgets all. */
const LIMIT = 20_000;

/**
 * What the payments of one vault and token have found of a state. Nothing of it is state: what is forgotten
 * is found again.
 */
export class Desk {
  private readonly tills = new Map<AssetId, Till>();
  private readonly routes = new Map<AssetId, Route>();

  constructor(
    private readonly state: LedgerState,
    readonly vault: Address,
    readonly token: Address,
  ) {}

  /** The till of an asset. */
  till(assetId: AssetId): Till {
    const known = this.tills.get(assetId);
    if (known) return known;
    if (this.tills.size >= LIMIT) this.tills.clear();
    const till = new Till(this.state, assetId, this.vault, this.token);
    this.tills.set(assetId, till);
    return till;
  }

  /** The way upward from an asset of this chain, by the links as they are now. */
  route(asset: AssetId): Route {
    const known = this.routes.get(asset);
    if (known?.holds()) return known;
    if (this.routes.size >= LIMIT) this.routes.clear();
    const plan = planOf(asset, this.state.chain, linksOf(this.state));
    const tills = plan.assets.map(({ assetId }) => this.till(assetId));
    const route = new Route(this.state, asset, plan, tills);
    this.routes.set(asset, route);
    return route;
  }
}

/** The desks of a state, by token; few vaults share one. */
const desks = new WeakMap<LedgerState, Map<Address, Desk[]>>();

/** The desk of a vault and token. */
export function deskOf(state: LedgerState, { vault, token }: Pick<Purse, 'vault' | 'token'>): Desk {
  let byToken = desks.get(state);
  if (!byToken) desks.set(state, (byToken = new Map()));
  let ofToken = byToken.get(token);
  if (!ofToken) byToken.set(token, (ofToken = []));
  let desk = ofToken.find((one) => one.vault === vault);
  if (!desk) ofToken.push((desk = new Desk(state, vault, token)));
  return desk;
}
