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
  /** By chain: it settles intervals that end after `from_s` and not after `until_s`; all where it is not named. */
  settles?: ReadonlyMap<number, { from_s?: number | undefined; until_s?: number | undefined }> | undefined;
}

/** A border is crossed at most this often within one interval. */
const MOST_HOPS = 8;

/** Money on its way to assets of other chains, for one usage contract and purse. */
interface Parcel {
  usageContract: string;
  purse: Purse;
  /** Which border it is to cross, counted from 1. */
  hop: number;
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
  const sent = new Map<number, Parcels>();
  for (const [chain, events] of input.chains) {
    const send = (usageContract: string, purse: Purse, time_s: number, sums: Sums, executors?: Executors): void => {
      const mark_s = markAfter(time_s, input.interval_s);
      const parcels = sent.get(mark_s) ?? new Parcels();
      sent.set(mark_s, parcels);
      parcels.add({ usageContract, purse, hop: 1, sums: new Map(sums), executors: executors ?? new Map() });
      for (const [asset, amount] of sums) books.move('transit', purse, asset, amount);
    };
    new ChainBooks(books, chain, send, input.prices?.get(chain)).book(events);
  }
  settle(books, sent, input);
  return books;
}

/** The end of the interval that a moment lies in. */
function markAfter(time_s: number, interval_s: number): number {
  return time_s - (time_s % interval_s) + interval_s;
}

/** Parcels of one usage contract, purse and border are one. */
class Parcels {
  private readonly byKey = new Map<string, Parcel>();

  add({ sums, executors, ...of }: Parcel): void {
    const key = JSON.stringify([of.usageContract, of.purse, of.hop]);
    const parcel = this.byKey.get(key) ?? { ...of, sums: new Map(), executors: new Map() };
    this.byKey.set(key, parcel);
    for (const [asset, amount] of sums) increase(parcel.sums, asset, amount);
    for (const [asset, parts] of executors) {
      const claims = parcel.executors.get(asset) ?? new Map<string, bigint>();
      parcel.executors.set(asset, claims);
      for (const [executor, part] of parts) increase(claims, executor, part);
    }
  }

  of(vault: string, hop: number): Parcel[] {
    return [...this.byKey.values()].filter((parcel) => parcel.hop === hop && vaultKey(parcel.purse) === vault);
  }

  [Symbol.iterator](): IterableIterator<Parcel> {
    return this.byKey.values();
  }
}

/** Goes through the marks in order, with every chain's rules as they stand at each, and settles what is due. */
function settle(books: Books, sent: ReadonlyMap<number, Parcels>, input: AuditInput): void {
  const rules = new Map([...input.chains.keys()].map((chain) => [chain, new ChainRules(chain)]));
  const waiting = new Map<string, Waiting>();
  const underWay = new Parcels();
  for (const mark_s of marksOf(input)) {
    for (const [chain, events] of input.chains) {
      for (const event of events) {
        if (event.time_s < mark_s && event.time_s >= mark_s - input.interval_s) rules.get(chain)!.apply(event);
      }
    }
    for (const parcel of sent.get(mark_s) ?? []) underWay.add(parcel);
    const settling = new Map([...rules].filter(([chain]) => settlesAt(input, chain, mark_s)));
    for (const [vault, settledTo_s] of input.settledTo_s) {
      if (mark_s > settledTo_s) continue;
      for (const [chain, atMark] of settling) {
        const key = `${vault}|${chain}`;
        const waits = waiting.get(key) ?? new Waiting();
        waiting.set(key, waits);
        const treasuryOf = (contract: string): string => rules.get(chainOf(vault))!.feeOf(contract).treasury;
        waits.decideInterval(books, atMark, mark_s - input.interval_s, treasuryOf);
      }
      for (let hop = 1; hop <= MOST_HOPS; hop++) {
        for (const parcel of underWay.of(vault, hop)) deliver(books, settling, waiting, parcel, underWay);
      }
    }
  }
}

/** Ends of the intervals in which anything happens, ascending. */
function marksOf({ chains, interval_s, settles = new Map() }: AuditInput): number[] {
  const happened = [...chains.values()].flat().map(({ time_s }) => time_s);
  const begun = [...settles.values()].map(({ from_s = 0 }) => from_s);
  return [...new Set([...happened, ...begun].map((time_s) => markAfter(time_s, interval_s)))].sort((a, b) => a - b);
}

function settlesAt({ settles }: AuditInput, chain: number, mark_s: number): boolean {
  const { from_s = 0, until_s = Infinity } = settles?.get(chain) ?? {};
  return mark_s > from_s && mark_s <= until_s;
}

const chainOf = (vault: string): number => Number(vault.slice(0, vault.indexOf('|')));

const vaultKey = (purse: Purse): string => `${purse.vaultChain}|${purse.vault}`;

/** Brings home what of a parcel goes to chains that settle; what their runs owe to further chains is under way then. */
function deliver(
  books: Books,
  settling: ReadonlyMap<number, ChainRules>,
  waiting: ReadonlyMap<string, Waiting>,
  { sums, executors, ...of }: Parcel,
  underWay: Parcels,
): void {
  const { purse, usageContract, hop } = of;
  for (const [chain, atMark] of settling) {
    const arriving = new Map([...sums].filter(([asset]) => homeOf(asset) === BigInt(chain)));
    if (arriving.size === 0) continue;
    const claims: Executors = new Map([...executors].filter(([asset]) => arriving.has(asset)));
    for (const [asset, amount] of arriving) {
      books.move('transit', purse, asset, -amount);
      sums.delete(asset);
      executors.delete(asset);
    }
    const run = runWaterfall(atMark, arriving, hop < MOST_HOPS);
    creditRun(books, atMark, waiting.get(`${vaultKey(purse)}|${chain}`)!, purse, usageContract, run, claims);
    underWay.add({ purse, usageContract, hop: hop + 1, sums: run.leaving, executors: new Map() });
    for (const [asset, amount] of run.leaving) books.move('transit', purse, asset, amount);
  }
}
