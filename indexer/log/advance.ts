import { rollEncoded, rollRaw } from '../../db/log/digest.js';
import type { ChainId, Hex } from '../../src/domain/ids.js';
import type { Seconds } from '../../src/domain/time.js';
import type {
  AnnouncedContract,
  BlockRef,
  ChainUpdate,
  DecodedBlock,
  LogEntry,
  PassedBlock,
  RawLog,
} from './blocks.js';
import { findDivergence, requireContinuity } from './continuity.js';
import { EventPacker, type PackedEvent } from './packed-event.js';

/** Where the log of one chain stands. */
export interface LogState {
  readonly chain: ChainId;
  /** Number of the last batch; 0 before the first. */
  readonly lastBatch: number;
  /** The head that the last batch recorded: blocks after it are covered by the next one. */
  readonly recordedHead: number;
  /** From the finalized block to the head; empty before the first batch. */
  readonly blocks: readonly PassedBlock[];
}

/** One canonical event on its way into the log; `raw` is there for ordinal 0 only. */
export interface EventRow {
  readonly block: DecodedBlock;
  readonly chainTime_s: Seconds;
  readonly log: LogEntry;
  readonly ordinal: number;
  readonly event: PackedEvent;
}

interface BatchBase {
  readonly number: number;
  readonly fromBlock: number;
  readonly toBlock: number;
  readonly head: PassedBlock;
  readonly finalized: PassedBlock;
}

/** The canonical events of the blocks in its range are no longer believed. */
export interface RetractBatch extends BatchBase {
  readonly kind: 'retract';
}

export interface AppendBatch extends BatchBase {
  readonly kind: 'append';
  readonly events: readonly EventRow[];
  /** Contracts that its logs are the first to announce, in order. */
  readonly announced: readonly AnnouncedContract[];
}

export type Batch = RetractBatch | AppendBatch;

/** What is written of a batch itself. */
export type BatchRow = BatchBase & Pick<Batch, 'kind'>;

/** What an update makes of the log: its next state and the batches that lead there, in order. */
export interface Advance {
  readonly state: LogState;
  readonly batches: readonly Batch[];
}

/**
 * Applies what the processor says to the log, as a pure function. Blocks that the log already holds
 * are passed over: after a restart the processor delivers its unfinalized top again. The first held
 * block that the update contradicts is retracted with everything after it.
 * @throws ChainInconsistencyError when the update does not follow upon what the log holds
 */
export function advance(state: LogState, update: ChainUpdate): Advance {
  const divergence = findDivergence(state.blocks, update);
  const kept = divergence === undefined ? state.blocks : state.blocks.filter(({ number }) => number < divergence);
  requireContinuity(kept, update);

  const batches: Batch[] = [];
  let { lastBatch } = state;
  if (divergence !== undefined) {
    batches.push({
      kind: 'retract',
      number: ++lastBatch,
      fromBlock: divergence,
      toBlock: state.blocks.at(-1)!.number,
      head: kept.at(-1)!,
      finalized: kept[0]!,
    });
  }

  const keptHead = kept.at(-1);
  const fresh = update.blocks.filter(({ number }) => keptHead === undefined || number > keptHead.number);
  if (fresh.length === 0) return { state, batches };
  const { passed, events } = passBlocks(state.chain, keptHead, fresh);
  const blocks = fromFinalized([...kept, ...passed], update.finalized);
  const head = blocks.at(-1)!;
  batches.push({
    kind: 'append',
    number: ++lastBatch,
    fromBlock: divergence ?? state.recordedHead + 1,
    toBlock: head.number,
    head,
    finalized: blocks[0]!,
    events,
    announced: fresh.flatMap(({ logs }) => logs.flatMap(({ announced = [] }) => announced)),
  });
  return { state: { ...state, lastBatch, recordedHead: head.number, blocks }, batches };
}

/** Whether an advance only moved over blocks without our events. */
export function isUneventful({ batches }: Advance): boolean {
  return batches.every((batch) => batch.kind === 'append' && batch.events.length === 0);
}

/**
 * The state after an uneventful advance that is remembered and recorded with a later one, so that
 * years of empty blocks don't become rows. A crash reads those blocks again.
 */
export function defer(before: LogState, { state }: Advance): LogState {
  return { ...state, lastBatch: before.lastBatch, recordedHead: before.recordedHead };
}

/** Rolls the digests and the chain's time over blocks that follow upon `base`, and gives their events as rows. */
export function passBlocks(
  chain: ChainId,
  base: PassedBlock | undefined,
  fresh: readonly DecodedBlock[],
): { passed: PassedBlock[]; events: EventRow[] } {
  const passed: PassedBlock[] = [];
  const events: EventRow[] = [];
  let chainTime_s = base?.chainTime_s ?? 0;
  let raw: Uint8Array = base ? bytes(base.rawDigest) : new Uint8Array(32);
  let canonical: Uint8Array = base ? bytes(base.canonicalDigest) : new Uint8Array(32);
  const packer = new EventPacker();
  for (const block of fresh) {
    if (block.logs.length > 0) chainTime_s = Math.max(chainTime_s, block.time_s);
    for (const log of block.logs) {
      raw = rollLog(raw, chain, block, log.raw);
      for (let ordinal = 0; ordinal < log.events.length; ordinal++) {
        const event = packer.pack(log.events[ordinal]!);
        canonical = rollEncoded(canonical, event.bytes, event.start, event.end);
        events.push({ block, chainTime_s, log, ordinal, event });
      }
    }
    passed.push({
      number: block.number,
      hash: block.hash,
      time_s: block.time_s,
      chainTime_s,
      rawDigest: hex(raw),
      canonicalDigest: hex(canonical),
    });
  }
  return { passed, events };
}

function rollLog(previous: Uint8Array, chain: ChainId, block: DecodedBlock, log: RawLog): Uint8Array {
  if (log.encoded) return rollEncoded(previous, log.encoded.bytes, log.encoded.start, log.encoded.end);
  const { logIndex, txHash, contract, topics, data, transaction } = log;
  const place = { chain, block: block.number, blockHash: block.hash };
  return rollRaw(previous, { ...place, logIndex, txHash, contract, topics, data, transaction });
}

/** Drops what lies below the finalized block. Finality never goes back: an older one changes nothing. */
function fromFinalized(blocks: readonly PassedBlock[], finalized: BlockRef): readonly PassedBlock[] {
  const at = blocks.findIndex(({ number }) => number === finalized.number);
  return at > 0 ? blocks.slice(at) : blocks;
}

const bytes = (text: Hex): Uint8Array => Buffer.from(text.slice(2), 'hex');
const hex = (digest: Uint8Array): Hex => `0x${Buffer.from(digest).toString('hex')}` as Hex;
