import { Field, ObjectType } from '@nestjs/graphql';
import { AsOf } from '../chains/as-of.type.js';
import { Amount } from '../tokens/token.type.js';
import { BigIntScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'The whole ledger in a few figures.' })
export class Totals {
  @Field(() => BigIntScalar, { description: 'Registered assets.' })
  assets!: bigint;

  @Field(() => BigIntScalar, {
    description: 'Addresses that own, hold shares or execute, each counted once over all chains.',
  })
  contributors!: bigint;

  @Field(() => BigIntScalar, { description: 'Usages, without those that are held or were returned.' })
  usages!: bigint;

  @Field(() => BigIntScalar, { description: 'Links between assets.' })
  links!: bigint;

  @Field(() => BigIntScalar, { description: 'Anomalies.' })
  anomalies!: bigint;

  @Field(() => [Amount], { description: 'What consumers paid, per token.' })
  gross!: Amount[];

  @Field(() => AsOf, { description: 'The moment this answer is true at.' })
  asOf!: AsOf;
}
