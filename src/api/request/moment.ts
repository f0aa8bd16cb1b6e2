import { type ArgsOptions, Field, InputType, Int } from '@nestjs/graphql';
import { parseCaip2 } from '../../domain/ids.js';
import { momentOf, type AskedMoment } from '../../read-models/chains/moments.js';
import { pastMoment, type PastMoment } from '../../read-models/chains/past-moment.js';
import { UserInputError } from '../errors/user-input.js';
import { Finality } from '../vocabulary/enums.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';
import type { RequestContext } from './request-context.js';

@InputType({ description: 'A block of a chain.' })
export class BlockAt {
  @Field(() => String, { description: 'CAIP-2 id of the chain. Only this chain is answered for.' })
  chain!: string;

  @Field(() => Int, { description: 'Number of the block: the moment after it.' })
  number!: number;
}

@InputType({ description: 'A moment of the past: a mark or a block, one of them.' })
export class Moment {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'A mark: after the last event of every chain before this time. A border between intervals.',
  })
  mark?: number | null;

  @Field(() => BlockAt, {
    nullable: true,
    description: 'A block, where no event after it falls into the same interval.',
  })
  block?: BlockAt | null;
}

/** `finality` of what is asked for. */
export const FINALITY: ArgsOptions = {
  name: 'finality',
  type: () => Finality,
  defaultValue: 'LATEST',
  description: 'Whether to count what a fork may still take back.',
};

/** `at` of what is asked for. */
export const AT: ArgsOptions = {
  name: 'at',
  type: () => Moment,
  nullable: true,
  description: 'A moment of the past. The present if left out.',
};

/** The moment that arguments mean; undefined for the present. @throws UserInputError, QuestionError */
export function askedMoment(
  context: RequestContext,
  finality: keyof typeof Finality,
  at: Moment | null | undefined,
  interval_s: number,
): Promise<AskedMoment | undefined> {
  const { mark = null, block = null } = at ?? {};
  if (at && (mark === null) === (block === null)) {
    throw new UserInputError('"at" takes either "mark" or "block": give one of them.');
  }
  return momentOf(context.db, {
    mark_s: mark,
    block: block && { chainId: parseCaip2(block.chain), number: block.number },
    isFinal: finality === 'FINAL',
    interval_s,
  });
}

/** {@link askedMoment}, chain by chain. @throws UserInputError, QuestionError */
export async function askedPast(
  context: RequestContext,
  finality: keyof typeof Finality,
  at: Moment | null | undefined,
  interval_s: number,
): Promise<PastMoment | undefined> {
  return pastMoment(context.db, await askedMoment(context, finality, at, interval_s));
}
