import { Field, ObjectType } from '@nestjs/graphql';
import { NoUsdReason } from '../vocabulary/enums.js';
import { BigIntScalar } from '../vocabulary/scalars.js';

@ObjectType({
  description:
    'What token amounts are worth in US dollars. Token amounts are the truth; a price that nobody told is never taken for 0.',
})
export class UsdValue {
  @Field(() => String, {
    nullable: true,
    description: 'US dollars as decimal text, cut to 18 digits after the point; null where nothing of it has a price.',
  })
  usd!: string | null;

  @Field(() => BigIntScalar, { description: 'Base units that no price is known for: they are not in usd.' })
  missing!: bigint;

  @Field(() => NoUsdReason, { nullable: true, description: 'Why something is missing.' })
  reason!: NoUsdReason | null;

  @Field(() => Boolean, {
    description:
      'False for what was fixed per usage, at the position where its money was divided. True for an amount times the worth per amount of the usages of its token in the same piece of time, or times the price in force where there were none.',
  })
  derived!: boolean;
}
