import { Books, type Purse } from './books.js';
import { ChainBooks, type Sums } from './chain-books.js';
import { homeOf, type AuditEvent } from './events.js';
import type { FixedPrice } from './prices.js';
import { ChainRules } from './rules.js';
import { creditRun, Waiting, type Executors } from './credit.js';
import { increase, runWaterfall } from './waterfall.js';

export interface AuditInput {
  interval_s: number;
  /** Every followed chain's events about money, in order, up to the block that is compared. */
  chains: ReadonlyMap<number, readonly AuditEvent[]>;
  /** By chain: prices that need no event. */
  prices?: ReadonlyMap<number, readonly FixedPrice[]>;
  /** By `chain|vault`: the mark through which money that crossed chains is settled. */
  settledTo_s: ReadonlyMap<string, number>;
}

/** A border is crossed at most this often within one interval. */
const MOST_HOPS = 8;

/** Money on its way to assets of other chains, for one usage contract, purse and interval. */
interface Parcel {
  usageContract: string;
  purse: Purse;
  mark_s: number;
  /** By asset: all of it, and what of it each executor has a claim in. */
  sums: Map<string, bigint>;
  executors: Executors;
}

/**
 * Takes every usage by itself and says who is owed what, from nothing but the chains' events. Slow and
 * plain on purpose: it shares no shortcut with the ledger it is held against.
 */
export function audit(input: AuditInput): Books {
  const books = new Books();
  const parcels = new Map<string, Parcel>();
  for (const [chain, events] of input.chains) {
    const send = (usageContract: string, purse: Purse, time_s: number, sums: Sums, executors?: Executors): void => {
      if (sums.size === 0) return;
      dispatch(books, parcelFor(parcels, usageContract, purse, markAfter(time_s, input.interval_s)), sums, executors);
    };
    new ChainBooks(books, chain, send, input.prices?.get(chain)).book(events);
  }
  settle(books, [...parcels.values()], input);
  return books;
}

/** The end of the interval that a moment lies in. */
function markAfter(time_s: number, interval_s: number): number {
  return time_s - (time_s % interval_s) + interval_s;
}

function parcelFor(parcels: Map<string, Parcel>, usageContract: string, purse: Purse, mark_s: number): Parcel {
  const key = JSON.stringify([usageContract, purse, mark_s]);
  const found = parcels.get(key) ?? { usageContract, purse, mark_s, sums: new Map(), executors: new Map() };
  parcels.set(key, found);
  return found;
}

function dispatch(books: Books, parcel: Parcel, sums: Sums, executors: Executors = new Map()): void {
  for (const [asset, amount] of sums) {
    increase(parcel.sums, asset, amount);
    books.move('transit', parcel.purse, asset, amount);
    for (const [executor, part] of executors.get(asset) ?? []) {
      const claims = parcel.executors.get(asset) ?? new Map<string, bigint>();
      parcel.executors.set(asset, claims);
      increase(claims, executor, part);
    }
  }
}

/** Goes through the marks in order, with every chain's rules as they stand at each, and settles what is due. */
function settle(books: Books, parcels: readonly Parcel[], input: AuditInput): void {
  const rules = new Map([...input.chains.keys()].map((chain) => [chain, new ChainRules(chain)]));
  const waiting = new Map<string, Waiting>();
  const marks = new Set([...input.chains.values()].flat().map(({ time_s }) => markAfter(time_s, input.interval_s)));
  for (const mark_s of [...marks].sort((a, b) => a - b)) {
    for (const [chain, events] of input.chains) {
      for (const event of events) {
        if (event.time_s < mark_s && event.time_s >= mark_s - input.interval_s) rules.get(chain)!.apply(event);
      }
    }
    for (const [vault, settledTo_s] of input.settledTo_s) {
      if (mark_s > settledTo_s) continue;
      for (const [chain, atMark] of rules) {
        const key = `${vault}|${chain}`;
        const waits = waiting.get(key) ?? new Waiting();
        waiting.set(key, waits);
        const treasuryOf = (contract: string): string => rules.get(chainOf(vault))!.feeOf(contract).treasury;
        waits.decideInterval(books, atMark, mark_s - input.interval_s, treasuryOf);
      }
      const due = parcels.filter((parcel) => parcel.mark_s === mark_s && vaultKey(parcel.purse) === vault);
      for (const parcel of due) deliver(books, rules, waiting, parcel);
    }
  }
}

const chainOf = (vault: string): number => Number(vault.slice(0, vault.indexOf('|')));

const vaultKey = (purse: Purse): string => `${purse.vaultChain}|${purse.vault}`;

/** Brings one parcel home, and what its runs owe to further chains after it, border by border. */
function deliver(
  books: Books,
  rules: ReadonlyMap<number, ChainRules>,
  waiting: ReadonlyMap<string, Waiting>,
  parcel: Parcel,
): void {
  let { sums, executors } = parcel;
  for (let hop = 1; hop <= MOST_HOPS && sums.size > 0; hop++) {
    const onward = { ...parcel, sums: new Map<string, bigint>(), executors: new Map() };
    for (const [chain, atMark] of rules) {
      const arriving = new Map([...sums].filter(([asset]) => homeOf(asset) === BigInt(chain)));
      if (arriving.size === 0) continue;
      for (const [asset, amount] of arriving) books.move('transit', parcel.purse, asset, -amount);
      const run = runWaterfall(atMark, arriving, hop < MOST_HOPS);
      const waits = waiting.get(`${vaultKey(parcel.purse)}|${chain}`)!;
      creditRun(books, atMark, waits, parcel.purse, parcel.usageContract, run, executors);
      dispatch(books, onward, run.leaving);
    }
    ({ sums, executors } = onward);
  }
}
