import { entitlement } from '../../domain/ledger/entitlement.js';
import type { Role } from '../../domain/vocabulary.js';
import type { Purse } from './types.js';

/** Of what an entitlement is made. */
export interface LineKey extends Purse {
  readonly assetId: string;
  readonly role: Role;
}

/** What one contributor is due with one asset, role, vault and token at each of some moments, scaled by 2^128. */
export interface EntitlementLine extends LineKey {
  local: readonly bigint[];
  settled: readonly bigint[];
}

/** A contributor's entitlements at some moments. */
export class EntitlementBook {
  private readonly byKey = new Map<string, EntitlementLine>();
  private readonly nothing: readonly bigint[];

  /** @param moments how many there are */
  constructor(moments: number) {
    this.nothing = new Array<bigint>(moments).fill(0n);
  }

  /** @param scaled one amount for each moment */
  set(key: LineKey, part: 'local' | 'settled', scaled: readonly bigint[]): void {
    if (scaled.every((amount) => amount === 0n)) return;
    const { vaultChainId, vault, token, assetId, role } = key;
    const text = `${vaultChainId}|${vault}|${token}|${assetId}|${role}`;
    let line = this.byKey.get(text);
    if (!line) {
      line = { vaultChainId, vault, token, assetId, role, local: this.nothing, settled: this.nothing };
      this.byKey.set(text, line);
    }
    line[part] = scaled;
  }

  lines(): IterableIterator<EntitlementLine> {
    return this.byKey.values();
  }
}

/** What is due with one asset: made when a book is to have it, since over many marks all of them fill the memory. */
export interface Dues {
  readonly assetId: string;
  /** Marks of the grid at which it may have grown. */
  readonly grownAt: readonly number[];
  /** @param marks the moments of the book, ascending */
  setIn(book: EntitlementBook, marks: readonly number[]): void;
}

/** Base units of a line at one of its moments: floored once, over both parts. */
export function unitsOf(line: EntitlementLine, moment: number): bigint {
  return entitlement(line.local[moment]!, line.settled[moment]!);
}

export function purseKey({ vaultChainId, vault, token }: Purse): string {
  return `${vaultChainId}|${vault}|${token}`;
}

/** In a fixed order: by chain, vault and token. */
export function byPurse(a: Purse, b: Purse): number {
  return a.vaultChainId - b.vaultChainId || compare(a.vault, b.vault) || compare(a.token, b.token);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
