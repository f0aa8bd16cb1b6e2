import type { CanonicalKind, CanonicalPayloads, PlacedEvent } from '../../src/domain/events/canonical.js';
import { assetId, chainId, ZERO_HASH, type Address, type AssetId, type Hex } from '../../src/domain/ids.js';
import { applyEvent } from '../../src/domain/ledger/apply.js';
import { entitlement, scaledDue } from '../../src/domain/ledger/entitlement.js';
import { MemoryLedger } from '../../src/domain/ledger/memory-state.js';
import { offsetKey } from '../../src/domain/ledger/shares.js';
import { position } from '../../src/domain/position.js';
import type { PriceList } from '../../src/domain/value/price-list.js';
import type { Role, RoyaltyPolicy } from '../../src/domain/vocabulary.js';

/** A made-up address that shows its number. */
export const account = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}` as Address;

export const REGISTRY = account(0xa55e7);
export const METER = account(0x3e7e4);
export const VAULT = account(0x7a017);
export const TREASURY = account(0x74ea5);
export const TOKEN = account(0x70ce0);

/** A split by role name; what is not named is 0. */
export function split(parts: Partial<Record<Role, number>>): number[] {
  const roles: Role[] = [
    'OWNER',
    'DATA_CONTRIBUTOR',
    'ANNOTATOR',
    'MODEL_DEVELOPER',
    'OPTIMIZER',
    'VALIDATOR',
    'COMPUTE_PROVIDER',
  ];
  return roles.map((role) => parts[role] ?? 0);
}

/** One chain's ledger in memory with the events that made it, one block for each. */
export class World {
  readonly events: PlacedEvent[] = [];
  readonly ledger: MemoryLedger;
  /** Of the next event. */
  time_s = 1_700_000_000;
  private block = 1;
  private receipts = 0;

  constructor(
    readonly chain = 8453,
    interval_s = 600,
    prices?: PriceList,
  ) {
    this.ledger = new MemoryLedger(chainId(chain), interval_s, prices);
  }

  asset(n: number, chain = this.chain): AssetId {
    return assetId(chain, REGISTRY, BigInt(n));
  }

  apply<K extends CanonicalKind>(kind: K, payload: CanonicalPayloads[K], contract: Address = REGISTRY): void {
    const block = this.block++;
    const event = {
      kind,
      payload,
      at: {
        chain: this.ledger.chain,
        position: position(this.ledger.chain, block, 0, 0),
        block,
        blockHash: ZERO_HASH,
        blockTime_s: this.time_s,
        time_s: this.time_s,
        txHash: `0x${block.toString(16).padStart(64, '0')}` as Hex,
        logIndex: 0,
        ordinal: 0,
        contract,
      },
    } as unknown as PlacedEvent;
    this.events.push(event);
    applyEvent(this.ledger, event);
  }

  fee(feePpm: number): void {
    this.apply('FeeSet', { usageContract: METER, feePpm, treasury: TREASURY, vault: VAULT }, METER);
  }

  register(asset: AssetId, owner: Address): void {
    this.apply('AssetRegistered', {
      asset,
      kind: 'MODEL',
      owner,
      contentHash: ZERO_HASH,
      metadataUri: 'ipfs://model',
      name: 'model',
    });
  }

  link(child: AssetId, parent: AssetId, royaltyPpm: number, policy: RoyaltyPolicy = 'RELATIVE'): void {
    this.apply('ParentLinked', { child, parent, relation: 'FINETUNED_FROM', royaltyPpm, policy });
  }

  split(asset: AssetId, parts: Partial<Record<Role, number>>): void {
    this.apply('RoleSplitSet', { asset, splitPpm: split(parts) });
  }

  shares(asset: AssetId, role: Role, contributor: Address, shares: bigint): void {
    this.apply('SharesChanged', { asset, role, contributor, shares });
  }

  transfer(asset: AssetId, from: Address, to: Address): void {
    this.apply('AssetTransferred', { asset, from, to });
  }

  use(asset: AssetId, amount: bigint, more: Partial<CanonicalPayloads['UsageRecorded']> = {}): void {
    const receiptId = `0x${(++this.receipts).toString(16).padStart(64, '0')}` as Hex;
    this.apply(
      'UsageRecorded',
      {
        asset,
        consumer: account(0xc0),
        application: null,
        operation: 'INVOKE',
        units: 1n,
        token: TOKEN,
        amount,
        executor: null,
        receiptId,
        parentReceiptId: null,
        held: false,
        settlement: 'VAULT',
        ...more,
      },
      METER,
    );
  }

  /** Both running totals of an asset together. */
  total(asset: AssetId): bigint {
    const row = this.ledger.totals.get({ assetId: asset, vault: VAULT, token: TOKEN });
    return (row?.total1 ?? 0n) + (row?.total2 ?? 0n);
  }

  /** What is due to a contributor now, scaled by 2^128. */
  due(asset: AssetId, role: Role, contributor: Address): bigint {
    const share = this.ledger.shares.get({ assetId: asset, role, contributor });
    if (!share) return 0n;
    const rules = this.ledger.assets.get({ assetId: asset })!;
    const offset = share.offsets[offsetKey(VAULT, TOKEN)] ?? 0n;
    const totals = this.ledger.totals.get({ assetId: asset, vault: VAULT, token: TOKEN });
    return scaledDue({ role, shares: share.shares, offset }, totals, rules);
  }

  entitlement(asset: AssetId, role: Role, contributor: Address): bigint {
    return entitlement(this.due(asset, role, contributor), 0n);
  }

  executor(contributor: Address): bigint {
    let sum = 0n;
    for (const row of this.ledger.executors.rows.values()) if (row.executor === contributor) sum += row.amount;
    return sum;
  }

  /** Where the money of the one vault and token is, by kind of account: credits less debits. */
  balances(): Record<string, bigint> {
    const balances: Record<string, bigint> = {};
    const add = (account: string, amount: bigint): void => {
      const kind = account.slice(0, account.indexOf(':'));
      balances[kind] = (balances[kind] ?? 0n) + amount;
    };
    for (const { debit, credit, amount } of this.ledger.postings.rows.values()) {
      add(debit, -amount);
      add(credit, amount);
    }
    return balances;
  }

  reasons(): string[] {
    return this.ledger.anomalies.rows.map(({ reason }) => reason);
  }

  /** The rows that hold money, for checkEquations. */
  money() {
    const { postings, totals, suspense, transit, executors, upheld, heldUsages, direct, rewards, claims } = this.ledger;
    return {
      postings: postings.rows.values(),
      totals: totals.rows.values(),
      suspense: suspense.rows.values(),
      transit: transit.rows.values(),
      executors: executors.rows.values(),
      upheld: upheld.rows.values(),
      heldUsages: heldUsages.rows.values(),
      direct: direct.rows.values(),
      rewards: rewards.rows.values(),
      claims: claims.rows,
    };
  }
}
