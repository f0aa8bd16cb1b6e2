import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { BlockContext, RawLog } from '../log/blocks.js';

/**
 * One protocol's pure functions. `decode` says what a raw log means, as one event or more: a log that
 * means nothing is `Ignored`, one that cannot be read is `Unknown`.
 */
export interface Adapter {
  /** As it stands in configuration and log. */
  readonly name: string;
  decode(log: RawLog, block: BlockContext): readonly CanonicalEvent[];
}

/** Says what a decoded event of one kind means. */
export type Mapping<E> = (event: E, log: RawLog, block: BlockContext) => readonly CanonicalEvent[];

/** Shown in the log's alerts, and part of the digest: fixed words, never a library's message. */
export function unknown(reason: string): readonly CanonicalEvent[] {
  return [{ kind: 'Unknown', payload: { reason } }];
}

export function ignored(name: string): readonly CanonicalEvent[] {
  return [{ kind: 'Ignored', payload: { name } }];
}
