import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { Address } from '../../src/domain/ids.js';
import type { BlockContext, RawLog } from '../log/blocks.js';
import type { PackedLog } from '../log/packed-log.js';

/** What one raw log means: at least one event. A log that means nothing is `Ignored`, one that cannot be read `Unknown`. */
export type Meaning = readonly CanonicalEvent[];

interface NamedAdapter {
  /** As it stands in configuration and log. */
  readonly name: string;
  /** Whether it reads {@link RawLog.transaction}; where none does, transactions are never asked for. */
  readonly readsTransactions?: boolean;
  /** The contracts that a log announces: they are watched from the log after it on, as if configured. */
  announces?(log: RawLog, block: BlockContext): readonly Announcement[];
}

/** A contract that a log of another one says to watch. */
export interface Announcement {
  readonly contract: Address;
  /** Name of the adapter that reads it. */
  readonly adapter: string;
}

/** One protocol's pure functions, where each log says by itself what it means. */
export interface LogAdapter extends NamedAdapter {
  decode(log: RawLog, block: BlockContext): Meaning;
  /** The same for a log that is bytes, where the adapter can do without making text of it. */
  decodePacked?(log: PackedLog, block: BlockContext): Meaning;
}

/**
 * One protocol's pure functions, where what a log means depends on others of its transaction: one tells
 * the parents, another their rates.
 */
export interface TransactionAdapter extends NamedAdapter {
  /**
   * Gets a transaction's logs of the contracts that this adapter reads, in the order of their indexes.
   * @returns the meaning of each, in the same order
   */
  decodeTransaction(logs: readonly RawLog[], block: BlockContext): readonly Meaning[];
}

export type Adapter = LogAdapter | TransactionAdapter;

/** Says what a decoded event of one kind means. */
export type Mapping<E> = (event: E, log: RawLog, block: BlockContext) => Meaning;

/** Shown in the log's alerts, and part of the digest: fixed words, never a library's message. */
export function unknown(reason: string): Meaning {
  return [{ kind: 'Unknown', payload: { reason } }];
}

export function ignored(name: string): Meaning {
  return [{ kind: 'Ignored', payload: { name } }];
}
