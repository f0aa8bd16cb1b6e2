import { Field, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'A line of the journal: money that left one account for another, summed over an interval.' })
export class Posting {
  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => String, { description: 'Address of the vault.' })
  vault!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => DateTimeScalar, { description: 'Start of the interval.' })
  start!: number;

  @Field(() => DateTimeScalar, { description: 'End of the interval, not part of it.' })
  end!: number;

  @Field(() => String, { description: 'Account the money left: a kind, a colon and an address or asset id.' })
  debit!: string;

  @Field(() => String, { description: 'Account it went to.' })
  credit!: string;

  @Field(() => BigIntScalar, { description: 'Base units.' })
  amount!: bigint;

  @Field(() => BigIntScalar, { description: 'Movements that were summed.' })
  count!: bigint;

  @Field(() => Boolean, { description: 'Whether the settlement wrote it: money that had crossed chains.' })
  settled!: boolean;
}

@ObjectType({ description: 'A list of postings, newest interval first.' })
export class PostingConnection extends MomentConnectionOf('Posting', () => Posting) {}
