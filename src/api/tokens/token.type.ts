import { Field, Int, ObjectType } from '@nestjs/graphql';
import { WaitingReason } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';
import { Node } from '../vocabulary/node.js';

@ObjectType({ description: 'What a whole token is worth.' })
export class TokenPrice {
  @Field(() => String, { description: 'US dollars for one whole token, as decimal text.' })
  usd!: string;

  @Field(() => String, { description: 'Who says so: a feed and its round, or the configuration.' })
  source!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Position of the event that said so; null for a price of the configuration.',
  })
  position!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when, in chain time; null for one that always was.',
  })
  since!: number | null;
}

@ObjectType({
  implements: () => [Node],
  description: 'A token that is paid in. The same contract address on two chains is two tokens.',
})
export class Token extends Node {
  readonly __typename = 'Token';

  @Field(() => String, { description: 'CAIP-2 id of its chain.' })
  chain!: string;

  @Field(() => String, { description: 'Address of its contract, lower case.' })
  address!: string;

  @Field(() => String, { nullable: true, description: 'Symbol, null where no event has described the token.' })
  symbol!: string | null;

  @Field(() => Int, { nullable: true, description: 'Decimals, null where no event has described the token.' })
  decimals!: number | null;

  @Field(() => TokenPrice, {
    nullable: true,
    description: 'The price in force at the moment of the answer; null where nobody told any.',
  })
  price!: TokenPrice | null;
}

@ObjectType({ description: 'A sum in one token.' })
export class Amount {
  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Base units.' })
  amount!: bigint;

  @Field(() => String, { nullable: true, description: 'In whole tokens, exactly; null when decimals are unknown.' })
  decimal!: string | null;
}

@ObjectType({ description: 'Money of one token that waits until something is decided.' })
export class WaitingAmount extends Amount {
  @Field(() => WaitingReason, { description: 'For what.' })
  reason!: WaitingReason;
}
