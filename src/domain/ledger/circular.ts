import type { Address, AssetId } from '../ids.js';
import { ROLES } from '../vocabulary.js';
import { COMPUTE_PROVIDER, rolePpm } from './division.js';
import type { AssetRow, LedgerState } from './state.js';

/**
 * Looks for the payer of a usage among those whom it pays (design section 6, Value): the executor, and of
 * every asset of the run that keeps something its owner and the holders of shares in a role that takes part,
 * all by the rules at the event. Who is paid on other chains is not known there and is not looked for.
 *
 * Shares are looked up only for payers who ever held any, since few payers do.
 */
export class PayerSearch {
  found = false;
  private mayHold: boolean | undefined;

  constructor(
    private readonly state: LedgerState,
    private readonly payer: Address,
  ) {}

  /** This address is paid. */
  isPaid(address: Address): void {
    if (address === this.payer) this.found = true;
  }

  /** The people of this asset are paid; compute providers are not where an executor has had their part. */
  look(asset: AssetRow, executed: boolean): void {
    if (this.found) return;
    if (asset.owner === this.payer) {
      this.found = true;
      return;
    }
    if (!this.hasHeldShares()) return;
    for (let role = 1; role < asset.poolShares.length; role++) {
      if (asset.poolShares[role] === 0n || (executed && role === COMPUTE_PROVIDER)) continue;
      if (rolePpm(asset.splitPpm, role) === 0n) continue;
      const key = { assetId: asset.assetId, role: ROLES[role]!, contributor: this.payer };
      if ((this.state.shares.get(key)?.shares ?? 0n) > 0n) this.found = true;
    }
  }

  /** The protocol pays the people of one asset by itself, and its executor. */
  lookAmongPeopleOf(assetId: AssetId, executor: Address | null): void {
    if (executor !== null) this.isPaid(executor);
    const asset = this.state.assets.get({ assetId });
    if (asset) this.look(asset, executor !== null);
  }

  private hasHeldShares(): boolean {
    this.mayHold ??= this.state.accounts.get({ address: this.payer })?.shareholder ?? false;
    return this.mayHold;
  }
}
