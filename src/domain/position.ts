import type { ChainId } from './ids.js';

/**
 * Where an event stands in its chain's order, as one string of 40 digits that sorts:
 * chain (16: ids are safe integers), block (12), log index (7), ordinal (5: a 30 million gas block
 * cannot name 100,000 contributors in one log).
 */
export type Position = string & { readonly __position: unique symbol };

export interface PositionParts {
  readonly chain: ChainId;
  readonly block: number;
  readonly logIndex: number;
  readonly ordinal: number;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export function position(chain: ChainId, block: number, logIndex: number, ordinal: number): Position {
  return positionInBlock(startOfBlock(chain, block), logIndex, ordinal);
}

/** The digits with which every position in a block begins. */
export function startOfBlock(chain: ChainId, block: number): string {
  return pad(chain, 16) + pad(block, 12);
}

/** How positions of logs that are read as one event end, by the index of the log: nearly all positions. */
const WHOLE_LOGS = Array.from({ length: 1_000 }, (_, logIndex) => pad(logIndex, 7) + pad(0, 5));

/** A position from the {@link startOfBlock} of its block. */
export function positionInBlock(start: string, logIndex: number, ordinal: number): Position {
  const known = ordinal === 0 ? WHOLE_LOGS[logIndex] : undefined;
  return (start + (known ?? pad(logIndex, 7) + pad(ordinal, 5))) as Position;
}

export function parsePosition(text: string): PositionParts {
  return {
    chain: Number(text.slice(0, 16)) as ChainId,
    block: Number(text.slice(16, 28)),
    logIndex: Number(text.slice(28, 35)),
    ordinal: Number(text.slice(35, 40)),
  };
}

/** Sorts after every event of `block` and before every event of the next. */
export function endOfBlock(chain: ChainId, block: number): Position {
  return position(chain, block, 9_999_999, 99_999);
}
