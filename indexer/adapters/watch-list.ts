import type { Hex } from '../../src/domain/ids.js';
import type { AnnouncedContract, BlockContext, DecodedLog, RawLog } from '../log/blocks.js';
import { PackedLog } from '../log/packed-log.js';
import { type Adapter, type LogAdapter, type Meaning, type TransactionAdapter, unknown } from './adapter.js';
import { AnnouncedContracts } from './announced.js';

export interface WatchedContract {
  readonly address: string;
  readonly adapter: string;
  readonly firstBlock: number;
}

/** Ordinals have five digits in a position. */
const MOST_EVENTS = 99_999;

/**
 * Which contracts are watched, and by which adapter: those of the configuration from their first block on,
 * and those that logs announce, from the log after the announcing one on. Configuration goes before
 * announcements, so nobody can take a configured contract over by announcing it.
 */
export class WatchList {
  readonly #byAddress = new Map<string, { firstBlock: number; adapter: Adapter }[]>();
  readonly #announced: AnnouncedContracts;

  /**
   * @param announced what the log holds announced, in order
   * @throws Error when a contract names an adapter that doesn't exist
   */
  constructor(
    private readonly contracts: readonly WatchedContract[],
    private readonly adapters: Readonly<Record<string, Adapter>>,
    announced: readonly AnnouncedContract[] = [],
  ) {
    for (const { address, adapter: name, firstBlock } of contracts) {
      const adapter = adapters[name];
      if (!adapter) {
        throw new Error(
          `Contract ${address} names the adapter "${name}"; there are: ${Object.keys(adapters).join(', ')}.`,
        );
      }
      const entries = this.#byAddress.get(address) ?? [];
      entries.push({ firstBlock, adapter });
      entries.sort((a, b) => b.firstBlock - a.firstBlock);
      this.#byAddress.set(address, entries);
    }
    this.#announced = new AnnouncedContracts(announced);
  }

  /** Every contract that is watched somewhere, as far as is known by now. */
  get addresses(): string[] {
    return [...this.#byAddress.keys(), ...this.#announced.contracts];
  }

  get firstBlock(): number {
    return Math.min(...[...this.#byAddress.values()].flat().map(({ firstBlock }) => firstBlock));
  }

  /** Whether a log may announce contracts, so that what is watched isn't known beforehand. */
  get canGrow(): boolean {
    return [...this.#byAddress.values()].flat().some(({ adapter }) => adapter.announces !== undefined);
  }

  /** Whether an adapter reads the transactions of its logs. */
  get readsTransactions(): boolean {
    return [...this.#byAddress.values()].flat().some(({ adapter }) => adapter.readsTransactions);
  }

  /**
   * Whether the transactions of a contract's logs are to be read. Where contracts can be announced whose are,
   * those of unknown contracts too: a log may be read before the one that announces its contract is decoded.
   */
  readsTransactionsOf(contract: string): boolean {
    if (!this.readsTransactions) return false;
    const configured = this.#byAddress.get(contract);
    if (configured) return configured.some(({ adapter }) => adapter.readsTransactions);
    return this.canGrow;
  }

  /** Whether a log has all that its adapter reads: one that was stored for another adapter may not. */
  isWhole({ raw, adapter }: Pick<DecodedLog, 'raw' | 'adapter'>): boolean {
    return raw.transaction !== undefined || !this.adapters[adapter]?.readsTransactions;
  }

  /** The adapter of a contract's log: of several that are configured, the one that started last. */
  find(contract: string, block: number, logIndex: number): Adapter | undefined {
    const configured = this.#byAddress.get(contract);
    if (configured) return configured.find(({ firstBlock }) => firstBlock <= block)?.adapter;
    const announced = this.#announced.find(contract, block, logIndex);
    return announced && this.adapters[announced.adapter];
  }

  /** Another list, of what is known here up to a block: for who reads ahead of the decoding. */
  upTo(block: number): WatchList {
    return new WatchList(this.contracts, this.adapters, this.#announced.upTo(block));
  }

  /** Forgets what was announced above a block: the blocks that now follow announce it again, or don't. */
  rewind(block: number): void {
    this.#announced.rewind(block);
  }

  /**
   * What a block's raw logs mean, in the order of their indexes; logs of contracts that are not watched
   * there are left out. Blocks are to be given in order, {@link rewind} comes before going back. Never throws.
   */
  decode(logs: readonly RawLog[], block: BlockContext): DecodedLog[] {
    const decoded: DecodedLog[] = [];
    const announced = new Map<RawLog, readonly AnnouncedContract[]>();
    const transactions = new Transactions();
    for (const log of inOrderOfIndexes(logs, indexOf)) {
      const adapter = this.find(log.contract, block.number, log.logIndex);
      if (!adapter) continue;
      if ('decode' in adapter && adapter.decodePacked && !adapter.announces && log instanceof PackedLog) {
        decoded.push({ raw: log, adapter: adapter.name, events: decodePacked(adapter, log, block) });
        continue;
      }
      const read = asRead(log, adapter);
      const raw = 'decode' in adapter && log instanceof PackedLog ? log : read;
      const firsts = adapter.announces ? this.#announcedBy(adapter, read, block) : [];
      if (firsts.length > 0) announced.set(raw, firsts);
      if ('decode' in adapter) decoded.push({ raw, adapter: adapter.name, events: decodeLog(adapter, read, block) });
      else transactions.add(adapter, read);
    }
    for (const { adapter, logs: together } of transactions.all()) {
      const meanings = decodeTransaction(adapter, together, block);
      together.forEach((raw, at) => decoded.push({ raw, adapter: adapter.name, events: meanings[at]! }));
    }
    const inOrder = inOrderOfIndexes(decoded, ({ raw }) => raw.logIndex);
    if (announced.size === 0) return inOrder;
    return inOrder.map((log) => (announced.has(log.raw) ? { ...log, announced: announced.get(log.raw)! } : log));
  }

  /**
   * Takes what a block's logs announce, without what they mean: for who reads ahead of the decoding. Blocks
   * that were read before may come again, with more logs.
   */
  notice(logs: readonly RawLog[], block: BlockContext): void {
    for (const raw of logs) {
      const adapter = this.find(raw.contract, block.number, raw.logIndex);
      if (adapter?.announces) this.#announcedBy(adapter, raw, block);
    }
  }

  /** Contracts that a log is the first to announce; they are watched from now on. */
  #announcedBy(adapter: Adapter, raw: RawLog, block: BlockContext): AnnouncedContract[] {
    try {
      return adapter.announces!(raw, block)
        .map(({ contract, adapter: name }) => ({
          contract,
          adapter: name,
          block: block.number,
          logIndex: raw.logIndex,
        }))
        .filter(({ contract, adapter: name }) => !this.#byAddress.has(contract) && this.adapters[name] !== undefined)
        .filter((announced) => this.#announced.add(announced));
    } catch {
      return [];
    }
  }
}

/** A log with what its adapter reads: what is stored of it does not depend on why else its transaction was asked for. */
function asRead(log: RawLog, { readsTransactions }: Adapter): RawLog {
  if (log instanceof PackedLog) return log.unpack();
  if (readsTransactions || !log.transaction) return log;
  const { transaction: _, ...rest } = log;
  return rest;
}

/** A block's logs for adapters that read a transaction at once. */
class Transactions {
  readonly #byAdapter = new Map<TransactionAdapter, Map<Hex, RawLog[]>>();

  add(adapter: TransactionAdapter, log: RawLog): void {
    const byHash = this.#byAdapter.get(adapter) ?? new Map<Hex, RawLog[]>();
    this.#byAdapter.set(adapter, byHash);
    const logs = byHash.get(log.txHash);
    if (logs) logs.push(log);
    else byHash.set(log.txHash, [log]);
  }

  *all(): Generator<{ adapter: TransactionAdapter; logs: readonly RawLog[] }> {
    for (const [adapter, byHash] of this.#byAdapter) {
      for (const logs of byHash.values()) yield { adapter, logs };
    }
  }
}

const indexOf = ({ logIndex }: RawLog): number => logIndex;

/** Mostly they are in order already. */
function inOrderOfIndexes<T>(items: readonly T[], indexOf: (item: T) => number): T[] {
  for (let at = 1; at < items.length; at++) {
    if (indexOf(items[at - 1]!) > indexOf(items[at]!)) return [...items].sort((a, b) => indexOf(a) - indexOf(b));
  }
  return [...items];
}

const FAILED = unknown('the adapter failed on it');
const SILENT = unknown('the adapter said nothing about it');

function decodeLog(adapter: LogAdapter, log: RawLog, block: BlockContext): Meaning {
  try {
    return checked(adapter.decode(log, block));
  } catch {
    return FAILED;
  }
}

function decodePacked(adapter: LogAdapter, log: PackedLog, block: BlockContext): Meaning {
  try {
    return checked(adapter.decodePacked!(log, block));
  } catch {
    return FAILED;
  }
}

function decodeTransaction(adapter: TransactionAdapter, logs: readonly RawLog[], block: BlockContext): Meaning[] {
  try {
    const meanings = adapter.decodeTransaction(logs, block);
    return logs.map((_, at) => checked(meanings[at] ?? []));
  } catch {
    return logs.map(() => FAILED);
  }
}

function checked(events: Meaning): Meaning {
  if (events.length === 0) return SILENT;
  if (events.length > MOST_EVENTS) return unknown(`it means more than ${MOST_EVENTS} events`);
  return events;
}
