import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CountedConnectionOf } from '../paging/connection.js';
import { Amount } from '../tokens/token.type.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';
import { Contributor } from './contributor.type.js';

@ObjectType({ description: "A contributor's place among all who have earned a token, by the token's last ranking." })
export class EarnerRank extends Amount {
  @Field(() => Int, { description: '1 and the number of those who have earned more.' })
  rank!: number;

  @Field(() => BigIntScalar, {
    description:
      'The part of amount that other protocols and sponsors of tasks have paid by themselves, in base units.',
  })
  paidDirectly!: bigint;
}

@ObjectType({ description: 'One of those who have earned a token.' })
export class RankedEarner extends EarnerRank {
  @Field(() => Contributor, { description: 'Who.' })
  contributor!: Contributor;
}

@ObjectType({
  description:
    'Everybody who has earned a token, greatest amount first and equal ones by address. Made anew at intervals from what is final; a page that is asked for after a newer one was made goes on below the same amount.',
})
export class EarnerRanking extends CountedConnectionOf('RankedEarner', () => RankedEarner) {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "What was earned before counts. Null where none of the chain's rankings was made yet.",
  })
  mark!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The same of money that crossed chains. Null where the chain has no vault.',
  })
  settledTo!: number | null;
}
