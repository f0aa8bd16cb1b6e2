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

  @Field(() => BigIntScalar, {
    description:
      'Base units that no price is known for, rounded up: they are not in usd. Of what was earned in an interval in which some usages had no price, that part of it.',
  })
  missing!: bigint;

  @Field(() => NoUsdReason, { nullable: true, description: 'Why something is missing.' })
  reason!: NoUsdReason | null;

  @Field(() => Boolean, {
    description:
      'False for what was fixed per usage, at the position where its money was divided. True for what each interval brought times the worth per amount of the usages of its token in that interval (times the price in force at its end where there were none), summed: whatever pieces a period is cut into, they sum to the same, each cut once at its last digit. True also for an amount times the price in force.',
  })
  derived!: boolean;
}
