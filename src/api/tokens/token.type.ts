import { Field, Int, ObjectType } from '@nestjs/graphql';
import { WaitingReason } from '../vocabulary/enums.js';
import { BigIntScalar } from '../vocabulary/scalars.js';
import { Node } from '../vocabulary/node.js';

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
