import type { PlacedEvent } from '../events/canonical.js';
import type { Address, AssetId } from '../ids.js';
import type { Role } from '../vocabulary.js';
import { UNNUMBERED } from './disputes.js';
import type { HeldUsageRow, ReceiptKey } from './held-rows.js';
import type { ContributionKey, TaskKey } from './task-rows.js';

type ShareKey = { readonly assetId: AssetId; readonly role: Role; readonly contributor: Address };

/**
 * What must be in the state before events are applied; what is absent counts as not existing. Given the
 * keys of a batch's events, load
 *
 * - the rows of `assets`, and of everything reachable from them upward over `links` (both policies)
 *   within the chain: the waterfall and the refusal of loops walk them. Parents homed on other chains
 *   need no more than their own row, and only where the event names them;
 * - of all those assets: every running total and every row of suspense;
 * - the rows of `shares`, `accounts` and `tokens`;
 * - every fee row of the chain (one for each usage contract; a decided dispute may need any of them);
 * - the rows of `receipts`, `disputes`, `tasks`, `taskTokens`, `contributions` and `vaults`, and of a vault
 *   the row of its latest payout root; of a held usage that is released what {@link Touched.addRelease} adds;
 * - where the account of a payer was ever a shareholder's: their shares, in every pool of the assets that the
 *   usage pays.
 *
 * By kind: a UsageRecorded reads assets, totals, suspense, its fee, its token and the accounts of payer and executor; a
 * ParentLinked the lineage above the parent and the parent's own row, wherever it is homed; AssetRegistered,
 * AssetTransferred, RoleSplitSet and SharesChanged the asset, its totals and the named shares;
 * AssetRegistered and AssetStatusChanged its suspense. Running totals by interval, history and sums are
 * only written: nothing of them is read.
 */
export class Touched {
  readonly assets = new Set<AssetId>();
  readonly accounts = new Set<Address>();
  readonly tokens = new Set<Address>();
  /** Those that publish payout roots. */
  readonly vaults = new Set<Address>();
  readonly shares: ShareKey[] = [];
  /** Of held usages. */
  readonly receipts: ReceiptKey[] = [];
  readonly disputes: { readonly assetId: AssetId; readonly disputeId: string }[] = [];
  readonly tasks: TaskKey[] = [];
  readonly taskTokens: (TaskKey & { readonly token: Address })[] = [];
  readonly contributions: ContributionKey[] = [];

  /** Adds the keys that an event names. */
  add(event: PlacedEvent): this {
    switch (event.kind) {
      case 'UsageRecorded': {
        const { receiptId, held } = event.payload;
        this.addUsage(event.payload.asset, event.payload);
        if (held) this.receipts.push({ usageContract: event.at.contract, receiptId });
        break;
      }
      case 'AssetRegistered': {
        const { asset, owner } = event.payload;
        this.addShare(asset, 'OWNER', owner);
        this.accounts.add(owner);
        break;
      }
      case 'AssetTransferred': {
        const { asset, from, to } = event.payload;
        this.addShare(asset, 'OWNER', from);
        this.addShare(asset, 'OWNER', to);
        this.accounts.add(to);
        break;
      }
      case 'AssetStatusChanged': {
        const { asset, disputeId, beneficiary } = event.payload;
        this.assets.add(asset);
        if (beneficiary !== null) this.accounts.add(beneficiary);
        this.disputes.push({ assetId: asset, disputeId: disputeId ?? UNNUMBERED });
        break;
      }
      case 'AssetVersionPublished':
      case 'TermsSet':
      case 'RoleSplitAnnounced':
      case 'RoleSplitSet':
        this.assets.add(event.payload.asset);
        break;
      case 'ParentLinked':
        this.assets.add(event.payload.child);
        this.assets.add(event.payload.parent);
        break;
      case 'SharesChanged': {
        const { asset, role, contributor } = event.payload;
        this.addShare(asset, role, contributor);
        this.accounts.add(contributor);
        break;
      }
      case 'UsageReleased':
      case 'UsageReversed':
        this.receipts.push({ usageContract: event.at.contract, receiptId: event.payload.receiptId });
        break;
      case 'RevenuePaid':
        this.accounts.add(event.payload.beneficiary);
        break;
      case 'TaskOpened':
      case 'TaskClosed':
        this.addTask(event.at.contract, event.payload.task);
        break;
      case 'ContributionSubmitted':
      case 'ContributionReviewed': {
        const { task, contributor, contentHash } = event.payload;
        this.contributions.push({ contributor, contentHash, ...this.addTask(event.at.contract, task) });
        this.accounts.add(contributor);
        break;
      }
      case 'RewardPaid': {
        const { task, contributor, token } = event.payload;
        this.taskTokens.push({ token, ...this.addTask(event.at.contract, task) });
        this.accounts.add(contributor);
        break;
      }
      case 'PayoutRootPublished':
        this.vaults.add(event.payload.vault);
        break;
      case 'Claimed':
        this.vaults.add(event.payload.vault);
        this.accounts.add(event.payload.contributor);
        break;
      case 'FeeSet':
        this.accounts.add(event.payload.treasury);
        break;
      case 'TokenDescribed':
      case 'PricePosted':
        this.tokens.add(event.payload.token);
        break;
      default:
    }
    return this;
  }

  /** Adds what the release of a held usage needs beside what its event names. */
  addRelease(row: HeldUsageRow): void {
    this.addUsage(row.assetId, row);
  }

  private addUsage(
    asset: AssetId,
    { consumer, executor, token }: { consumer: Address; executor: Address | null; token: Address },
  ): void {
    this.assets.add(asset);
    this.accounts.add(consumer);
    if (executor !== null) this.accounts.add(executor);
    this.tokens.add(token);
  }

  private addShare(assetId: AssetId, role: Role, contributor: Address): void {
    this.assets.add(assetId);
    this.shares.push({ assetId, role, contributor });
  }

  private addTask(taskContract: Address, task: string): TaskKey {
    const key = { taskContract, task };
    this.tasks.push(key);
    return key;
  }
}
