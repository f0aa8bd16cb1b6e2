import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { BlockContext, DecodedLog, RawLog } from '../log/blocks.js';
import { type Adapter, unknown } from './adapter.js';

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

  /** What a raw log means, or nothing when its contract is not watched at its block. Never throws. */
  decode(raw: RawLog, block: BlockContext): DecodedLog | undefined {
    const adapter = this.find(raw.contract, block.number);
    return adapter && { raw, adapter: adapter.name, events: decodeSafely(adapter, raw, block) };
  }
}

function decodeSafely(adapter: Adapter, raw: RawLog, block: BlockContext): readonly CanonicalEvent[] {
  let events: readonly CanonicalEvent[];
  try {
    events = adapter.decode(raw, block);
  } catch {
    return unknown('the adapter failed on it');
  }
  if (events.length === 0) return unknown('the adapter said nothing about it');
  if (events.length > MOST_EVENTS) return unknown(`it means more than ${MOST_EVENTS} events`);
  return events;
}
