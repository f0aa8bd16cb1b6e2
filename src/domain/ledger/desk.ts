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
    private readonly vault: Address,
    private readonly token: Address,
  ) {}

  isOf(vault: Address, token: Address): boolean {
    return this.vault === vault && this.token === token;
  }

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

/** The desks of a state. */
interface Desks {
  /** Few vaults share a token. */
  readonly byToken: Map<Address, Desk[]>;
  /** The one that was asked for last: most payments of a chain are of one. */
  last: Desk | undefined;
}

const desksOf = new WeakMap<LedgerState, Desks>();

/** The desk of a vault and token. */
export function deskOf(state: LedgerState, { vault, token }: Pick<Purse, 'vault' | 'token'>): Desk {
  let desks = desksOf.get(state);
  if (!desks) desksOf.set(state, (desks = { byToken: new Map(), last: undefined }));
  if (desks.last?.isOf(vault, token)) return desks.last;
  let ofToken = desks.byToken.get(token);
  if (!ofToken) desks.byToken.set(token, (ofToken = []));
  let desk = ofToken.find((one) => one.isOf(vault, token));
  if (!desk) ofToken.push((desk = new Desk(state, vault, token)));
  return (desks.last = desk);
}
