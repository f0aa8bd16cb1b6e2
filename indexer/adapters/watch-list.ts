import type { Hex } from '../../src/domain/ids.js';
import type { BlockContext, DecodedLog, RawLog } from '../log/blocks.js';
import { type Adapter, type LogAdapter, type Meaning, type TransactionAdapter, unknown } from './adapter.js';

export interface WatchedContract {
  readonly address: string;
  readonly adapter: string;
  readonly firstBlock: number;
}

/** Ordinals have five digits in a position. */
const MOST_EVENTS = 99_999;

/** Which contracts are watched from which block on, and by which adapter. */
export class WatchList {
  readonly #byAddress = new Map<string, { firstBlock: number; adapter: Adapter }[]>();

  /** @throws Error when a contract names an adapter that doesn't exist */
  constructor(contracts: readonly WatchedContract[], adapters: Readonly<Record<string, Adapter>>) {
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
  }

  get addresses(): string[] {
    return [...this.#byAddress.keys()];
  }

  get firstBlock(): number {
    return Math.min(...[...this.#byAddress.values()].flat().map(({ firstBlock }) => firstBlock));
  }

  /** The adapter of a contract at a block: of several, the one that started last. */
  find(contract: string, block: number): Adapter | undefined {
    return this.#byAddress.get(contract)?.find(({ firstBlock }) => firstBlock <= block)?.adapter;
  }

  /**
   * What a block's raw logs mean, in the order of their indexes; logs of contracts that are not watched at
   * the block are left out. Never throws.
   */
  decode(logs: readonly RawLog[], block: BlockContext): DecodedLog[] {
    const decoded: DecodedLog[] = [];
    const transactions = new Transactions();
    for (const raw of logs) {
      const adapter = this.find(raw.contract, block.number);
      if (!adapter) continue;
      if ('decode' in adapter) decoded.push({ raw, adapter: adapter.name, events: decodeLog(adapter, raw, block) });
      else transactions.add(adapter, raw);
    }
    for (const { adapter, logs: together } of transactions.all()) {
      const meanings = decodeTransaction(adapter, together, block);
      together.forEach((raw, at) => decoded.push({ raw, adapter: adapter.name, events: meanings[at]! }));
    }
    return decoded.sort((a, b) => a.raw.logIndex - b.raw.logIndex);
  }
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
      for (const logs of byHash.values()) yield { adapter, logs: logs.sort((a, b) => a.logIndex - b.logIndex) };
    }
  }
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
