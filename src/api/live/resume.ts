import type { ChainId } from '../../domain/ids.js';
import { parsePosition, type Position } from '../../domain/position.js';
import { UserInputError } from '../errors/user-input.js';

/** Where to resume, by chain. */
export type Resume = ReadonlyMap<ChainId, Position>;

/** Reads positions separated by commas, one per chain. @throws UserInputError */
export function parseResume(text: string | null): Resume {
  const found = new Map<ChainId, Position>();
  for (const part of text === null ? [] : text.split(',').map((piece) => piece.trim())) {
    if (!/^\d{40}$/.test(part)) {
      throw new UserInputError(`"${part.slice(0, 60)}" is not a position: expected the 40 digits of Usage.position.`);
    }
    const { chain } = parsePosition(part as Position);
    if (found.has(chain)) {
      throw new UserInputError(`"after" names chain eip155:${chain} twice: expected one position per chain.`);
    }
    found.set(chain, part as Position);
  }
  return found;
}
