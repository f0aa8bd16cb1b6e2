import { ROOM_FOR_DIGEST } from '../../db/log/digest.js';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import { encodePayload } from '../../src/domain/events/encoding.js';

/**
 * A canonical event as the bytes that its digest is rolled over and that its row holds: its objects and texts
 * need not live until the row is written.
 */
export class PackedEvent {
  /** @param start where the kind stands, a line break and the payload after it, up to `end`; 32 bytes before are free */
  constructor(
    readonly kind: CanonicalEvent['kind'],
    readonly bytes: Buffer,
    readonly start: number,
    readonly end: number,
  ) {}

  /** Where the payload starts; kinds are plain words. */
  get payloadStart(): number {
    return this.start + this.kind.length + 1;
  }

  /** The payload in its fixed encoding. */
  get payload(): string {
    return this.bytes.toString('utf8', this.payloadStart, this.end);
  }
}

/** An event as an adapter gave it, or packed already. */
export type LoggedEvent = CanonicalEvent | PackedEvent;

/** The payload of an event in its fixed encoding. */
export const payloadOf = (event: LoggedEvent): string =>
  event instanceof PackedEvent ? event.payload : encodePayload(event);

/** Chunks grow up to this size: at the head a few events come at a time. */
const CHUNK_SIZE = 1 << 18;
const FIRST_CHUNK_SIZE = 1 << 12;
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const MOST_BYTES_A_UNIT = 3;

/** Packs events side by side into chunks of memory. */
export class EventPacker {
  #chunk = Buffer.alloc(0);
  #end = 0;

  pack(event: LoggedEvent): PackedEvent {
    if (event instanceof PackedEvent) return event;
    const text = `${event.kind}\n${encodePayload(event)}`;
    const most = ROOM_FOR_DIGEST + MOST_BYTES_A_UNIT * text.length;
    if (this.#end + most > this.#chunk.length) {
      this.#chunk = Buffer.allocUnsafeSlow(
        Math.max(most, FIRST_CHUNK_SIZE, Math.min(CHUNK_SIZE, 2 * this.#chunk.length)),
      );
      this.#end = 0;
    }
    const start = this.#end + ROOM_FOR_DIGEST;
    this.#end = start + this.#chunk.write(text, start, 'utf8');
    return new PackedEvent(event.kind, this.#chunk, start, this.#end);
  }
}
