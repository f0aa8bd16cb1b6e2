import { isAscii } from 'node:buffer';
import type { CanonicalEvent, CanonicalKind, PlacedEvent } from '../domain/events/canonical.js';
import { decodeEvent } from '../domain/events/encoding.js';
import type { Address, ChainId, Hex } from '../domain/ids.js';
import { positionInBlock, startOfBlock, type Position } from '../domain/position.js';
import { interned } from './interned.js';

/** What {@link CopiedEvents} is made from, as columns of `log.event` in COPY's text format. */
export const COPIED_COLUMNS = `block_number, log_index, ordinal, block_time_s, chain_time_s,
  '0x' || encode(block_hash, 'hex'), '0x' || encode(contract, 'hex'), kind, '0x' || encode(tx_hash, 'hex'), payload`;

const LINE_BREAK = 10;
const ZERO = 48;

/**
 * Events of a chain's log that were read and are not decoded yet. As bytes they are nothing that a garbage
 * collection would have to move, so a reader may be a page ahead; events themselves are made as they are asked for.
 */
export class CopiedEvents {
  private constructor(
    private readonly chain: ChainId,
    /** Whole lines. */
    private readonly pieces: readonly Buffer[],
    readonly length: number,
  ) {}

  /** Takes in lines as they come. */
  static async from(chain: ChainId, chunks: AsyncIterable<Buffer> & { readonly rowCount: number }) {
    const pieces: Buffer[] = [];
    let rest: Buffer[] = [];
    for await (const chunk of chunks) {
      const end = chunk.lastIndexOf(LINE_BREAK) + 1;
      if (end === 0) {
        rest.push(chunk);
        continue;
      }
      const begin = rest.length > 0 ? chunk.indexOf(LINE_BREAK) + 1 : 0;
      if (begin > 0) pieces.push(Buffer.concat([...rest, chunk.subarray(0, begin)]));
      if (begin < end) pieces.push(chunk.subarray(begin, end));
      rest = end < chunk.length ? [chunk.subarray(end)] : [];
    }
    return new CopiedEvents(chain, pieces, chunks.rowCount);
  }

  /** Where the last event stands; undefined where there is none. */
  get end(): Position | undefined {
    const last = this.pieces.at(-1);
    if (!last) return undefined;
    const line = last.subarray(last.lastIndexOf(LINE_BREAK, last.length - 2) + 1);
    return new Lines(this.chain, line).next().at.position;
  }

  /** All events in their order, at most so many at a time as `atMost` says each time. */
  *decoded(atMost: () => number): Generator<PlacedEvent[]> {
    let some: PlacedEvent[] = [];
    let most = atMost();
    let before: Lines | undefined;
    for (const piece of this.pieces) {
      const lines = new Lines(this.chain, piece, before);
      while (!lines.isDone) {
        some.push(lines.next());
        if (some.length < most) continue;
        yield some;
        some = [];
        most = atMost();
      }
      before = lines;
    }
    if (some.length > 0) yield some;
  }
}

/** Lines of {@link COPIED_COLUMNS}. Most of what a line says was said by the line before: that is taken from there. */
class Lines {
  /** A letter for each byte, whatever letters they are. */
  private readonly text: string;
  private readonly isAscii: boolean;
  private at = 0;
  private block = -1;
  private blockHash: Hex;
  private startOfBlock: string;
  private contract: Address;
  private kind: CanonicalKind;

  constructor(
    private readonly chain: ChainId,
    private readonly bytes: Buffer,
    before?: Lines,
  ) {
    this.text = bytes.toString('latin1');
    this.isAscii = isAscii(bytes);
    this.block = before?.block ?? -1;
    this.blockHash = before?.blockHash ?? ('0x' as Hex);
    this.startOfBlock = before?.startOfBlock ?? '';
    this.contract = before?.contract ?? ('0x' as Address);
    this.kind = before?.kind ?? 'Unknown';
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  next(): PlacedEvent {
    const [block, logIndex, ordinal, blockTime_s, time_s] = [
      this.number(),
      this.number(),
      this.number(),
      this.number(),
      this.number(),
    ];
    this.takeBlock(block);
    this.blockHash = this.word(this.blockHash);
    this.takeContract(this.word(this.contract));
    this.kind = this.word(this.kind);
    const txHash = this.word('0x');
    const { kind, payload } = decodeEvent(this.kind, this.json());
    const { chain, blockHash, contract } = this;
    const position = positionInBlock(this.startOfBlock, logIndex, ordinal);
    const at = { chain, position, block, blockHash, blockTime_s, time_s, txHash, logIndex, ordinal, contract };
    const event = { kind, payload, at } as PlacedEvent;
    internIds(event);
    return event;
  }

  private takeBlock(block: number): void {
    if (block === this.block) return;
    this.block = block;
    this.startOfBlock = startOfBlock(this.chain, block);
  }

  private takeContract(contract: Address): void {
    if (contract !== this.contract) this.contract = interned(contract);
  }

  /** A field that is a whole number of at least 0. */
  private number(): number {
    const { bytes } = this;
    let number = 0;
    for (let digit = bytes[this.at++]!; digit >= ZERO; digit = bytes[this.at++]!) number = 10 * number + digit - ZERO;
    return number;
  }

  /** A field without anything escaped; the very text of `known` where that is what it says. */
  private word<T extends string>(known: T): T {
    const { text, at } = this;
    const end = text.indexOf('\t', at);
    this.at = end + 1;
    if (end - at === known.length && text.startsWith(known, at)) return known;
    // A slice of the text would keep all of it in memory.
    return this.bytes.toString('latin1', at, end) as T;
  }

  /** The last field of a line. JSON has no letter that COPY escapes but the backslash. */
  private json(): Record<string, unknown> {
    const { text, at } = this;
    const end = text.indexOf('\n', at);
    this.at = end + 1;
    let json = this.isAscii ? text.slice(at, end) : this.bytes.toString('utf8', at, end);
    if (json.includes('\\')) json = json.replaceAll('\\\\', '\\');
    return JSON.parse(json) as Record<string, unknown>;
  }
}

/** Usages are most of a log, and name the same few again and again. */
function internIds(event: CanonicalEvent): void {
  if (event.kind !== 'UsageRecorded') return;
  const { payload } = event;
  payload.asset = interned(payload.asset);
  payload.consumer = interned(payload.consumer);
  payload.token = interned(payload.token);
  payload.operation = interned(payload.operation);
  if (payload.application !== null) payload.application = interned(payload.application);
  if (payload.executor !== null) payload.executor = interned(payload.executor);
}
