import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';
import type { Seconds } from '../../src/domain/time.js';
import type { LoggedEvent } from './packed-event.js';

/** What can be known of the transaction of a log, beyond its hash. */
export interface TransactionFields {
  readonly from: Address;
  /** Null where the transaction makes a contract. */
  readonly to: Address | null;
  /** Base units of the chain's own coin. */
  readonly value: bigint;
}

/** An EVM log as the chain gave it. */
export interface RawLog {
  readonly logIndex: number;
  readonly txHash: Hex;
  readonly contract: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  /** There for the logs of adapters that read it. */
  readonly transaction?: TransactionFields;
  /** All of it but the transaction, with its place, where it was read as bytes. */
  readonly encoded?: EncodedLog;
}

/** Where an encoded log stands (`rollRaw` says how it is encoded); the 32 bytes before it are free. */
export interface EncodedLog {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export interface BlockRef {
  readonly number: number;
  readonly hash: Hex;
}

/** What an adapter may know of the block of a log. */
export interface BlockContext extends BlockRef {
  readonly chain: ChainId;
  readonly time_s: Seconds;
}

/** A contract that is watched because a log announced it: from the log after that one on. */
export interface AnnouncedContract {
  readonly contract: Address;
  readonly adapter: string;
  /** Where the announcing log stands. */
  readonly block: number;
  readonly logIndex: number;
}

/** A raw log of a watched contract and what it means: at least one event. */
export interface DecodedLog {
  readonly raw: RawLog;
  readonly adapter: string;
  readonly events: readonly CanonicalEvent[];
  /** The contracts that it is the first to announce. */
  readonly announced?: readonly AnnouncedContract[];
}

/** A decoded log as the log takes it: its events may be packed. */
export interface LogEntry extends Omit<DecodedLog, 'events'> {
  readonly events: readonly LoggedEvent[];
}

/** A block with the logs of the contracts that are watched in it, in the order of their indexes. */
export interface DecodedBlock extends BlockRef {
  readonly parentHash: Hex;
  readonly time_s: Seconds;
  readonly logs: readonly LogEntry[];
}

/** A block that the log has passed, with what must be known again when a fork goes back to it. */
export interface PassedBlock extends BlockRef {
  readonly time_s: Seconds;
  /** The greatest timestamp among blocks that hold our events, up to this one; 0 before the first. */
  readonly chainTime_s: Seconds;
  readonly rawDigest: Hex;
  readonly canonicalDigest: Hex;
}

/** What the processor says about the chain: these blocks follow upon that one. */
export interface ChainUpdate {
  readonly base: BlockRef;
  /** Ascending and not empty. Blocks without our logs may be missing, except the last. */
  readonly blocks: readonly DecodedBlock[];
  readonly finalized: BlockRef;
}
